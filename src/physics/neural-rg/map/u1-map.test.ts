import { describe, expect, it } from 'vitest'
import { stream } from '../../random/stream.ts'
import { expectPrinted, expectWithin } from '../../testing/expect-printed.test-helper.ts'
import type { Block } from './block.ts'
import { goldenBulkField, goldenParameters } from './golden-map.ts'
import type { BlockKind, HolographicMap } from './holographic-map.ts'
import { lightCone, lightConeWidth } from './light-cone.ts'
import { makeHolographicMap } from './make-map.ts'
import type { Activation, U1MapOptions } from './map-options.ts'
import { logPrior, smallAction } from './small-action.test-helper.ts'
import { u1Block } from './u1-block.ts'

const u1 = (options: Partial<U1MapOptions> = {}): U1MapOptions => ({ kind: 'u1', depth: 0, activation: 'asinh', repeats: 1, ...options })
const u1Map = (side: number, options: Partial<U1MapOptions> = {}) => makeHolographicMap(u1(options), side, 2)

/** The printed digits are rounded; half a unit of the last one, or 1e-8 as the chapter asks. */
const printedTolerance = 1e-8

interface Images { field: Float64Array; logDetJ: number }
function generate(map: HolographicMap, parameters: Float64Array, zeta: Float64Array): Images {
  const workspace = map.workspace(1)
  workspace.setParameters(parameters)
  const [field, logDetJ] = [new Float64Array(zeta.length), new Float64Array(1)]
  workspace.generate(zeta, field, logDetJ)
  return { field, logDetJ: logDetJ[0] }
}
function renormalize(map: HolographicMap, parameters: Float64Array, phi: Float64Array): Images {
  const workspace = map.workspace(1)
  workspace.setParameters(parameters)
  const [field, logDetJ] = [new Float64Array(phi.length), new Float64Array(1)]
  workspace.renormalize(phi, field, logDetJ)
  return { field, logDetJ: logDetJ[0] }
}

