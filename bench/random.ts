/**
 * Nanoseconds per random number: `node bench/random.ts`. A training step of quick-16 draws about 200,000 normal numbers.
 */
import { cpus } from 'node:os'
import { stream } from '../src/physics/random/stream.ts'

const values = new Float32Array(200_000)
const best = (fill: (index: number) => void) => {
  let nanoseconds = Infinity
  for (let index = 0; index < 50; index++) {
    const start = performance.now()
    fill(index)
    nanoseconds = Math.min(nanoseconds, ((performance.now() - start) * 1e6) / values.length)
  }
  return nanoseconds.toFixed(1)
}
console.log(`${cpus()[0].model}, Node ${process.version}`)
console.log(`normal   ${best((index) => stream(1, 'base', index).fillNormal(values))} ns`)
console.log(`uniform  ${best((index) => stream(1, 'time', index).fillUniform(values))} ns`)
