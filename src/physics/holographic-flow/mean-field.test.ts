import { describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { encodePoints } from './encode-points.ts'
import { encodingEnvelopes } from './envelopes.ts'
import { meanFields } from './mean-field.ts'
import { positionField } from './position-field.ts'

const config = holographicFlowConfigSchema.parse({ study: 'holographic-flow', encoding: { modes: 8 } })
const points = [0.5, -1.25, -2, 1, 1.1, 0.3]
const grid = 12

describe('mean encoded field', () => {
  it('is the mean of the fields of the points, each from the encoder that trains', () => {
    const envelopes = encodingEnvelopes(config)
    const one = (n: number) => positionField(encodePoints(Float64Array.from(points.slice(2 * n, 2 * n + 2)), envelopes, 1).phi, envelopes.lattice, grid)
    const fields = [one(0), one(1), one(2)]
    const [mean] = meanFields(points, config, [config.geometry.kind === 'ads' ? config.geometry.rUV : 1], grid)
    // Two orders of summation in float64.
    for (let i = 0; i < mean.length; i++) expect(mean[i]).toBeCloseTo((fields[0][i] + fields[1][i] + fields[2][i]) / 3, 13)
  })
  it('keeps its zero mode at every radius (ψ(0) = 1) and loses contrast toward the IR, where ψ falls faster with |k|', () => {
    const radii = [1, 0.5, 0]
    const fields = meanFields(points, config, radii, grid)
    const mean = (field: Float64Array) => field.reduce((sum, value) => sum + value, 0) / field.length
    const contrast = (field: Float64Array) => Math.sqrt(field.reduce((sum, value) => sum + (value - mean(field)) ** 2, 0) / field.length)
    // The mean over the torus is the zero mode over K², times one channel.
    for (const field of fields) expect(mean(field)).toBeCloseTo(1 / 64, 13)
    const contrasts = fields.map(contrast)
    expect(contrasts[0]).toBeGreaterThan(contrasts[1])
    expect(contrasts[1]).toBeGreaterThan(contrasts[2])
  })
})
