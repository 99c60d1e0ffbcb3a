import { z } from 'zod'
import { parameter } from './parameter.ts'

/** Version of `config.json`; raised with a migration whenever a field changes its meaning. */
export const configVersion = 1

export const seedSchema = parameter(z.int().min(0).max(0xffffffff).default(1), {
  label: 'Seed',
  symbol: 's',
  help: 'Every random number of the run follows from it; the same seed gives the same run.',
})

/** How often a run logs, evaluates and saves. The same for all studies. */
export const cadenceSchema = z.object({
  logEvery: parameter(z.int().min(1).max(100_000).default(10), {
    label: 'Log every', unit: 'steps', help: 'Steps averaged into one line of the metrics file.', scale: 'log', advanced: true,
  }),
  evaluateEvery: parameter(z.int().min(1).max(1_000_000).default(200), {
    label: 'Evaluate every', unit: 'steps', help: 'Steps between samplings, from which the metrics and pictures are made.', scale: 'log',
  }),
  checkpointEvery: parameter(z.int().min(1).max(1_000_000).default(200), {
    label: 'Checkpoint every', unit: 'steps', help: 'Steps between saved states; at most this many are lost in a crash.', scale: 'log',
  }),
  keepCheckpoints: parameter(z.int().min(1).max(1000).default(3), {
    label: 'Checkpoints kept', help: 'The newest ones stay, older ones are deleted.', advanced: true,
  }),
})
export type Cadence = z.infer<typeof cadenceSchema>

export const backendNames = ['tensorflow', 'webgpu', 'wasm'] as const
export type BackendName = (typeof backendNames)[number]

/** Where a run computes. */
export const deviceSchema = z.object({
  backend: parameter(z.enum(['auto', ...backendNames]).default('auto'), {
    label: 'Back end',
    help: 'Automatic takes the fastest that loads on this machine.',
    choices: {
      auto: { label: 'Automatic' },
      tensorflow: { label: 'TensorFlow', help: 'CUDA where there is an NVIDIA card, else all CPU cores.' },
      webgpu: { label: 'WebGPU', help: 'Any graphics card.' },
      wasm: { label: 'WebAssembly', help: 'Always there, several times slower.' },
    },
    advanced: true,
  }),
  threads: parameter(z.int().min(0).max(256).default(0), {
    label: 'Threads', help: 'CPU threads for TensorFlow; 0 takes all cores. Part of what makes a run reproducible bit for bit.', advanced: true,
  }),
})
export type Device = z.infer<typeof deviceSchema>

/** The fields that every study's configuration has. */
export const runConfigBase = {
  schemaVersion: z.literal(configVersion).default(configVersion),
  title: z.string().max(200).default(''),
  seed: seedSchema,
  cadence: cadenceSchema.prefault({}),
  device: deviceSchema.prefault({}),
}

/** What can be read from any study's `config.json`; the study's own schema reads the rest. */
export const anyRunConfigSchema = z.looseObject({ study: z.string(), ...runConfigBase })
export type AnyRunConfig = z.infer<typeof anyRunConfigSchema>
