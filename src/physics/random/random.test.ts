import { describe, expect, it } from 'vitest'
import { boxMullerFill } from './normal-pairs.ts'
import { stream } from './stream.ts'
import { threefry, threefryFill } from './threefry.ts'

describe('Threefry-2x32-20', () => {
  it('reproduces the known-answer vectors of Random123', () => {
    expect(threefry([0, 0], [0, 0])).toEqual([0x6b200159, 0x99ba4efe])
    const ones = 0xffffffff
    expect(threefry([ones, ones], [ones, ones])).toEqual([0x1cb996fc, 0xbb002be7])
    expect(threefry([0x243f6a88, 0x85a308d3], [0x13198a2e, 0x03707344])).toEqual([0xc4923a9c, 0x483df7a0])
  })

  it('counts through the carry from the low to the high counter word', () => {
    const words = new Int32Array(4)
    threefryFill(words, 7, 8, 0xffffffff, 3)
    expect([words[2] >>> 0, words[3] >>> 0]).toEqual(threefry([0, 4], [7, 8]))
  })
})

describe('Box-Muller pairs', () => {
  it('agree with the library functions to 1e-14 of the radius, in all quadrants and down to the last grid points', () => {
    const grid = [0, 1, 2, 0x10000, 0x1fffffff, 0x20000000, 0x20000001, 0x3fffffff, 0x40000000, 0x5a827999, 0x7fffffff,
      -0x80000000, -0x7fffffff, -0x60000000, -0x5fffffff, -0x40000000, -0x20000000, -2, -1]
    const pair = new Float64Array(2)
    for (const u of grid) {
      for (const v of grid) {
        boxMullerFill(pair, 0, 1, Int32Array.of(u, v), 0, 1)
        const radius = Math.sqrt(-2 * Math.log(((u >>> 0) + 0.5) / 2 ** 32))
        const angle = (2 * Math.PI * (v >>> 0)) / 2 ** 32
        // Angles near 2 pi are rounded by 9e-16; an error of 1e-16 in ln U becomes 1e-16 / radius in a small radius.
        const tolerance = 1e-14 * Math.max(1, radius) + 1e-15 / Math.max(radius, 1e-5)
        expect(Math.abs(pair[0] - radius * Math.cos(angle)), `u=${u} v=${v}`).toBeLessThan(tolerance)
        expect(Math.abs(pair[1] - radius * Math.sin(angle)), `u=${u} v=${v}`).toBeLessThan(tolerance)
      }
    }
  })
})

const count = 400_000
/** Acceptance of every statistical test here: four standard deviations. The seeds are fixed, so a pass stays a pass. */
const sigmas = 4

function normals(seed: number, name: string, index = 0, length = count): Float64Array {
  const values = new Float64Array(length)
  stream(seed, name, index).fillNormal(values)
  return values
}

describe('normal numbers', () => {
  it('have the moments 0, 1, 0, 3, 0, 15', () => {
    const values = normals(1, 'base')
    const moments = [0, 1, 0, 3, 0, 15]
    const evenMoments = [1, 1, 3, 15, 105, 945, 10395] // of order 0, 2, 4, …
    moments.forEach((expected, index) => {
      const order = index + 1
      let sum = 0
      for (const value of values) sum += value ** order
      const variance = evenMoments[order] - expected ** 2
      expect(Math.abs(sum / count - expected), `order ${order}`).toBeLessThan(sigmas * Math.sqrt(variance / count))
    })
  })

  it('follow the normal law cell by cell: chi-square of 64 equally likely cells', () => {
    // Cells by the probability integral Phi(x) = (1 + erf(x / sqrt 2)) / 2, computed by its Taylor series.
    const cells = new Float64Array(64)
    for (const value of normals(2, 'base')) cells[Math.min(63, Math.max(0, Math.floor(normalCdf(value) * 64)))]++
    expectChiSquare(cells)
  })

  it('fill the plane evenly in angle and radius: the two of a pair are independent', () => {
    const values = normals(3, 'base')
    const cells = new Float64Array(64)
    for (let i = 0; i < count; i += 2) {
      const radius = 1 - Math.exp(-(values[i] ** 2 + values[i + 1] ** 2) / 2)
      const angle = Math.atan2(values[i + 1], values[i]) / (2 * Math.PI) + 0.5
      cells[Math.min(7, Math.floor(radius * 8)) * 8 + Math.min(7, Math.floor(angle * 8))]++
    }
    expectChiSquare(cells)
  })

  it('scale with the standard deviation and reach float32 arrays unchanged but for rounding', () => {
    const wide = new Float64Array(11)
    stream(1, 'base').fillNormal(wide, 2.5)
    const single = new Float32Array(11)
    stream(1, 'base').fillNormal(single, 2.5)
    const plain = normals(1, 'base', 0, 11)
    plain.forEach((value, i) => {
      expect(wide[i]).toBe(2.5 * value)
      expect(single[i]).toBe(Math.fround(wide[i]))
    })
  })
})

