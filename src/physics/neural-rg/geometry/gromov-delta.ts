import type { GromovDelta } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import type { RandomStream } from '../../random/stream.ts'
import { resampledCounts, standardDeviation } from './resampling.ts'

export interface GromovOptions {
  /** Quadruples looked at; all where there are no more. @default 100 000 */
  quadruples?: number
  /** Resamplings of the points. @default 100 */
  bootstraps?: number
}

/**
 * Gromov's four-point δ of a table of distances `[n, n]`: of the sums d_ij + d_kl, d_ik + d_jl, d_il + d_jk of four different points,
 * half the difference of the two largest. It vanishes for trees, is at most ln 2 in the hyperbolic plane of curvature -1, and grows
 * with the diameter in flat space. All quadruples or random ones; the error of the mean comes from resampling points (a quadruple
 * counts as often as the product of the counts of its points), since quadruples share points.
 *
 * Gromov (1987); Ghys, de la Harpe (1990), chapter 2.
 */
export function gromovDelta(distances: Float64Array, n: number, random: RandomStream, { quadruples = 100_000, bootstraps = 100 }: GromovOptions = {}): GromovDelta {
  const every = (n * (n - 1) * (n - 2) * (n - 3)) / 24
  const exact = every <= quadruples
  const chosen = exact ? allQuadruples(n, every) : randomQuadruples(n, quadruples, random)
  const count = chosen.length / 4
  const deltas = new Float64Array(count)
  let [max, sum] = [0, 0]
  for (let q = 0; q < count; q++) {
    const delta = fourPointDelta(distances, n, chosen[4 * q], chosen[4 * q + 1], chosen[4 * q + 2], chosen[4 * q + 3])
    deltas[q] = delta
    sum += delta
    if (delta > max) max = delta
  }
  let [diameter, total] = [0, 0]
  for (const distance of distances) {
    if (distance > diameter) diameter = distance
    total += distance
  }
  const mean = count > 0 ? sum / count : 0
  const meanDistance = total / (n * (n - 1))
  return {
    max, mean, meanError: resampledError(deltas, chosen, n, random, bootstraps),
    relative: diameter > 0 ? (2 * max) / diameter : 0, meanRelative: meanDistance > 0 ? mean / meanDistance : 0,
    quadruples: count, exact,
  }
}

function fourPointDelta(d: Float64Array, n: number, i: number, j: number, k: number, l: number): number {
  const one = d[i * n + j] + d[k * n + l]
  const two = d[i * n + k] + d[j * n + l]
  const three = d[i * n + l] + d[j * n + k]
  const largest = Math.max(one, two, three)
  const middle = one + two + three - largest - Math.min(one, two, three)
  return Math.max(0, (largest - middle) / 2)
}

function allQuadruples(n: number, count: number): Uint32Array {
  const chosen = new Uint32Array(4 * count)
  let at = 0
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) for (let k = j + 1; k < n; k++) for (let l = k + 1; l < n; l++) {
    chosen[at++] = i
    chosen[at++] = j
    chosen[at++] = k
    chosen[at++] = l
  }
  return chosen
}

function randomQuadruples(n: number, count: number, random: RandomStream): Uint32Array {
  const chosen = new Uint32Array(4 * count)
  for (let at = 0; at < chosen.length; at++) {
    const first = at & ~3
    do chosen[at] = random.below(n)
    while (chosen.subarray(first, at).includes(chosen[at]))
  }
  return chosen
}

function resampledError(deltas: Float64Array, chosen: Uint32Array, n: number, random: RandomStream, bootstraps: number): number {
  const means: number[] = []
  for (let resample = 0; resample < bootstraps; resample++) {
    const counts = resampledCounts(n, random)
    let [sum, weights] = [0, 0]
    for (let q = 0; q < deltas.length; q++) {
      const weight = counts[chosen[4 * q]] * counts[chosen[4 * q + 1]] * counts[chosen[4 * q + 2]] * counts[chosen[4 * q + 3]]
      sum += weight * deltas[q]
      weights += weight
    }
    if (weights > 0) means.push(sum / weights)
  }
  return standardDeviation(means)
}
