import { describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import { drawIsingSpins, drawVonMises, drawXYSpins } from './spin-fields.ts'

const count = 40_000

describe('spins behind auxiliary fields', () => {
  it.each([-1.3, 0, 0.4, 2.5])('Ising: the mean spin is tanh x at x = %s', (x) => {
    const spins = drawIsingSpins(new Float64Array(count).fill(x), stream(1, 'spins'))
    const mean = spins.reduce((sum, spin) => sum + spin, 0) / count
    // Four standard deviations of a mean of ±1.
    expect(Math.abs(mean - Math.tanh(x))).toBeLessThan(4 / (Math.cosh(x) * Math.sqrt(count)) + 1e-12)
  })

  // I₁(κ)/I₀(κ) to six digits.
  it.each([[0, 0], [0.1, 0.049938], [1, 0.446398], [10, 0.948600]])('XY: the mean cosine is I₁/I₀ at concentration %s', (concentration, expected) => {
    const random = stream(2, 'spins')
    let sum = 0
    for (let i = 0; i < count; i++) sum += Math.cos(drawVonMises(concentration, random))
    // The variance of a cosine is at most 1.
    expect(Math.abs(sum / count - expected)).toBeLessThan(4 / Math.sqrt(2 * count))
  })

  it('XY: spins have length 1 and turn with the field', () => {
    const spins = drawXYSpins(Float64Array.of(0, 40, -40, 0), stream(3, 'spins'))
    expect(Math.hypot(spins[0], spins[1])).toBeCloseTo(1, 14)
    // Concentration 40: within four standard deviations, 4/√40, of the direction of the field.
    expect(Math.acos(spins[1])).toBeLessThan(0.64)
    expect(Math.acos(-spins[2])).toBeLessThan(0.64)
  })
})
