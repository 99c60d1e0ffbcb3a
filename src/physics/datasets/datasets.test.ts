import { describe, expect, it } from 'vitest'
import { generatorNames, type GeneratorName } from '../../shared/studies/holographic-flow/config.ts'
import { isFilled, tileOf } from './checkerboard.ts'
import { generatePoints } from './generate-points.ts'
import { hashPoints } from './hash-points.ts'

const count = 40_000
/** Statistical values are accepted within four standard deviations; the seed is fixed. */
const sigmas = 4

interface Law {
  /** Noise-free points, each with its weight: the support, finely sampled, in data units. */
  support: Array<[x: number, y: number]>
  /** Standard deviation of the noise in data units; null for a law with a density of its own. */
  noise: number | null
}

const grid = (n: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n)
const fine = grid(4000)
const integers = (n: number) => Array.from({ length: n }, (_, i) => i)
const spiralTimes = fine.map((u) => Math.PI * (1.5 + 3 * u))

/** The laws once more, written as their supports; moments follow by the midpoint rule (error below 1e-6 of the range). */
const laws: Record<GeneratorName, Law> = {
  checkerboard: {
    support: grid(160).flatMap((u) => grid(160).map((v): [number, number] => [8 * u - 4, 8 * v - 4])).filter(([x, y]) => (Math.floor(x / 2) + Math.floor(y / 2)) % 2 === 0),
    noise: null,
  },
  eightGaussians: { support: integers(8).map((j) => [3 * Math.cos(Math.PI * j / 4), 3 * Math.sin(Math.PI * j / 4)]), noise: 0.3 },
  gaussianGrid: { support: integers(25).map((j) => [1.5 * (j % 5) - 3, 1.5 * Math.floor(j / 5) - 3]), noise: 0.1 },
  twoMoons: {
    support: fine.flatMap((u) => [[Math.cos(Math.PI * u), Math.sin(Math.PI * u)], [1 - Math.cos(Math.PI * u), 0.5 - Math.sin(Math.PI * u)]]),
    noise: 0.05,
  },
  rings: { support: fine.flatMap((u) => [1, 2, 3].map((r): [number, number] => [r * Math.cos(2 * Math.PI * u), r * Math.sin(2 * Math.PI * u)])), noise: 0.06 },
  pinwheel: {
    support: fine.flatMap((r) => integers(5).map((j): [number, number] => [3 * r * Math.cos(2 * Math.PI * j / 5 + r / 2), 3 * r * Math.sin(2 * Math.PI * j / 5 + r / 2)])),
    noise: 0.06,
  },
  swissRoll: { support: spiralTimes.map((t) => [t * Math.cos(1.5 * t) / 10, t * Math.sin(1.5 * t) / 10]), noise: 0.05 },
  spiral: { support: spiralTimes.map((t) => [t * Math.cos(t) / 4, t * Math.sin(t) / 4]), noise: 0.05 },
  twoSpirals: { support: spiralTimes.flatMap((t) => [1, -1].map((s): [number, number] => [s * t * Math.cos(t) / 4, s * t * Math.sin(t) / 4])), noise: 0.05 },
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe.each(generatorNames)('%s', (name) => {
  const points = generatePoints(name, count, 11)
  const law = laws[name]
  const rows = Array.from({ length: count }, (_, i): [number, number] => [points[2 * i], points[2 * i + 1]])

  it('has the moments of its law up to fourth order', () => {
    const variance = (law.noise ?? 0) ** 2
    // Each statistic, and what noise of variance s² adds to its expectation over the support.
    const statistics: Array<[string, (x: number, y: number) => number, (x: number, y: number) => number]> = [
      ['x', (x) => x, () => 0],
      ['y', (_, y) => y, () => 0],
      ['x²', (x) => x * x, () => variance],
      ['y²', (_, y) => y * y, () => variance],
      ['xy', (x, y) => x * y, () => 0],
      ['x²y', (x, y) => x * x * y, (_, y) => variance * y],
      ['x²y²', (x, y) => x * x * y * y, (x, y) => variance * (x * x + y * y) + variance ** 2],
      ['x⁴', (x) => x ** 4, (x) => 6 * variance * x * x + 3 * variance ** 2],
    ]
    for (const [label, statistic, correction] of statistics) {
      const expected = mean(law.support.map(([x, y]) => statistic(x, y) + correction(x, y)))
      const values = rows.map(([x, y]) => statistic(x, y))
      const measured = mean(values)
      const deviation = Math.sqrt(mean(values.map((value) => (value - measured) ** 2)) / count)
      // The midpoint rule on 160 cells leaves 3e-5 of the board's second moments, far below the statistical error.
      expect(Math.abs(measured - expected), label).toBeLessThan(sigmas * deviation + 1e-4)
    }
  })

  it('stays on its support, up to noise, and reaches all of it', () => {
    // 400 points against the support: farther than 5.5 noise lengths happens to one in 3.7 million.
    const reach = law.noise === null ? 0.04 : 5.5 * law.noise
    for (const [x, y] of rows.slice(0, 400)) {
      expect(Math.min(...law.support.map(([u, v]) => Math.hypot(x - u, y - v)))).toBeLessThan(reach + 0.005)
    }
    for (let i = 0; i < law.support.length; i += Math.max(1, Math.floor(law.support.length / 50))) {
      const [u, v] = law.support[i]
      const nearest = Math.min(...rows.map(([x, y]) => Math.hypot(x - u, y - v)))
      expect(nearest, `(${u}, ${v})`).toBeLessThan(0.15)
    }
  })

  it('repeats from its seed, begins equally for every count, and differs between seeds and streams', () => {
    expect(generatePoints(name, 100, 11)).toEqual(points.slice(0, 200))
    expect(generatePoints(name, 100, 12)).not.toEqual(points.slice(0, 200))
    expect(generatePoints(name, 100, 11, 'reference')).not.toEqual(points.slice(0, 200))
  })
})

describe('checkerboard', () => {
  it('fills the eight tiles equally, the lower left one among them, and none of the others', () => {
    const points = generatePoints('checkerboard', count, 5)
    const counts = new Array<number>(16).fill(0)
    for (let i = 0; i < count; i++) counts[tileOf(points[2 * i], points[2 * i + 1])]++
    counts.forEach((value, tile) => {
      if (!isFilled(tile)) expect(value).toBe(0)
      else expect(Math.abs(value - count / 8)).toBeLessThan(sigmas * Math.sqrt(count * (1 / 8) * (7 / 8)))
    })
    expect(isFilled(tileOf(-3, -3))).toBe(true)
    expect(isFilled(tileOf(-1, -3))).toBe(false)
  })

  it('knows its edges: lower ones belong to the board, upper ones do not, NaN lies outside', () => {
    expect([tileOf(-4, -4), tileOf(3.999, 3.999)]).toEqual([0, 15])
    for (const [x, y] of [[4, 0], [0, 4], [-4.001, 0], [0, -4.001], [NaN, 0], [0, NaN], [Infinity, 0], [-Infinity, 0]]) expect(tileOf(x, y)).toBe(-1)
  })
})

describe('hash of points', () => {
  it('is the SHA-256 of the little-endian float64 bytes, also for a view into a larger buffer', async () => {
    const points = Float64Array.of(9, 0.5, -1.25, 1e-300, 4)
    const view = points.subarray(1, 5)
    // From Python: hashlib.sha256(struct.pack('<4d', 0.5, -1.25, 1e-300, 4)).hexdigest()
    expect(await hashPoints(view)).toBe('2a043021850f9d6e3f1ea97eb4720053f5bedc9e01b03a6f17261ed362cbb4c2')
  })
})
