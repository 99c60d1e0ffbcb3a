import { describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import { expectPrinted, expectWithin } from '../../testing/expect-printed.test-helper.ts'
import { freeFieldCorrelation } from '../exact/free-field.ts'
import { xyTwoByTwo } from '../exact/xy-two-by-two.ts'
import { makeModel } from '../models/make-model.ts'
import { drawFields, finish } from '../samplers/field-sampler.ts'
import { referenceSampler } from '../samplers/reference-sampler.ts'
import { xySpins } from '../samplers/spin-sampler.ts'
import { chord, correlator, correlatorOfField } from './correlator.ts'
import { fitCorrelator } from './correlator-fits.ts'
import { helicityModulus } from './helicity.ts'
import { blockedMean, jackknife } from './jackknife.ts'
import { magnetisation, magnetisationModuli, orderParameter } from './order-parameter.ts'
import { residualKurtosis } from './residual-kurtosis.ts'
import { phaseLock, rotationScore } from './rotation-score.ts'
import { magnetisationAngles, rayleighTest, resultant } from './scatter.ts'
import { anglesOf, vortexDensity } from './vortex-density.ts'

function normals(name: string, length: number, scale = 1): Float64Array {
  const values = new Float64Array(length)
  stream(13, name).fillNormal(values, scale)
  return values
}

const unitField = (angles: Float64Array) => Float64Array.from({ length: 2 * angles.length }, (_, i) => (i % 2 === 0 ? Math.cos(angles[i >> 1]) : Math.sin(angles[i >> 1])))

describe('jackknife', () => {
  it('of a mean of independent numbers is σ/√n', () => {
    const { value, error } = blockedMean(normals('mean', 20_000, 3))
    // The error from 20 blocks is itself uncertain by 1/√38 = 16 %.
    expect(error * Math.sqrt(20_000) / 3).toBeGreaterThan(0.5)
    expect(error * Math.sqrt(20_000) / 3).toBeLessThan(1.5)
    expect(Math.abs(value)).toBeLessThan(4 * error)
  })

  it('follows the derivative of a function of means: δ(m²) = 2m δm', () => {
    const table = normals('function', 4000).map((value) => 5 + value)
    const [mean, square] = jackknife(table, 1, ([m]) => [m, m * m])
    expectWithin(square.error / mean.error, 2 * mean.value, 0.05)
  })

  it('sees through correlations inside blocks, and refuses fewer samples than blocks', () => {
    const repeated = Float64Array.from({ length: 20_000 }, (_, i) => normalTable[Math.floor(i / 100)])
    expect(blockedMean(repeated).error).toBeGreaterThan(0.05) // 200 independent numbers: 0.07, not 0.007
    expect(() => blockedMean(new Float64Array(10))).toThrow(/too few/)
  })
})
const normalTable = normals('repeated', 200)

describe('order parameter', () => {
  it('is that of the definition', () => {
    expect([...magnetisation(Float64Array.of(1, 2, 3, 4), 2)]).toEqual([2, 3])
    expect(magnetisationModuli(Float64Array.of(3, 4, 3, 4, 3, 4, 3, 4), 2, 2)[0]).toBe(5)
  })

  it.each([[1, 2 / 3], [2, 1 / 2]])('with %i components has Binder 0 for normal m and %f = 2/(C + 2) for fixed length', (components, ordered) => {
    const gaussian = orderParameter(normals(`binder${components}`, 4 * components * 20_000), 2, components)
    expect(Math.abs(gaussian.binder.value)).toBeLessThan(4 * gaussian.binder.error)
    const fixed = orderParameter(Float64Array.from({ length: 4 * components * 40 }, (_, i) => (i % components === 0 ? 1 : 0)), 2, components)
    expectWithin(fixed.binder.value, ordered, 1e-12)
  })
})

describe('correlator', () => {
  it('is the sum that defines it', () => {
    const field = normals('correlator', 2 * 64)
    const expected = Array.from({ length: 5 }, (_, r) => {
      let sum = 0
      for (let row = 0; row < 8; row++) for (let column = 0; column < 8; column++) for (let c = 0; c < 2; c++) {
        const at = (i: number, j: number) => field[2 * ((i % 8) * 8 + (j % 8)) + c]
        sum += at(row, column) * (at(row, column + r) + at(row + r, column))
      }
      return sum / 128
    })
    correlatorOfField(field, 8, 2).forEach((value, r) => expectWithin(value, expected[r], 1e-12))
  })

  it('of the free field is the exact one within its errors', () => {
    const fields = finish(drawFields(referenceSampler(makeModel({ id: 'free', hopping: 1, mass: 2.1 }, 8), 1), { count: 2000 }))
    const exact = freeFieldCorrelation({ side: 8, hopping: 1, mass: 2.1 })
    const measured = correlator(fields, 8, 2)
    measured.value.forEach((value, r) => expect(Math.abs(value - exact[r]) / measured.error[r]).toBeLessThan(4))
  })

  it('on L = 32 of a constant field is flat; the chord is L/π half-way round', () => {
    expect(Math.max(...correlatorOfField(new Float64Array(1024).fill(2), 32, 1).map((value) => Math.abs(value - 4)))).toBeLessThan(1e-12)
    expectWithin(chord(16, 32), 32 / Math.PI, 1e-12)
  })
})

describe('fits of the correlator', () => {
  const side = 32
  const distances = Array.from({ length: side / 2 + 1 }, (_, r) => r)

  it('find a power law back, and prefer it by AIC and R²', () => {
    const { power, exponential, omitted } = fitCorrelator({ value: distances.map((r) => 0.9 * chord(r, side) ** -0.2) }, side)
    expectWithin(power!.exponent, 0.2, 1e-12)
    expectWithin(power!.amplitude, 0.9, 1e-12)
    expectWithin(power!.rSquared, 1, 1e-12)
    expect(power!.aic).toBeLessThan(exponential!.aic)
    expect(power!.points).toBe(15)
    expect(omitted).toEqual([])
  })

  it('find an exponential back, and prefer it', () => {
    const { power, exponential } = fitCorrelator({ value: distances.map((r) => 0.01 * Math.cosh(0.3 * (side / 2 - r))) }, side)
    expectWithin(exponential!.exponent, 0.3, 1e-7) // golden section resolves a parabola's bottom to √rounding
    expectWithin(exponential!.amplitude, 0.01, 1e-7)
    expect(exponential!.aic).toBeLessThan(power!.aic)
    expect(exponential!.rSquared).toBeGreaterThan(power!.rSquared)
  })

  it('of the printed XY correlators on L = 32: η = 0.09 at T = 0.5, above 1/4 at T = 1.0, exponential at T = 1.2', () => {
    const fit = (values: number[]) => {
      const value = distances.map(() => 0)
      ;[0, 1, 2, 4, 8, 16].forEach((r, i) => { value[r] = values[i] })
      return fitCorrelator({ value }, side)
    }
    const low = fit([1, 0.8649, 0.8097, 0.7589, 0.7171, 0.6945])
    expect(low.power!.exponent).toBeGreaterThan(0.091)
    expect(low.power!.exponent).toBeLessThan(0.095)
    expect(low.power!.aic).toBeLessThan(low.exponential!.aic)
    expect(fit([1, 0.663, 0.5303, 0.415, 0.325, 0.2796]).power!.exponent).toBeGreaterThan(0.25)
    const high = fit([1, 0.5241, 0.3279, 0.1612, 0.0516, 0.0135])
    expect(high.exponential!.aic).toBeLessThan(high.power!.aic)
    expectWithin(1 / high.exponential!.exponent, 3.7, 0.3)
  })

  it('leave out points at or below their error, and give the errors of their exponents', () => {
    const value = distances.map((r) => chord(r, side) ** -0.5)
    value[16] = -0.001
    const error = distances.map((r) => (r === 15 ? 10 : 0.001))
    const { power, omitted } = fitCorrelator({ value, error }, side)
    expect(omitted).toEqual([15, 16])
    expect(power!.points).toBe(13)
    const noise = normals('fit', 17, 0.01)
    const { power: noisy } = fitCorrelator({ value: distances.map((r) => chord(r, side) ** -0.5 * Math.exp(noise[r])) }, side)
    expect(Math.abs(noisy!.exponent - 0.5)).toBeLessThan(4 * noisy!.exponentError!)
    expect(fitCorrelator({ value: distances.map(() => -1) }, side).power).toBeNull()
  })
})

describe('scatter of one sample', () => {
  it('has resultant 1 when all spins agree, and 0 when they cancel', () => {
    expectWithin(resultant(unitField(new Float64Array(16).fill(0.4))), 1, 1e-12)
    expectWithin(resultant(unitField(Float64Array.of(0, Math.PI, 0, Math.PI))), 0, 1e-12)
  })

  it('Rayleigh: angles of the magnetisation over samples are uniform; p-values of uniform angles are themselves uniform', () => {
    const fields = finish(drawFields(xySpins({ side: 4, temperature: 0.5, seed: 2 }), { count: 400 }))
    expect(rayleighTest(magnetisationAngles(fields, 4)).pValue).toBeGreaterThan(0.01)
    expect(rayleighTest(normals('narrow', 400, 0.5)).pValue).toBeLessThan(1e-10)
    const random = stream(1, 'rayleigh')
    const pValues = Float64Array.from({ length: 2000 }, () => {
      const angles = new Float64Array(30)
      random.fillUniform(angles, -Math.PI, Math.PI)
      return rayleighTest(angles).pValue
    }).sort()
    // Kolmogorov-Smirnov at four sigma.
    pValues.forEach((p, i) => expect(Math.abs(p - (i + 0.5) / 2000)).toBeLessThan(2.276 / Math.sqrt(2000)))
  })
})

describe('helicity modulus', () => {
  it('of the ordered state is 1, without fluctuations', () => {
    const { value } = helicityModulus(Float64Array.from({ length: 40 * 32 }, (_, i) => (i % 2 === 0 ? 1 : 0)), { side: 4, temperature: 1 })
    expectWithin(value, 1, 1e-12)
  })

  it('of XY spins at L = 8 falls with T from near 1 - T/4 to zero', () => {
    const at = (temperature: number) => helicityModulus(finish(drawFields(xySpins({ side: 8, temperature, seed: 3 }), { count: 1500, spacing: 2 })), { side: 8, temperature })
    const [cold, hot] = [at(0.1), at(3)]
    // Spin waves: Υ = 1 - T/4 - O(T²); at T = 0.1, L = 32 the table has 0.9746.
    expect(Math.abs(cold.value - 0.9746)).toBeLessThan(0.002)
    expect(Math.abs(hot.value)).toBeLessThan(4 * hot.error + 0.01)
  })

  it('is the second derivative of the free energy by a twist: on a ring of plaquettes against the exact angles’ law', () => {
    // L = 2: <Σ cos> along one axis is 4 c₁, doubled bonds carry sin θ and sin(-θ): the total current vanishes.
    const spins = finish(drawFields(xySpins({ side: 2, temperature: 1, seed: 4 }), { count: 6000, spacing: 1 }))
    const { value, error } = helicityModulus(spins, { side: 2, temperature: 1 })
    expect(Math.abs(value - xyTwoByTwo(1).nearest)).toBeLessThan(4 * error)
  })

  it('of φ⁴ scales with ρ: fields of length √ρ give that of unit spins', () => {
    const spins = finish(drawFields(xySpins({ side: 4, temperature: 0.7, seed: 5 }), { count: 60 }))
    const long = spins.map((value) => 2 * value)
    expectWithin(helicityModulus(long, { side: 4, temperature: 0.7, rho: 4 }).value, helicityModulus(spins, { side: 4, temperature: 0.7 }).value, 1e-12)
  })
})

describe('vortex density', () => {
  it('counts vortices of both signs: a pair on 64 plaquettes is 2/64', () => {
    const angles = new Float64Array(64)
    angles[3 * 8 + 4] = (2 * Math.PI) / 3
    angles[3 * 8 + 5] = (-2 * Math.PI) / 3
    expectWithin(vortexDensity(angles, 8), 2 / 64, 1e-15)
    expectWithin(vortexDensity(anglesOf(unitField(angles)), 8), 2 / 64, 1e-15)
  })

  it('takes the angle of each complex number', () => {
    const angles = normals('angles', 64, 0.5)
    anglesOf(unitField(angles)).forEach((angle, i) => expectWithin(angle, angles[i], 1e-14))
  })
})

describe('rotation score', () => {
  it('is 1 with the angle of a global rotation, 1/√2 when half of the sites lose all phase', () => {
    const before = normals('score', 128)
    const turn = (angle: number) => before.map((value, i) => (i % 2 === 0 ? Math.cos(angle) * value - Math.sin(angle) * before[i + 1] : Math.sin(angle) * before[i - 1] + Math.cos(angle) * value))
    const { score, meanRotation } = rotationScore(before, turn(0.5))
    expectWithin(score, 1, 1e-12)
    expectWithin(meanRotation, 0.5, 1e-12)
    const uniform = unitField(new Float64Array(16))
    const half = unitField(Float64Array.from({ length: 16 }, (_, i) => (i < 8 ? 0 : Math.PI / 2)))
    expectWithin(rotationScore(uniform, half).score, Math.SQRT1_2, 1e-12)
    expectWithin(rotationScore(uniform, half).meanRotation, Math.PI / 4, 1e-12)
  })
  it('phase lock is 1 for a fixed offset', () => {
    const angles = normals('lock', 50, 4)
    expectWithin(phaseLock(angles.map((angle) => angle + 1), angles), 1, 1e-12)
    expect(phaseLock(angles, new Float64Array(50))).toBeLessThan(0.5)
  })
})

describe('residual kurtosis', () => {
  it.each([1, 2])('is 1 for normal variables, layer by layer, with %i components, and C/(C + 2) for a fixed modulus', (components) => {
    const layerOf = Float64Array.of(1, 0, 0, 0)
    const scale = [3, 0.5, 0.5, 0.5]
    const fields = normals(`kurtosis${components}`, 4 * components * 10_000).map((value, i) => value * scale[Math.floor(i / components) % 4])
    residualKurtosis(fields, components, layerOf).forEach(({ value, error }) => expect(Math.abs(value - 1)).toBeLessThan(4 * error))
    const fixed = Float64Array.from({ length: 4 * components * 40 }, (_, i) => (i % components === 0 ? 1 : 0))
    expectPrinted(residualKurtosis(fixed, components, layerOf)[0].value, String(components / (components + 2)))
  })
})
