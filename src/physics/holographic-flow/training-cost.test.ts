import { describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { flowNetwork } from './flow-network.ts'
import { costOfFcn, costOfSimpleUnet, evaluationCost, trainingCost } from './training-cost.ts'

const config = (parts: Record<string, unknown> = {}) => holographicFlowConfigSchema.parse({ study: 'holographic-flow', ...parts })

describe('cost of a network evaluation', () => {
  // Printed with one decimal from 10 MMAC up, with two below (spec, end of chapter 7: 16 × 16 modes, 8 output planes).
  it.each([[64, 107.8, 1], [32, 27.5, 1], [24, 15.7, 1], [16, 7.19, 2]])('of the U-Net of width %i is %f million multiply-adds', (width, millions, decimals) => {
    expect((costOfSimpleUnet(width, 3, 16, 8, 8).total / 1e6).toFixed(decimals)).toBe(millions.toFixed(decimals))
  })
  it.each([
    ['U-Net', config({ network: { kind: 'unet', width: 24, depth: 2 } })],
    ['FCN', config({ model: { variant: 'fcn' }, network: { kind: 'fcn', width: 60 } })],
  ])('of the %s is what its weights do: each works once at every position of its layer', (_, of) => {
    const { modes } = of.encoding
    // A convolution into a level works at that level's positions, a transposed one at those that it reads.
    const side = (name: string) => {
      const [part, level] = name.split('.')
      if (part === 'down') return modes / 2 ** (Number(level) + 1)
      if (part === 'middle') return modes / 4
      if (part === 'up') return (modes / 4) * 2 ** (Number(level) + (name.includes('double') ? 0 : 1))
      return part === 'input' || (part === 'output' && of.network.kind === 'unet') ? modes : 1
    }
    const expected = flowNetwork(of).parameters.filter(({ name }) => name.endsWith('.weight'))
      .reduce((sum, { name, shape }) => sum + shape.reduce((product, length) => product * length, 1) * side(name) ** 2, 0)
    expect(evaluationCost(of).total).toBe(expected)
  })
  it('of the U-Net grows fourfold with twice the modes, the time apart; of the FCN it knows no modes', () => {
    const without = (modes: number) => costOfSimpleUnet(16, 3, modes, 8, 4).parts.filter(({ name }) => name !== 'time').reduce((sum, part) => sum + part.multiplyAdds, 0)
    expect(without(32)).toBe(4 * without(16))
    expect(costOfFcn(10, 3, 4, 4).total).toBe((4 + 128) * 10 + 2 * 100 + 40)
  })
})

describe('cost of a run', () => {
  it('adds three evaluations a sample and step to those of every sampling', () => {
    const of = config({ training: { steps: 1000, batchSize: 64 }, cadence: { evaluateEvery: 300 }, sampling: { solver: 'heun', solverSteps: 10, points: 500 } })
    const { multiplyAddsPerEvaluation: one, perStep, perSampling, samplings, total } = trainingCost(of)
    expect(perStep).toBe(6 * 64 * one)
    expect(perSampling).toBe(2 * 2 * 10 * 500 * one)
    // After 300, 600, 900 steps and at the end.
    expect(samplings).toBe(4)
    expect(total).toBe(1000 * perStep + 4 * perSampling)
  })
})
