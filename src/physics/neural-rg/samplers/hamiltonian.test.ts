import { describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import { complexPhi4TwoByTwo } from '../exact/complex-phi4-two-by-two.ts'
import { goldenParameters } from '../map/golden-map.ts'
import { makeHolographicMap } from '../map/make-map.ts'
import { complexPhi4, complexPhi4Couplings } from '../models/complex-phi4.ts'
import { freeField } from '../models/free-field.ts'
import type { ActionFunction } from '../models/lattice-model.ts'
import { blockedMean } from '../observables/jackknife.ts'
import { autocorrelationTime } from './autocorrelation.ts'
import { bulkAction } from './bulk-action.ts'
import { DualAveraging } from './dual-averaging.ts'
import { finish } from './field-sampler.ts'
import { HamiltonianSampler } from './hamiltonian.ts'
import { leapfrog } from './leapfrog.ts'
import { quarticSampler } from './quartic-sampler.ts'

function normals(name: string, length: number, scale = 1): Float64Array {
  const values = new Float64Array(length)
  stream(11, name).fillNormal(values, scale)
  return values
}

const soft = { temperature: 1, rho: 4, lambda: 1 }
const softExact = complexPhi4TwoByTwo({ lambda: 1, ...complexPhi4Couplings(soft) })
const ordered = (length: number) => Float64Array.from({ length }, (_, i) => (i % 2 === 0 ? 2 : 0))
const nearest = (phi: Float64Array) => phi[0] * phi[2] + phi[1] * phi[3]

describe('leapfrog', () => {
  const target = complexPhi4({ side: 4, temperature: 0.5, rho: 4, lambda: 25 })

  function start() {
    const position = ordered(32).map((value, i) => value + normals('start', 32, 0.03)[i])
    const gradient = new Float64Array(32)
    target.actionGradient(position, gradient)
    return { position, momentum: normals('momentum', 32), gradient }
  }

  it('is reversible to 1e-9: the same way back with the momentum turned', () => {
    const point = start()
    const [x, p] = [point.position.slice(), point.momentum.slice()]
    leapfrog(target, point, 0.03, 20)
    expect(Math.abs(point.position[0] - x[0])).toBeGreaterThan(0.01)
    point.momentum.forEach((value, i) => { point.momentum[i] = -value })
    leapfrog(target, point, 0.03, 20)
    x.forEach((value, i) => expect(Math.abs(point.position[i] - value)).toBeLessThan(1e-9))
    p.forEach((value, i) => expect(Math.abs(point.momentum[i] + value)).toBeLessThan(1e-9))
  })

  it('has energy errors of order ε²: over trajectories of one length, rms ΔH falls by four when ε is halved', () => {
    const rms = (step: number, steps: number) => {
      const sampler = new HamiltonianSampler(freeField({ side: 4, hopping: 1, mass: 2.1 }), { seed: 3, start: normals('free', 32), stepSize: step, leapfrogSteps: steps })
      let sum = 0
      for (let i = 0; i < 2000; i++) {
        sampler.step()
        if (i >= 200) sum += sampler.lastEnergyChange ** 2
      }
      return Math.sqrt(sum / 1800)
    }
    const [coarse, fine] = [rms(0.2, 5), rms(0.1, 10)]
    // ε⁴ corrections at ε ω = 0.2·2.9 are some percent, the statistical error of each rms 3 %.
    expect(coarse / fine).toBeGreaterThan(3.5)
    expect(coarse / fine).toBeLessThan(4.7)
  })

  it('is unstable beyond ε = 2/√(8λρ) on the boundary, as the stiffest mode says', () => {
    const rate = (stepSize: number) => {
      const sampler = new HamiltonianSampler(target, { seed: 1, start: ordered(32), stepSize, leapfrogSteps: 20 })
      for (let i = 0; i < 60; i++) sampler.step()
      return sampler.acceptance
    }
    expect(rate(0.03)).toBeGreaterThan(0.6)
    expect(rate(0.09)).toBeLessThan(0.05) // 0.0707 is the limit
  })
})

describe('HMC', () => {
  it('NRG chapter 7: <e^{-ΔH}> = 1, and the L = 2 table', () => {
    const sampler = new HamiltonianSampler(complexPhi4({ side: 2, ...soft }), { seed: 1, start: ordered(8), stepSize: 0.12, leapfrogSteps: 10 })
    for (let i = 0; i < 300; i++) sampler.step()
    const weights = new Float64Array(16_000)
    const square = weights.slice()
    const pair = weights.slice()
    weights.forEach((_, i) => {
      sampler.step()
      weights[i] = Math.exp(-sampler.lastEnergyChange)
      square[i] = sampler.field[0] ** 2 + sampler.field[1] ** 2
      pair[i] = nearest(sampler.field)
    })
    for (const [series, exact] of [[weights, 1], [square, softExact.square], [pair, softExact.nearest]] as const) {
      const { value, error } = blockedMean(series)
      expect(error).toBeLessThan(0.03 * exact)
      expect(Math.abs(value - exact)).toBeLessThan(4 * error)
    }
  })

  it('agrees with cluster and Metropolis updates on 4 × 4 sites', () => {
    const model = complexPhi4({ side: 4, ...soft })
    const hamiltonian = new HamiltonianSampler(model, { seed: 5, start: ordered(32), stepSize: 0.12, leapfrogSteps: 12 })
    const cluster = quarticSampler(model, { seed: 5 })
    const measure = (sampler: { step(): void; field: Float64Array }, steps: number) => {
      for (let i = 0; i < 300; i++) sampler.step()
      return blockedMean(Float64Array.from({ length: steps }, () => {
        sampler.step()
        return model.action(sampler.field)
      }))
    }
    const [a, b] = [measure(hamiltonian, 4000), measure(cluster, 4000)]
    expect(Math.abs(a.value - b.value)).toBeLessThan(4 * Math.hypot(a.error, b.error))
    expect(Math.hypot(a.error, b.error)).toBeLessThan(0.5)
  })

  it('tunes its step to an acceptance of 65 to 80 % and freezes it', () => {
    const sampler = new HamiltonianSampler(complexPhi4({ side: 4, temperature: 0.5, rho: 4, lambda: 25 }), { seed: 2, start: ordered(32), stepSize: 0.005, leapfrogSteps: 10 })
    const step = finish(sampler.warmUp(400))
    for (let i = 0; i < 600; i++) sampler.step()
    expect(sampler.stepSize).toBe(step)
    expect(sampler.acceptance).toBeGreaterThan(0.62) // 65 % less the statistical error of 600 steps
    expect(sampler.acceptance).toBeLessThan(0.83)
    expect(step).toBeLessThan(0.0707)
  })

  it('goes on bit for bit after being restored', () => {
    const make = () => new HamiltonianSampler(complexPhi4({ side: 4, ...soft }), { seed: 8, start: ordered(32), stepSize: 0.1, leapfrogSteps: 5 })
    const whole = make()
    for (let i = 0; i < 5; i++) whole.step()
    const half = whole.save()
    for (let i = 0; i < 5; i++) whole.step()
    const resumed = make()
    resumed.restore(half)
    for (let i = 0; i < 5; i++) resumed.step()
    expect(resumed.field).toEqual(whole.field)
    expect(resumed.action).toBe(whole.action)
  })
})

describe('HMC in the bulk', () => {
  function golden(side: number) {
    const map = makeHolographicMap({ kind: 'u1', activation: 'asinh', depth: 0, repeats: 1 }, side, 2)
    const workspace = map.workspace(1)
    workspace.setParameters(goldenParameters(map))
    return bulkAction(complexPhi4({ side, ...soft }), workspace)
  }

  it('has the gradient of its action', () => {
    const target = golden(4)
    const zeta = normals('zeta', 32)
    const gradient = new Float64Array(32)
    expect(target.actionGradient(zeta, gradient)).toBe(target.action(zeta))
    gradient.forEach((value, i) => {
      const [up, down] = [1, -1].map((sign) => target.action(zeta.map((x, j) => (j === i ? x + sign * 1e-5 : x))))
      expect(Math.abs((up - down) / 2e-5 - value)).toBeLessThan(1e-6 * (1 + Math.abs(value)))
    })
  })

  it('samples the same boundary theory through any map: the L = 2 table through the golden net', () => {
    const target = golden(2)
    const sampler = new HamiltonianSampler(target, { seed: 6, start: normals('zeta', 8), stepSize: 0.1, leapfrogSteps: 10 })
    finish(sampler.warmUp(500))
    const series = Float64Array.from({ length: 12_000 }, () => {
      sampler.step()
      return nearest(target.boundary(sampler.field))
    })
    const { value, error } = blockedMean(series)
    expect(error).toBeLessThan(0.1)
    expect(Math.abs(value - softExact.nearest)).toBeLessThan(4 * error)
  })
})

describe('dual averaging', () => {
  it('finds the step of a given acceptance curve', () => {
    const tuning = new DualAveraging(1, 0.72)
    for (let i = 0; i < 1000; i++) tuning.update(Math.exp(-3 * tuning.stepSize))
    tuning.refine()
    for (let i = 0; i < 1000; i++) tuning.update(Math.exp(-3 * tuning.stepSize))
    expect(tuning.average).toBeCloseTo(-Math.log(0.72) / 3, 3)
  })
})

describe('autocorrelation time', () => {
  it.each([[0.5, 1.5], [0.9, 9.5]])('NRG chapter 7: of an AR(1) series with ρ = %f is ½(1 + ρ)/(1 - ρ) = %f', (rho, expected) => {
    const noise = normals(`ar${rho}`, 200_000)
    const series = noise.slice()
    for (let i = 1; i < series.length; i++) series[i] = rho * series[i - 1] + Math.sqrt(1 - rho * rho) * noise[i]
    const { time, error } = autocorrelationTime(series)
    expect(Math.abs(time - expected)).toBeLessThan(4 * error)
    expect(error / expected).toBeLessThan(0.05)
  })

  it('of white noise is ½, of a turning phase that of its two components together', () => {
    expect(autocorrelationTime(normals('white', 50_000)).time).toBeCloseTo(0.5, 1)
    const [a, b] = [normals('a', 50_000), normals('b', 50_000)]
    const { time, error } = autocorrelationTime(a, b)
    expect(Math.abs(time - 0.5)).toBeLessThan(4 * error)
  })

  it('refuses what has none', () => {
    expect(() => autocorrelationTime(new Float64Array(100))).toThrow(/never changes/)
    expect(() => autocorrelationTime(new Float64Array(10))).toThrow(/cannot be read/)
    expect(() => autocorrelationTime(Float64Array.from({ length: 200 }, (_, i) => Math.cos(i / 100)))).toThrow(/shorter than/)
  })

  it('is measured on a chain of the free field: HMC moves it in a few trajectories', () => {
    const model: ActionFunction = freeField({ side: 4, hopping: 1, mass: 4 })
    const sampler = new HamiltonianSampler(model, { seed: 1, start: normals('free', 32), stepSize: 0.2, leapfrogSteps: 4 })
    const series = Float64Array.from({ length: 4000 }, () => {
      sampler.step()
      return sampler.action
    })
    const { time, error } = autocorrelationTime(series)
    expect(time).toBeGreaterThan(0.4)
    expect(time).toBeLessThan(5)
    expect(error).toBeLessThan(time)
  })
})
