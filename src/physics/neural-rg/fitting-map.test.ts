import { describe, expect, it } from 'vitest'
import { checkNeuralRg } from './validate.ts'
import { neuralRgConfigSchema } from '../../shared/studies/neural-rg/config.ts'
import { neuralRg } from '../../shared/studies/neural-rg/index.ts'
import { withFittingMap } from '../../shared/studies/neural-rg/fitting-map.ts'

const theories = ['cphi4', 'xyHS', 'isingHS', 'phi4', 'free', 'haarGaussian']

describe('another theory in the form', () => {
  it.each(theories)('%s: a run is possible from any preset', (kind) => {
    for (const preset of neuralRg.presets) {
      const before = neuralRgConfigSchema.parse(preset.config)
      const { config } = withFittingMap({ ...before, theory: { kind, side: before.theory.side } })
      expect(checkNeuralRg(neuralRgConfigSchema.parse(config)).filter(({ severity }) => severity === 'error')).toEqual([])
    }
  })

  it('there and back leaves a map that fits, and says each time what it did', () => {
    const start = neuralRgConfigSchema.parse({ study: 'neural-rg', stageTwo: { steps: 100 } })
    const there = withFittingMap({ ...start, theory: { kind: 'phi4', side: 8 } })
    expect(there.note).toBe('The field is real: the map is now RealNVP. The bulk kernel is for complex fields: stage II is off.')
    const back = withFittingMap({ ...there.config, theory: { kind: 'cphi4', side: 8 } })
    expect(back).toMatchObject({ note: 'The field is complex: the map is now the U(1) block.', config: { map: { kind: 'u1' } } })
  })

  it('what fits is not touched', () => {
    const config = neuralRgConfigSchema.parse({ study: 'neural-rg', map: { kind: 'coupling' } }) as Record<string, unknown>
    expect(withFittingMap(config)).toEqual({ config, note: '' })
  })
})
