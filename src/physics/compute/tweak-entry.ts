import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'
import { plainWorkspace } from '../neural-rg/map/make-map.ts'
import { rotationScore } from '../neural-rg/observables/rotation-score.ts'
import { type Computation, computation } from './computation.ts'
import { mapInput, mapOf, numbersOf } from './map-entries.ts'

/** The boundary's answer to a change of some bulk variables (the IR tweak when they are those of the last layer). */
export const tweakEntry: Computation = computation(
  'bulk-tweak',
  'φ = G(ζ) before and after some bulk variables are changed, the score g = |Σ φ′*φ| / √(Σ|φ|² Σ|φ′|²), 1 for a global rotation, the mean rotation arg Σ φ*φ′, and the sites that changed.',
  z.object({
    ...mapInput,
    parameters: z.union([z.literal('ideal'), z.array(z.number()).max(4_000_000)]).default('ideal').describe('In the order of map-parameters.'),
    field: z.array(z.number()).max(8192).describe('The bulk field ζ, row-major, (Re, Im) of each site for complex fields.'),
    changes: z.array(z.object({
      site: z.int().min(0).describe('Flat site of the bulk array.'),
      value: z.array(z.number()).min(1).max(2).describe('The new (Re, Im), or the new number of a real field.'),
    })).max(4096).default([]),
  }),
  (input) => {
    const map = mapOf(input)
    const { components } = map
    const length = components * input.side ** 2
    const zeta = new Float64Array(2 * length)
    const field = numbersOf(input.field, length, 'The bulk field')
    zeta.set(field)
    zeta.set(field, length)
    for (const { site, value } of input.changes) {
      if (site >= input.side ** 2) throw new Problem('NoSuchSite', `There is no site ${site} on a lattice of ${input.side ** 2}.`, `Take 0 to ${input.side ** 2 - 1}.`)
      zeta.set(numbersOf(value, components, 'A bulk variable'), length + components * site)
    }
    const workspace = plainWorkspace(map, 2)
    workspace.setParameters(input.parameters === 'ideal' ? map.initialParameters() : numbersOf(input.parameters, map.parameterCount, 'The vector of parameters'))
    const phi = new Float64Array(2 * length)
    workspace.generate(zeta, phi, new Float64Array(2))
    const [before, after] = [phi.subarray(0, length), phi.subarray(length)]
    // Sites beyond the light cones go through the same operations on the same numbers: they are equal to the last bit.
    const touched = Array.from({ length: input.side ** 2 }, (_, site) => site)
      .filter((site) => before.subarray(components * site, components * (site + 1)).some((value, c) => value !== after[components * site + c])).length
    const { score, meanRotation } = components === 2 ? rotationScore(before, after) : { score: overlap(before, after), meanRotation: null }
    return { before: [...before], after: [...after], score, meanRotation, touched }
  },
)

/** The same score for a real field, where the only global rotation is the change of sign. */
function overlap(before: Float64Array, after: Float64Array): number {
  const product = (one: Float64Array, other: Float64Array) => one.reduce((sum, value, i) => sum + value * other[i], 0)
  return Math.abs(product(before, after)) / Math.sqrt(product(before, before) * product(after, after))
}
