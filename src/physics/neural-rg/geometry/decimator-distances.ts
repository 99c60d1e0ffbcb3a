import type { Decimator } from './decimators.ts'

export interface DecimatorDistances {
  /** D, `[points, points]`, in the order of the decimators. */
  distances: Float64Array
  /** 1 where more of the pairs of variables lie below the floor than is tolerated; null where no pair of decimators is masked. */
  masked: Uint8Array | null
}

/**
 * D(A:B) = mean over ζ_i in A, ζ_j in B of d_ij = -ξ ln(I_ij / I₀); D(A:A) = 0. Mutual information below the floor counts as the
 * floor, so that distances there are lower bounds.
 *
 * @param tolerated share of the pairs that may lie below the floor before D is masked: a half for noise, none for exact moments,
 * where below the floor means not correlated at all and D infinite.
 */
export function decimatorDistances(
  decimators: readonly Decimator[], information: Float64Array, { xi, i0 }: { xi: number; i0: number }, floor: number, tolerated = 0.5,
): DecimatorDistances {
  const n = decimators.length
  const sites = Math.sqrt(information.length)
  const distances = new Float64Array(n * n)
  const masked = new Uint8Array(n * n)
  let anyMasked = false
  for (let first = 0; first < n; first++) for (let second = first + 1; second < n; second++) {
    let [sum, below] = [0, 0]
    for (const i of decimators[first].members) for (const j of decimators[second].members) {
      const value = information[i * sites + j]
      if (value < floor) below += 1
      sum += Math.log(Math.max(value, floor))
    }
    const pairs = decimators[first].members.length * decimators[second].members.length
    const distance = -xi * (sum / pairs - Math.log(i0))
    distances[first * n + second] = distances[second * n + first] = distance
    if (below > tolerated * pairs) {
      masked[first * n + second] = masked[second * n + first] = 1
      anyMasked = true
    }
  }
  return { distances, masked: anyMasked ? masked : null }
}