describe('a block', () => {
  const parameters = Float64Array.of(0.1, -0.2, 0.3, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
  const v = Float64Array.of(1, 0.5, -0.3, 0.2, 0.7, -1.1, 0.25, 0.4)
  function golden(kind: BlockKind, activation: Activation): { values: Float64Array; logDet: number } {
    const block: Block = u1Block(kind, activation)
    const evaluator = block.evaluator()
    evaluator.setParameters(parameters, 0)
    const values = v.slice()
    return { values, logDet: evaluator.generate(values, new Float64Array(block.tapeSize), 0) }
  }

  it('NRG 1: golden decimator without activation', () => {
    const { values, logDet } = golden('decimator', 'none')
    ;['0.8140465904', '-0.0594268499', '1.1458868500', '-0.2767835957', '-0.5149918460', '0.8327159916', '0.0519406498', '1.3929098875'].forEach((printed, k) => expectPrinted(values[k], printed))
    // 2 (0.1 − 0.2 + 0.3 + 0.05), to the rounding of the sum.
    expectWithin(logDet, 0.5, 1e-15)
  })

  it('NRG 2: golden decimator with asinh', () => {
    const { values, logDet } = golden('decimator', 'asinh')
    ;['0.7433003666', '-0.0542622496', '0.9743361146', '-0.2353463200', '-0.4557753809', '0.7369659369', '0.0422723057', '1.1336306488'].forEach((printed, k) => expectPrinted(values[k], printed))
    expectPrinted(logDet, '-1.647886604421')
  })

  it('NRG 3: golden disentangler with asinh', () => {
    const { values, logDet } = golden('disentangler', 'asinh')
    ;['0.1358668661', '1.1112216020', '-0.5207641705', '0.7319867270', '0.9593049992', '-0.3503096723', '0.6999383129', '0.0221477829'].forEach((printed, k) => expectPrinted(values[k], printed))
    expectPrinted(logDet, '-1.644203226435')
  })

  it('NRG 4: golden decimator with sinh in generation', () => {
    expectPrinted(golden('decimator', 'sinh').logDet, '3.346605077682')
  })
})

describe('golden maps', () => {
  it('NRG 5: L = 2: field, ln-det, action, loss term', () => {
    const map = u1Map(2)
    const zeta = goldenBulkField(map)
    const { field, logDetJ } = generate(map, goldenParameters(map), zeta)
    expectPrinted(field[0], '0.9201242965')
    expectPrinted(field[1], '0.6843909693')
    expectPrinted(logDetJ, '-2.3364694012')
    const action = smallAction(field, 2, 0.5)
    expectWithin(action, -360.06459121, printedTolerance)
    expectWithin(action + logPrior(zeta) - logDetJ, -367.41854500, printedTolerance)
  })

  it('NRG 6: the ln-det of L = 2 is that of the 8 × 8 Jacobian by finite differences', () => {
    const map = u1Map(2)
    const parameters = goldenParameters(map)
    const zeta = goldenBulkField(map)
    const step = 1e-5
    const jacobian = Array.from(zeta, (_, column) => {
      const [plus, minus] = [1, -1].map((sign) => generate(map, parameters, zeta.map((x, k) => (k === column ? x + sign * step : x))).field)
      return Array.from(plus, (x, k) => (x - minus[k]) / (2 * step))
    })
    // Differences of step 1e-5 are good to 1e-10 an entry; 1e-8 for the sum of ln of eight pivots of order one.
    expectWithin(Math.log(Math.abs(determinant(jacobian))), generate(map, parameters, zeta).logDetJ, 1e-8)
  })

  it('NRG 7: L = 4', () => {
    const map = u1Map(4)
    const { field, logDetJ } = generate(map, goldenParameters(map), goldenBulkField(map))
    expectPrinted(field[0], '0.5669783065')
    expectPrinted(field[1], '0.4979019734')
    expectPrinted(field[30], '0.5476011753')
    expectPrinted(field[31], '-0.6995592850')
    expectWithin(logDetJ, -13.6876426035, printedTolerance)
    expectWithin(moduli(field), 12.3514415504, printedTolerance)
  })

  it('NRG 8: L = 8', () => {
    const map = u1Map(8)
    const zeta = goldenBulkField(map)
    const { field, logDetJ } = generate(map, goldenParameters(map), zeta)
    expectPrinted(field[0], '-0.0203456057')
    expectPrinted(field[1], '-0.1309799801')
    expectWithin(logDetJ, -53.4431911938, printedTolerance)
    const action = smallAction(field, 8, 0.5)
    expectWithin(action, -6911.78774541, printedTolerance)
    expectWithin(action + logPrior(zeta) - logDetJ, -6995.62506115, printedTolerance)
  })

  it('NRG 9: RG of a boundary field, L = 4', () => {
    const map = u1Map(4)
    const phi = Float64Array.from({ length: 32 }, (_, k) => {
      const j = k >> 1
      return (0.2 + 0.05 * Math.cos(j)) * (k % 2 === 0 ? Math.cos : Math.sin)(0.4 * Math.sin(1.3 * j))
    })
    const { field, logDetJ } = renormalize(map, goldenParameters(map), phi)
    expectPrinted(field[0], '0.7623528550')
    expectPrinted(field[1], '0.0015211913')
    expectWithin(logDetJ, -1.3941818264, printedTolerance)
    expectWithin(logPrior(field) + logDetJ, -20.3721530380, printedTolerance)
    expectWithin(smallAction(phi, 4, 0.5), -134.0681762466, printedTolerance)
  })
})

describe('laws of the map', () => {
  it.each([[2, 'asinh', 1], [4, 'asinh', 1], [8, 'asinh', 1], [8, 'sinh', 1], [16, 'none', 1], [8, 'asinh', 3]] as const)(
    'NRG 10: RG undoes generation, L = %i, %s, %i repeats', (side, activation, repeats) => {
      const map = u1Map(side, { activation, repeats })
      const parameters = goldenParameters(map)
      // sinh in generation iterates r → 2 sinh sinh r: a small field stays in range.
      const zeta = goldenBulkField(map).map((x) => (activation === 'sinh' ? 0.05 * x : x))
      const there = generate(map, parameters, zeta)
      const back = renormalize(map, parameters, there.field)
      expect(largestDifference(back.field, zeta)).toBeLessThan(1e-12)
      // Sums of up to 1e3 terms of order one.
      expect(Math.abs(there.logDetJ + back.logDetJ)).toBeLessThan(1e-11)
    })

  it('NRG 11: a global rotation of the bulk rotates the boundary', () => {
    const map = u1Map(8, { repeats: 2 })
    const parameters = goldenParameters(map)
    const zeta = goldenBulkField(map)
    const plain = generate(map, parameters, zeta)
    const rotated = generate(map, parameters, rotate(zeta, 1.234))
    expect(largestDifference(rotated.field, rotate(plain.field, 1.234))).toBeLessThan(1e-12)
    expect(Math.abs(rotated.logDetJ - plain.logDetJ)).toBeLessThan(1e-12)
  })

  it('NRG 12: parameter counts; every site is in one block of a sub-layer, every bulk index used once', () => {
    expect([2, 4, 8, 16, 32].map((side) => u1Map(side).parameterCount)).toEqual([24, 48, 72, 96, 120])
    expect(u1Map(32, { repeats: 3 }).parameterCount).toBe(360)
    const { layout, parameters, parameterCount } = u1Map(32)
    for (const { decimators, disentanglers, spacing } of layout.layers) {
      const active = Array.from({ length: 1024 }, (_, site) => site).filter((site) => site % spacing === 0 && (site >> 5) % spacing === 0)
      expect([...decimators].sort((p, q) => p - q)).toEqual(active)
      expect([...disentanglers].sort((p, q) => p - q)).toEqual(active)
    }
    expect(layout.variables.map(({ site }) => site)).toEqual(Array.from({ length: 1024 }, (_, site) => site))
    expect([0, 1, 2, 3, 4].map((l) => layout.variables.filter(({ layer }) => layer === l).length)).toEqual([768, 192, 48, 12, 4])
    expect(layout.layers.map(({ decimators }) => decimators.length / 4).reduce((sum, count) => sum + count)).toBe(341)
    // The vector is covered without gap or overlap, in order.
    let end = 0
    for (const { offset, count } of parameters) {
      expect(offset).toBe(end)
      end += count
    }
    expect(end).toBe(parameterCount)
  })

  it('NRG 12: a bulk variable stands at row 2^l (2a + (c ≫ 1)), column 2^l (2b + (c & 1)), its centre in its decimator', () => {
    for (const { site, layer, a, b, c, x, height } of u1Map(16).layout.variables) {
      expect(height).toBe(2 ** layer)
      expect(site).toBe(16 * height * (2 * a + (c >> 1)) + height * (2 * b + (c & 1)))
      expect(x).toEqual([2 ** (layer + 1) * a + (2 ** (layer + 1) - 1) / 2, 2 ** (layer + 1) * b + (2 ** (layer + 1) - 1) / 2])
    }
  })

  it('NRG 12: a truncated map leaves all remaining sites to the bulk', () => {
    const { layout } = u1Map(16, { depth: 2 })
    expect([0, 1].map((l) => layout.variables.filter(({ layer }) => layer === l).length)).toEqual([192, 64])
    expect(layout.variables.every(({ site }, index) => site === index)).toBe(true)
  })

  it('NRG 13: a constant field is the zero mode alone', () => {
    const map = u1Map(8, { activation: 'none' })
    const { field, logDetJ } = renormalize(map, map.initialParameters(), constant(8, 2))
    expect(field[0]).toBeCloseTo(16, 12)
    expect(Math.max(...field.subarray(1).map(Math.abs))).toBeLessThan(1e-12)
    expect(logDetJ).toBe(0)
  })

  it('NRG 14: a constant field through asinh blocks: r → 2 sinh sinh r three times', () => {
    const map = u1Map(8)
    const { field, logDetJ } = renormalize(map, map.initialParameters(), constant(8, 0.1))
    expectPrinted(field[0], '0.8607814875')
    expectPrinted(logDetJ, '2.6015177832')
    let r = 0.1
    for (let layer = 0; layer < 3; layer++) r = 2 * Math.sinh(Math.sinh(r))
    expectWithin(field[0], r, 1e-14)
  })

  it('NRG 15: the loss of the ideal map without activation is μ + 2λ − 1 − ln π a site, in the mean', () => {
    const map = u1Map(8, { activation: 'none' })
    const batch = 2000
    const workspace = map.workspace(batch)
    workspace.setParameters(map.initialParameters())
    const [zeta, phi, logDetJ] = [new Float64Array(batch * 128), new Float64Array(batch * 128), new Float64Array(batch)]
    stream(1, 'base').fillNormal(zeta, Math.SQRT1_2)
    workspace.generate(zeta, phi, logDetJ)
    const terms = Float64Array.from(logDetJ, (logDet, b) => (smallAction(phi.subarray(128 * b, 128 * b + 128), 8, 0.5) + logPrior(zeta.subarray(128 * b, 128 * b + 128)) - logDet) / 64)
    const mean = terms.reduce((sum, x) => sum + x, 0) / batch
    const deviation = Math.sqrt(terms.reduce((sum, x) => sum + (x - mean) ** 2, 0) / batch)
    // Four standard errors; one sample scatters by about 105/L a site.
    expectWithin(deviation, 105 / 8, 3)
    expectWithin(mean, -151.1447298858, (4 * deviation) / Math.sqrt(batch))
  })

  it('NRG 32: strict light cones of 16, 100, 484 sites, then all (L = 32)', () => {
    const map = u1Map(32)
    const parameters = goldenParameters(map)
    const zeta = goldenBulkField(map)
    const plain = generate(map, parameters, zeta).field
    expect([0, 1, 2, 3, 4].map((layer) => lightConeWidth(32, layer) ** 2)).toEqual([16, 100, 484, 1024, 1024])
    for (const layer of [0, 1, 2, 3, 4]) {
      const { site } = map.layout.variables.find((variable) => variable.layer === layer && variable.c === 3)!
      const changed = generate(map, parameters, zeta.map((x, k) => (k === 2 * site ? x + 0.5 : x))).field
      const answering = Array.from({ length: 1024 }, (_, j) => j).filter((j) => changed[2 * j] !== plain[2 * j] || changed[2 * j + 1] !== plain[2 * j + 1])
      const cone = lightCone(map, site)
      expect(cone).toHaveLength(lightConeWidth(32, layer) ** 2)
      // Outside nothing moves by one bit; inside a change may be too small to see in float64, at the corners of wide cones.
      expect(answering.filter((j) => !cone.includes(j))).toEqual([])
      if (layer < 3) expect(answering).toEqual(cone)
    }
  })

  it.each([1, 2])('NRG 33: a map of depth %i commutes with shifts by 2^depth', (depth) => {
    const map = u1Map(8, { depth })
    const parameters = goldenParameters(map)
    const zeta = goldenBulkField(map)
    const shifted = generate(map, parameters, shift(zeta, 8, 2 ** depth))
    const plain = generate(map, parameters, zeta)
    expect(largestDifference(shifted.field, shift(plain.field, 8, 2 ** depth))).toBeLessThan(1e-12)
    expect(Math.abs(shifted.logDetJ - plain.logDetJ)).toBeLessThan(1e-12)
    expect(largestDifference(generate(map, parameters, shift(zeta, 8, 2 ** (depth - 1))).field, shift(plain.field, 8, 2 ** (depth - 1)))).toBeGreaterThan(0.01)
  })

  it('NRG 35: the ideal map without activation keeps noise white: ⟨φ_i φ_j*⟩ = δ_ij', () => {
    const map = u1Map(4, { activation: 'none' })
    const samples = 1e5
    const batch = 1000
    const workspace = map.workspace(batch)
    workspace.setParameters(map.initialParameters())
    const [field, logDetJ] = [new Float64Array(32 * batch), new Float64Array(batch)]
    const correlations = new Float64Array(16 * 16 * 2)
    const random = stream(2, 'base')
    for (let chunk = 0; chunk < samples / batch; chunk++) {
      random.fillNormal(field, Math.SQRT1_2)
      workspace.generate(field, field, logDetJ)
      // Pairs outside, fields inside: the inner loop is a sum.
      for (let i = 0; i < 16; i++) {
        for (let j = 0; j <= i; j++) {
          let real = 0
          let imaginary = 0
          for (let start = 0; start < field.length; start += 32) {
            const x = field[start + 2 * i]
            const y = field[start + 2 * i + 1]
            const u = field[start + 2 * j]
            const v = field[start + 2 * j + 1]
            real += x * u + y * v
            imaginary += y * u - x * v
          }
          correlations[32 * i + 2 * j] += real / samples
          correlations[32 * i + 2 * j + 1] += imaginary / samples
        }
      }
    }
    // 0.015 is 4.7 standard errors of an entry, 1/√1e5.
    for (let i = 0; i < 16; i++) {
      for (let j = 0; j <= i; j++) {
        expectWithin(correlations[32 * i + 2 * j], i === j ? 1 : 0, 0.015)
        expectWithin(correlations[32 * i + 2 * j + 1], 0, 0.015)
      }
    }
  })

  it('says where numbers overflow, instead of giving NaN', () => {
    const map = u1Map(8)
    expect(() => renormalize(map, map.initialParameters(), constant(8, 2))).toThrow(/overflows in renormalisation, in a \w+ of layer [012]/)
    expect(() => generate(map, map.initialParameters(), constant(8, Number.NaN))).toThrow(/overflows in generation/)
    const hot = map.initialParameters()
    hot.fill(800, 0, 4)
    expect(() => generate(map, hot, goldenBulkField(map))).toThrow(/overflows in generation/)
  })

  it('refuses lattices and depths that blocks of 2 × 2 do not tile', () => {
    expect(() => u1Map(6)).toThrow(/power of two/)
    expect(() => u1Map(8, { depth: 4 })).toThrow(/3 layers/)
    expect(() => makeHolographicMap(u1(), 8, 1)).toThrow(/real/)
  })
})

const constant = (side: number, value: number) => Float64Array.from({ length: 2 * side * side }, (_, k) => (k % 2 === 0 ? value : 0))

function moduli(field: Float64Array): number {
  let sum = 0
  for (let k = 0; k < field.length; k += 2) sum += Math.hypot(field[k], field[k + 1])
  return sum
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, x, k) => Math.max(largest, Math.abs(x - b[k])), 0)
}

function rotate(field: Float64Array, angle: number): Float64Array {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return field.map((x, k) => (k % 2 === 0 ? c * x - s * field[k + 1] : c * x + s * field[k - 1]))
}

/** φ(x) → φ(x − (by, by)) */
function shift(field: Float64Array, side: number, by: number): Float64Array {
  return field.map((_, k) => {
    const [row, column] = [Math.floor((k >> 1) / side), (k >> 1) % side]
    return field[2 * (((row - by + side) % side) * side + (column - by + side) % side) + (k % 2)]
  })
}

function determinant(matrix: number[][]): number {
  const rows = matrix.map((row) => [...row])
  let value = 1
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.findIndex((row, i) => i >= k && Math.abs(row[k]) === Math.max(...rows.slice(k).map((r) => Math.abs(r[k]))))
    if (pivot !== k) {
      [rows[k], rows[pivot]] = [rows[pivot], rows[k]]
      value = -value
    }
    value *= rows[k][k]
    for (const row of rows.slice(k + 1)) {
      const factor = row[k] / rows[k][k]
      for (let j = k; j < rows.length; j++) row[j] -= factor * rows[k][j]
    }
  }
  return value
}