describe('uniform numbers', () => {
  it.each([Float64Array, Float32Array])('lie in [0, 1) and pass Kolmogorov-Smirnov (%o)', (Kind) => {
    const values = new Kind(count)
    stream(4, 'time').fillUniform(values)
    const sorted = Float64Array.from(values).sort()
    expect(sorted[0]).toBeGreaterThanOrEqual(0)
    expect(sorted[count - 1]).toBeLessThan(1)
    let distance = 0
    sorted.forEach((value, i) => { distance = Math.max(distance, Math.abs(value - (i + 0.5) / count)) })
    // Kolmogorov's tail 2 exp(-2 x²) falls to the probability of four sigma, 6.3e-5, at x = 2.276.
    expect(distance).toBeLessThan(2.276 / Math.sqrt(count))
  })

  it('are equal one by one and in bulk', () => {
    const bulk = new Float64Array(300)
    stream(5, 'time').fillUniform(bulk)
    const single = stream(5, 'time')
    bulk.forEach((value) => expect(single.uniform()).toBe(value))
  })

  it('below(n) hits all values equally often', () => {
    const cells = new Float64Array(7)
    const random = stream(6, 'shuffle')
    for (let i = 0; i < 70_000; i++) cells[random.below(7)]++
    expectChiSquare(cells)
  })
})

describe('streams', () => {
  it('repeat exactly from seed, name and index', () => {
    expect(normals(1, 'base', 5, 1000)).toEqual(normals(1, 'base', 5, 1000))
  })

  it('give the same numbers in chunks of any size as in one piece', () => {
    const whole = new Float64Array(5000)
    stream(7, 'lift', 3).fillNormal(whole, 0.1)
    const random = stream(7, 'lift', 3)
    const pieces: number[] = []
    for (const size of [1, 2, 7, 0, 255, 256, 257, 1, 1, 3, 1000, 3217]) {
      if (size === 1) pieces.push(0.1 * random.normal())
      else {
        const piece = new Float64Array(size)
        random.fillNormal(piece, 0.1)
        pieces.push(...piece)
      }
    }
    expect(pieces).toEqual([...whole])
  })

  it('of different seed, name or index are uncorrelated, and so are successive numbers of one stream', () => {
    const reference = normals(1, 'base', 0)
    const others = {
      seed: normals(2, 'base', 0), name: normals(1, 'lift', 0), index: normals(1, 'base', 1),
      'high seed word': normals(1 + 2 ** 32, 'base', 0), 'letters in another order': normals(1, 'abse', 0),
      'next number': Float64Array.of(...reference.subarray(1, 1000), ...reference.subarray(0, 1)),
    }
    for (const [what, other] of Object.entries(others)) {
      let product = 0
      let equal = 0
      for (let i = 0; i < other.length; i++) {
        product += reference[i] * other[i]
        if (reference[i] === other[i]) equal++
      }
      expect(Math.abs(product) / Math.sqrt(other.length), what).toBeLessThan(sigmas)
      expect(equal, what).toBeLessThan(5)
    }
  })

  it('of 2,000 successive indices start with uniformly spread numbers', () => {
    const cells = new Float64Array(20)
    for (let index = 0; index < 2000; index++) cells[Math.floor(stream(1, 'time', index).uniform() * 20)]++
    expectChiSquare(cells)
  })

  it('refuse seeds that are no whole numbers', () => {
    expect(() => stream(0.5, 'base')).toThrow(/whole numbers/)
    expect(() => stream(1, 'base', -1)).toThrow(/whole numbers/)
  })
})

describe('shuffle', () => {
  it('keeps all items and reaches the 24 orders of four items equally often', () => {
    const random = stream(8, 'shuffle')
    const cells = new Float64Array(24)
    for (let i = 0; i < 48_000; i++) {
      const items = random.shuffle(Uint32Array.of(0, 1, 2, 3))
      expect(items.reduce((mask, item) => mask | (1 << item), 0)).toBe(15)
      cells[orderNumber(items)]++
    }
    expectChiSquare(cells)
  })
})

/**
 * Chi-square against equal cells, both tails at four sigma: by Wilson and Hilferty (chi²/f)^(1/3) is normal with mean
 * 1 - 2/(9 f) and variance 2/(9 f), f degrees of freedom.
 */
function expectChiSquare(cells: Float64Array): void {
  const expected = cells.reduce((sum, value) => sum + value, 0) / cells.length
  const chiSquare = cells.reduce((sum, value) => sum + (value - expected) ** 2 / expected, 0)
  const freedom = cells.length - 1
  const variance = 2 / (9 * freedom)
  expect(Math.abs(Math.cbrt(chiSquare / freedom) - (1 - variance))).toBeLessThan(sigmas * Math.sqrt(variance))
}

/** Phi(x) = 1/2 + phi(x) (x + x³/3 + x⁵/15 + …), Marsaglia's series; to 1e-15 for |x| < 6. */
function normalCdf(x: number): number {
  let term = x
  let sum = x
  for (let odd = 3; Math.abs(term) > 1e-17 && odd < 400; odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}

/** Number 0 … 23 of an order of four items (factorial base). */
function orderNumber(items: Uint32Array): number {
  const left = [0, 1, 2, 3]
  let result = 0
  for (let i = 0; i < 4; i++) {
    const at = left.indexOf(items[i])
    result = result * (4 - i) + at
    left.splice(at, 1)
  }
  return result
}
