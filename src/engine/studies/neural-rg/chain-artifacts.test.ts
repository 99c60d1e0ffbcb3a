import { describe, expect, it } from 'vitest'
import { figureSchema } from '../../../shared/figure.ts'
import { chainColumns, chainKinds, chainNumberColumns, chainRunFigures } from '../../../shared/studies/neural-rg/chain-figures.ts'
import { columnsOf } from '../../../shared/studies/neural-rg/tables.ts'
import { bestHaarLoss } from '../../../physics/neural-rg/exact/free-field.ts'
import { makeHolographicMap } from '../../../physics/neural-rg/map/make-map.ts'
import { makeModel } from '../../../physics/neural-rg/models/make-model.ts'
import { drawFields, finish } from '../../../physics/neural-rg/samplers/field-sampler.ts'
import { referenceSampler } from '../../../physics/neural-rg/samplers/reference-sampler.ts'
import { chainArtifacts } from './chain-artifacts.ts'

/** The ideal linear map with λ = -½ ln κ: on 2 × 2 sites it makes the free field's bulk exactly uncorrelated. */
function exactFreeMap(side: number, mass: number) {
  const map = makeHolographicMap({ kind: 'u1', activation: 'none', depth: 0, repeats: 1 }, side, 2)
  const { diagonal } = bestHaarLoss({ side, hopping: 1, mass })
  const parameters = map.initialParameters()
  const scaling = map.parameters.find(({ block, role }) => block === 'decimator' && role === 'scaling')!
  for (let c = 0; c < 4; c++) parameters[scaling.offset + c] = -0.5 * Math.log(diagonal[c])
  return { map, parameters, kernel: null }
}

describe('HMC on the boundary and in the bulk', () => {
  const mass = 2.002
  const model = makeModel({ id: 'free', hopping: 1, mass }, 2)
  const phi = finish(drawFields(referenceSampler(model, 1), { count: 400 }))
  const shares: number[] = []
  const made = chainArtifacts(exactFreeMap(2, mass), { model, phi }, { step: 40, seed: 5, onProgress: (share) => shares.push(share) }, { tuning: 200, trajectories: 4000 })

  it('a perfect map takes the slow mode away: the bulk chain decorrelates many times faster', async () => {
    const stored = new Map((await made).map(({ descriptor, shape, data }) => [descriptor.kind, { artifact: { ...descriptor, shape }, data }]))
    const { modulusTime, directionTime, acceptance, stepSize, reference } = columnsOf(stored.get(chainKinds.numbers)!, chainNumberColumns)!
    // ω² = 2(μ - 2t) = 0.004 for the zero mode on the boundary against 2 in the bulk: with ten steps of its tuned ε a bulk trajectory turns
    // every mode by radians, a boundary one turns the slow mode by a fraction of one.
    expect(modulusTime[0]).toBeGreaterThan(3 * modulusTime[1])
    expect(directionTime[0]).toBeGreaterThan(3 * directionTime[1])
    for (const share of acceptance) {
      expect(share).toBeGreaterThan(0.6)
      expect(share).toBeLessThan(0.9)
    }
    // A step is limited by the stiffest mode: ω² = 2(μ + 2t) = 8 on the boundary, 2 everywhere in the bulk.
    expect(stepSize[1]).toBeGreaterThan(1.3 * stepSize[0])
    const { bulk } = columnsOf(stored.get(chainKinds.series)!, chainColumns)!
    const mean = bulk.reduce((sum, value) => sum + value, 0) / bulk.length
    // E|m| = √(π/(4·4·(μ - 2t))) for a complex normal m of variance 1/(N(μ - 2t)).
    expect(Math.abs(mean / Math.sqrt(Math.PI / (16 * (mass - 2))) - 1)).toBeLessThan(0.06)
    expect(Math.abs(reference[0] / Math.sqrt(Math.PI / (16 * (mass - 2))) - 1)).toBeLessThan(0.12)
    expect(shares.every((share) => share > 0 && share <= 1)).toBe(true)
  })

  it('is a figure of the run, with the times in its note', async () => {
    const arrays = new Map((await made).map(({ descriptor, shape, data }) => [descriptor.kind, [{ artifact: { ...descriptor, shape }, data }]]))
    const [figure] = chainRunFigures
    const drawn = figureSchema.parse(figure.build({ config: {}, metrics: [], stepsPerEpoch: null, arrays, computed: new Map() }))
    expect(drawn.panels[0].series).toHaveLength(5)
    expect(drawn.panels[0].note).toMatch(/τ\(\|m\|\) = [\d.]+ ± /)
    expect(figure.build({ config: {}, metrics: [], stepsPerEpoch: null, arrays: new Map(), computed: new Map() })).toBeNull()
  })

  it('depends on the seed alone', async () => {
    const again = await chainArtifacts(exactFreeMap(2, mass), { model, phi }, { step: 40, seed: 5 }, { tuning: 200, trajectories: 4000 })
    expect(again.map(({ data }) => data)).toEqual((await made).map(({ data }) => data))
  })
})
