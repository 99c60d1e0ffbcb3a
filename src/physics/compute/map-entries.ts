import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'
import { mapSchema, theorySchema } from '../../shared/studies/neural-rg/config.ts'
import { goldenBulkField, goldenParameters } from '../neural-rg/map/golden-map.ts'
import { causalWedge, lightCone } from '../neural-rg/map/light-cone.ts'
import { type BlockMap, makeHolographicMap, plainWorkspace } from '../neural-rg/map/make-map.ts'
import { u1Block } from '../neural-rg/map/u1-block.ts'
import { theoryModel } from '../neural-rg/theory.ts'
import { logPrior } from '../neural-rg/training/prior.ts'
import { type Computation, computation } from './computation.ts'

/** The holographic map at given parameters. */

export const mapInput = {
  side: z.int().min(2).max(64).default(4).describe('L, a power of two.'),
  map: mapSchema.prefault({ kind: 'u1' }).describe('Blocks of the map.'),
  components: z.union([z.literal(1), z.literal(2)]).optional().describe('Real numbers a site; 1 for RealNVP and 2 for the others when absent.'),
  seed: z.int().min(0).default(0).describe('Of the masks and first weights of networks.'),
}
export type MapInput = z.output<z.ZodObject<typeof mapInput>>

export const mapOf = ({ side, map, components, seed }: MapInput): BlockMap =>
  makeHolographicMap(map, side, components ?? (map.kind === 'realNvp' ? 1 : 2), seed)

const complexNumber = z.tuple([z.number(), z.number()]).describe('(Re, Im)')
const fourNumbers = z.tuple([z.number(), z.number(), z.number(), z.number()])

export function numbersOf(values: readonly number[], count: number, what: string): Float64Array {
  if (values.length !== count) throw new Problem('WrongCount', `${what} holds ${values.length} numbers; this map has ${count}.`, `Give ${count}.`)
  return Float64Array.from(values)
}

