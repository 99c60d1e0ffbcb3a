import fc from 'fast-check'

// The same inputs on every machine, so that a pass stays a pass; HOLOSCOPE_FUZZ_SEED tries others.
fc.configureGlobal({ seed: Number(process.env.HOLOSCOPE_FUZZ_SEED ?? 20_261_122) })
