import { describe, expect, it } from 'vitest'
import { integrate } from '../../numerics/gauss-legendre.ts'
import { stream } from '../../random/stream.ts'
import { expectPrinted, expectWithin } from '../../testing/expect-printed.test-helper.ts'
import { independenceChain, reweightedMean, reweighting } from './reweighting.ts'
import { twoSidedBound } from './two-sided-bound.ts'

/**
 * The model q is a complex normal variable with E|z|² = 1, the target has E|z|² = s: u = |z|² is exponential,
 * ℓ = S + ln q = u/s - u - ln π with Z = π s.
 */
const loss = (u: number, s: number) => u / s - u - Math.log(Math.PI)

/** |z|² of n variables with E|z|² = scale. */
function exponentials(name: string, n: number, scale = 1): Float64Array {
  const uniform = new Float64Array(n)
  stream(17, name).fillUniform(uniform)
  return uniform.map((value) => -scale * Math.log1p(-value))
}

describe('NRG 28: one complex Gaussian, mismatched', () => {
  it.each([[1.1, 0.99], [1.5, 0.75]])('ESS/M = s(2 - s) at s = %f', (s, share) => {
    const losses = exponentials('ess', 200_000).map((u) => loss(u, s))
    // Var w stays finite for s < 2, that of w² for s < 4/3 only: 2 % at s = 1.5.
    expectWithin(reweighting(losses).effectiveShare, share, 0.02)
    // E w² by quadrature: e^{-ℓ} relative to its mean, under q.
    const mean = integrate((u) => Math.exp(-u - loss(u, s)), 0, 120, 200)
    const square = integrate((u) => Math.exp(-u - 2 * loss(u, s)), 0, 200, 300)
    expectWithin(mean ** 2 / square, share, 1e-9)
  })

  it('E_q[ℓ] + ln Z is the divergence 1/s - 1 + ln s', () => {
    const s = 1.5
    const exact = 1 / s - 1 + Math.log(s)
    expectPrinted(exact, '0.0721317748')
    const losses = exponentials('kl', 100_000).map((u) => loss(u, s))
    const logZ = Math.log(Math.PI * s)
    const { bound, spread, logZ: estimate, meaningful } = reweighting(losses)
    expect(Math.abs(bound.value + logZ - exact)).toBeLessThan(4 * bound.error)
    expectWithin(spread, 1 - 1 / s, 0.01) // ℓ is linear in u, whose deviation is 1
    expect(Math.abs(estimate - logZ)).toBeLessThan(0.02)
    expect(meaningful).toBe(true)
  })

  it('the two-sided bound brackets -ln Z and its width is the sum of both divergences', () => {
    const s = 1.5
    const [model, exact] = [exponentials('q', 50_000), exponentials('p', 50_000, s)].map((us) => us.map((u) => loss(u, s)))
    const logZ = Math.log(Math.PI * s)
    const { upper, lower, width, gap } = twoSidedBound(model, exact, { value: logZ, error: 0 })
    expect(upper.value).toBeGreaterThan(-logZ)
    expect(lower!.value).toBeLessThan(-logZ)
    // KL(q‖p) + KL(p‖q) = 1/s - 1 + s - 1
    expect(Math.abs(width!.value - (1 / s + s - 2))).toBeLessThan(4 * width!.error)
    expect(Math.abs(gap!.value - 0.0721317748)).toBeLessThan(4 * gap!.error)
    expect(twoSidedBound(model, null, null)).toMatchObject({ lower: null, width: null, gap: null })
  })

  it('reweighted means are those of the target', () => {
    const us = exponentials('mean', 100_000)
    const { value, error } = reweightedMean(us, us.map((u) => loss(u, 1.3)))!
    expect(error).toBeLessThan(0.05)
    expect(Math.abs(value - 1.3)).toBeLessThan(4 * error)
  })

  it('independence Metropolis has the target as its law', () => {
    const us = exponentials('chain', 100_000)
    const { held, acceptance } = independenceChain(us.map((u) => loss(u, 1.5)), stream(1, 'chain'))
    const mean = held.reduce((sum, at) => sum + us[at], 0) / held.length
    // Some 20,000 independent values of deviation 1.5.
    expectWithin(mean, 1.5, 0.06)
    expect(acceptance).toBeGreaterThan(0.5)
    expect(acceptance).toBeLessThan(1)
  })
})

describe('effective samples', () => {
  it('say that reweighting is meaningless below ten', () => {
    const spreadOut = new Float64Array(1000)
    stream(2, 'wide').fillNormal(spreadOut, 28)
    const result = reweighting(spreadOut)
    expect(result.effectiveSamples).toBeLessThan(10)
    expect(result.meaningful).toBe(false)
    expect(reweightedMean(spreadOut, spreadOut)).toBeNull()
  })

  it('are all of them for an exact model, whatever the size of ℓ', () => {
    const { effectiveShare, logZ, spread } = reweighting(new Float64Array(50).fill(-1e5))
    expectWithin(effectiveShare, 1, 1e-12)
    expectWithin(logZ, 1e5, 1e-9)
    expect(spread).toBe(0)
  })
})
