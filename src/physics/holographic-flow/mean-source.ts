import type { ModeLattice } from './mode-lattice.ts'

/** An axis-parallel rectangle of the plane, in standardised units. */
export interface Rectangle {
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
}

/** Cells of equal size along one axis, and the phases of their centres. */
interface Axis {
  readonly step: number
  readonly centres: Float64Array
  /** e^(-ik (centre - y_min)), `[cells, K]` each. */
  readonly cosine: Float64Array
  readonly sine: Float64Array
}

/** Cells an axis of the first grid, over all of the prior, and of the finer ones. */
const cells = { first: 64, finer: 40 }
/** A grid resolves a posterior whose deviations are at least this many cells. */
const resolved = 1.2
/** Half the side of a finer grid, in cells of the coarser one or in deviations, whichever is more. */
const reach = 6
const mostRefinements = 6

/**
 * The posterior mean of e^(-ik·(y - y_min)), `[sites, 2]`, for points y drawn evenly from rectangles that do not overlap, and the
 * likelihood exp(Re Σ_k conj(T_k) e^(-ik·(y - y_min))), T `[sites, 2]`. By the midpoint rule on a grid over all rectangles,
 * and on finer ones around the most likely cell until its deviations are resolved. Cells are weighted by their overlap with the
 * rectangles, so that edges need not lie between cells.
 */
export function meanSource(lattice: ModeLattice, prior: readonly Rectangle[], statistic: Float64Array): Float64Array {
  const ends = (axis: 'x' | 'y') => [Math.min(...prior.map((tile) => tile[axis][0])), Math.max(...prior.map((tile) => tile[axis][1]))] as const
  let [x, y] = [makeAxis(lattice, ...ends('x'), cells.first), makeAxis(lattice, ...ends('y'), cells.first)]
  for (let level = 0; ; level++) {
    const weights = posterior(x, y, prior, statistic)
    const alongX = deviation(x, (i) => sumOver(y, (j) => weights[i * y.centres.length + j]))
    const alongY = deviation(y, (j) => sumOver(x, (i) => weights[i * y.centres.length + j]))
    const sharp = alongX < resolved * x.step || alongY < resolved * y.step
    const narrow = alongX < reach * x.step && alongY < reach * y.step
    if (!sharp || !narrow || level === mostRefinements) return meanPhases(x, y, weights)
    const best = weights.indexOf(weights.reduce((most, weight) => Math.max(most, weight), 0))
    const around = (axis: Axis, cell: number, spread: number) => {
      const half = reach * Math.max(axis.step, spread)
      return makeAxis(lattice, axis.centres[cell] - half, axis.centres[cell] + half, cells.finer)
    }
    const row = Math.floor(best / y.centres.length)
    ;[x, y] = [around(x, row, alongX), around(y, best - row * y.centres.length, alongY)]
  }
}

function makeAxis({ waveNumbers, boxLength }: ModeLattice, from: number, to: number, count: number): Axis {
  const step = (to - from) / count
  const centres = Float64Array.from({ length: count }, (_, i) => from + (i + 0.5) * step)
  const phases = (wave: (angle: number) => number) => Float64Array.from([...centres].flatMap((centre) => [...waveNumbers].map((k) => wave(k * (centre + boxLength / 2)))))
  return { step, centres, cosine: phases(Math.cos), sine: phases((angle) => -Math.sin(angle)) }
}

/** Prior times likelihood of all cells `[x, y]`, their sum one. */
function posterior(x: Axis, y: Axis, prior: readonly Rectangle[], statistic: Float64Array): Float64Array {
  const [rows, columns] = [x.centres.length, y.centres.length]
  const modes = x.cosine.length / rows
  const share = (axis: Axis, cell: number, [low, high]: readonly [number, number]) =>
    Math.max(0, Math.min(axis.centres[cell] + axis.step / 2, high) - Math.max(axis.centres[cell] - axis.step / 2, low))
  const likelihood = new Float64Array(rows * columns).fill(-Infinity)
  const area = new Float64Array(rows * columns)
  const [real, imaginary] = [new Float64Array(modes), new Float64Array(modes)]
  for (let i = 0; i < rows; i++) {
    const inX = prior.map((tile) => share(x, i, tile.x))
    if (inX.every((length) => length === 0)) continue
    // Σ over the modes along x of conj(T) e^(-ik x), one for each along y.
    real.fill(0)
    imaginary.fill(0)
    for (let a = 0; a < modes; a++) {
      const [c, s] = [x.cosine[i * modes + a], x.sine[i * modes + a]]
      for (let b = 0; b < modes; b++) {
        const [u, v] = [statistic[2 * (a * modes + b)], statistic[2 * (a * modes + b) + 1]]
        real[b] += u * c + v * s
        imaginary[b] += u * s - v * c
      }
    }
    for (let j = 0; j < columns; j++) {
      const at = i * columns + j
      area[at] = prior.reduce((sum, tile, n) => sum + inX[n] * share(y, j, tile.y), 0)
      if (area[at] === 0) continue
      likelihood[at] = 0
      for (let b = 0; b < modes; b++) likelihood[at] += real[b] * y.cosine[j * modes + b] - imaginary[b] * y.sine[j * modes + b]
    }
  }
  const most = likelihood.reduce((a, b) => Math.max(a, b), -Infinity)
  const weights = area.map((one, at) => (one > 0 ? one * Math.exp(likelihood[at] - most) : 0))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

function sumOver(axis: Axis, value: (cell: number) => number): number {
  return axis.centres.reduce((sum, _, cell) => sum + value(cell), 0)
}

function deviation(axis: Axis, probability: (cell: number) => number): number {
  const p = axis.centres.map((_, cell) => probability(cell))
  const mean = sumOver(axis, (cell) => p[cell] * axis.centres[cell])
  return Math.sqrt(sumOver(axis, (cell) => p[cell] * (axis.centres[cell] - mean) ** 2))
}

/** Σ over the cells of weight e^(-ik·y), `[sites, 2]`. */
function meanPhases(x: Axis, y: Axis, weights: Float64Array): Float64Array {
  const [rows, columns] = [x.centres.length, y.centres.length]
  const modes = x.cosine.length / rows
  const mean = new Float64Array(2 * modes * modes)
  const [real, imaginary] = [new Float64Array(modes), new Float64Array(modes)]
  for (let i = 0; i < rows; i++) {
    real.fill(0)
    imaginary.fill(0)
    for (let j = 0; j < columns; j++) {
      const weight = weights[i * columns + j]
      if (weight === 0) continue
      for (let b = 0; b < modes; b++) {
        real[b] += weight * y.cosine[j * modes + b]
        imaginary[b] += weight * y.sine[j * modes + b]
      }
    }
    for (let a = 0; a < modes; a++) {
      const [c, s] = [x.cosine[i * modes + a], x.sine[i * modes + a]]
      for (let b = 0; b < modes; b++) {
        mean[2 * (a * modes + b)] += c * real[b] - s * imaginary[b]
        mean[2 * (a * modes + b) + 1] += c * imaginary[b] + s * real[b]
      }
    }
  }
  return mean
}
