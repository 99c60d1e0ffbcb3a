import type { FieldSampler } from './field-sampler.ts'

/**
 * A sampler of spins seen as one of another field that is read off them: `read` fills `field` from the spins after step number
 * `steps`. The spins are the whole state, so `read` must depend on them, on `steps` and on a seed alone.
 */
export function fieldOfSpins(spins: FieldSampler, length: number, read: (field: Float64Array, spins: Float64Array, steps: number) => void): FieldSampler {
  const field = new Float64Array(length)
  const readSpins = () => read(field, spins.field, spins.steps)
  readSpins()
  return {
    field,
    independent: spins.independent,
    get steps() { return spins.steps },
    step() {
      spins.step()
      readSpins()
    },
    save: () => spins.save(),
    restore(state) {
      spins.restore(state)
      readSpins()
    },
  }
}