export const mapEntries: Computation[] = [
  computation(
    'u1-block',
    'One U(1) block v → S → O → A, or its inverse: the four complex numbers and ln|det|.',
    z.object({
      kind: z.enum(['disentangler', 'decimator']).default('decimator'),
      activation: z.enum(['asinh', 'sinh', 'none']).default('asinh').describe('In the direction of generation.'),
      direction: z.enum(['generate', 'renormalize']).default('generate'),
      scaling: fourNumbers.default([0, 0, 0, 0]).describe('λ₀ … λ₃'),
      anglesA: fourNumbers.default([0, 0, 0, 0]).describe('θ^a, of type two.'),
      anglesB: fourNumbers.optional().describe('θ^b; those of the ideal map when absent.'),
      values: z.tuple([complexNumber, complexNumber, complexNumber, complexNumber]),
    }),
    ({ kind, activation, direction, scaling, anglesA, anglesB, values }) => {
      const block = u1Block(kind, activation)
      const evaluator = block.evaluator()
      evaluator.setParameters(Float64Array.of(...scaling, ...anglesA, ...(anglesB ?? new Array<number>(4).fill(kind === 'decimator' ? Math.PI / 4 : 0))), 0)
      const numbers = Float64Array.from(values.flat())
      const logDeterminant = direction === 'generate' ? evaluator.generate(numbers, new Float64Array(block.tapeSize), 0) : evaluator.renormalize(numbers)
      return { values: [0, 1, 2, 3].map((site) => [numbers[2 * site], numbers[2 * site + 1]]), logDeterminant }
    },
  ),
  computation(
    'holographic-map',
    'A map at given parameters, φ = G(ζ) or ζ = G⁻¹(φ): the field, ln|det| of that direction, ln P(ζ), and with a theory S(φ) and the loss term S + ln P − ln|det ∂φ/∂ζ|.',
    z.object({
      ...mapInput,
      direction: z.enum(['generate', 'renormalize']).default('generate'),
      parameters: z.union([z.enum(['ideal', 'golden']), z.array(z.number())]).default('ideal').describe('In the order of map-parameters; "golden" is the ideal map plus 0.1 sin(k + 1).'),
      field: z.union([z.literal('golden'), z.array(z.number())]).default('golden').describe('Row-major, (Re, Im) of each site for complex fields; "golden" is cos 0.3j + i sin 0.7j.'),
      theory: theorySchema.optional().describe('For the action; its side is that of the map.'),
    }),
    (input) => {
      const map = mapOf(input)
      const numbers = map.components * input.side ** 2
      const given = input.field === 'golden' ? goldenBulkField(map) : numbersOf(input.field, numbers, 'The field')
      const workspace = plainWorkspace(map, 1)
      workspace.setParameters(input.parameters === 'ideal' ? map.initialParameters() : input.parameters === 'golden' ? goldenParameters(map) : numbersOf(input.parameters, map.parameterCount, 'The vector of parameters'))
      const [field, logDet, logPriors] = [new Float64Array(numbers), new Float64Array(1), new Float64Array(1)]
      workspace[input.direction](given, field, logDet)
      const [phi, zeta] = input.direction === 'generate' ? [field, given] : [given, field]
      logPrior(zeta, map.components, numbers, logPriors)
      const generated = input.direction === 'generate' ? logDet[0] : -logDet[0]
      const result = { field: [...field], logDeterminant: logDet[0], logPrior: logPriors[0], logDensity: logPriors[0] - generated }
      if (!input.theory) return result
      const theory = { ...input.theory, side: input.side }
      const model = theoryModel(theory, 'temperature' in theory ? theory.temperature : Number.NaN)
      if (model.components !== map.components) throw new Problem('FieldMismatch', `The field of ${model.id} has ${model.components} component(s) a site, that of the map ${map.components}.`, 'Set components.')
      const action = model.action(phi)
      return { ...result, action, lossTerm: action + logPriors[0] - generated }
    },
  ),
  computation(
    'map-parameters',
    'The parameters of a map in the order of its flat vector: names, shapes, offsets, first values, and how many there are.',
    z.object(mapInput),
    (input) => {
      const map = mapOf(input)
      return {
        count: map.parameterCount,
        parameters: map.parameters.map(({ name, role, shape, offset }) => ({ name, role, shape: [...shape], offset })),
        initial: [...map.initialParameters()],
      }
    },
  ),
  computation(
    'light-cone',
    'Boundary sites that answer to a bulk variable (its light cone), and bulk variables that a boundary region depends on (its causal wedge).',
    z.object({
      side: mapInput.side, map: mapInput.map,
      variable: z.tuple([z.int().min(0), z.int().min(0), z.int().min(0), z.int().min(0).max(3)]).default([0, 0, 0, 1]).describe('(l, a, b, c)'),
      region: z.array(z.int().min(0)).max(4096).optional().describe('Flat sites of a boundary region.'),
    }),
    ({ side, map: options, variable: [l, a, b, c], region }) => {
      const map = mapOf({ side, map: options, components: undefined, seed: 0 })
      const found = map.layout.variables.find((variable) => variable.layer === l && variable.a === a && variable.b === b && variable.c === c)
      if (!found) throw new Problem('NoSuchVariable', `There is no bulk variable (${l}, ${a}, ${b}, ${c}) at L = ${side}.`, `Layers are 0 to ${map.layout.depth - 1}; c = 0 is bulk in the last one alone.`)
      const beyond = region?.find((site) => site >= side ** 2)
      if (beyond !== undefined) throw new Problem('NoSuchSite', `There is no site ${beyond} on a lattice of ${side ** 2}.`, `Take 0 to ${side ** 2 - 1}.`)
      const sites = lightCone(map, found.site)
      return {
        site: found.site, x: [...found.x], height: found.height, sites, count: sites.length,
        counts: map.layout.layers.map(({ layer }) => lightCone(map, map.layout.variables.find((variable) => variable.layer === layer && variable.c === 1)!.site).length),
        ...(region ? { wedge: causalWedge(map, region) } : {}),
      }
    },
  ),
]
