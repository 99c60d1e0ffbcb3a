/**
 * A curve without its noise and without lag: at each point i the straight line fitted by least squares with the weights
 * w_j = 2^(-|i - j| / halfLife), read at i. A moving average would trail behind a falling loss and bend at both ends; this one
 * reproduces straight lines everywhere, and looks the same from either side.
 *
 * On a log axis the line is fitted to ln y: what looks straight there stays as it is. A fit to y itself would lie far above a loss
 * that falls by decades, as its first points outweigh all others. Values that are not positive are missing there.
 *
 * Missing values stay missing and carry no weight; a half-life of 0 returns the data. Time O(n), by recursion of the five
 * weighted sums from the left and from the right.
 */
export function smoothCurve(values: readonly (number | null)[], halfLife: number, scale: 'linear' | 'log' = 'linear'): (number | null)[] {
  if (!(halfLife > 0)) return [...values]
  if (scale === 'linear') return fittedLines(values, halfLife)
  const logarithms = values.map((value) => (value !== null && value > 0 ? Math.log(value) : null))
  return fittedLines(logarithms, halfLife).map((value) => (value === null ? null : Math.exp(value)))
}

function fittedLines(values: readonly (number | null)[], halfLife: number): (number | null)[] {
  const keep = 2 ** (-1 / halfLife)
  const left = oneSidedSums(values, keep)
  const right = oneSidedSums([...values].reverse(), keep).reverse()
  return values.map((value, i) => {
    if (value === null || !Number.isFinite(value)) return null
    const a = left[i]
    const b = right[i]
    // Both sides hold the point itself; seen from the right, distances change their sign.
    const s0 = a.s0 + b.s0 - 1
    const s1 = a.s1 - b.s1
    const s2 = a.s2 + b.s2
    const t0 = a.t0 + b.t0 - value
    const t1 = a.t1 - b.t1
    const determinant = s0 * s2 - s1 * s1
    // One point alone, or numbers at the edge of what can be told apart: the weighted mean.
    return determinant > 1e-9 * s0 * s2 ? (s2 * t0 - s1 * t1) / determinant : t0 / s0
  })
}

/** Weighted sums over j <= i with the distance x = j - i: s_n = Σ w xⁿ, t_n = Σ w xⁿ y. */
interface Sums { s0: number; s1: number; s2: number; t0: number; t1: number }

function oneSidedSums(values: readonly (number | null)[], keep: number): Sums[] {
  let { s0, s1, s2, t0, t1 }: Sums = { s0: 0, s1: 0, s2: 0, t0: 0, t1: 0 }
  return values.map((value) => {
    // One step on: every weight shrinks, every distance falls by one.
    s2 = keep * (s2 - 2 * s1 + s0)
    s1 = keep * (s1 - s0)
    t1 = keep * (t1 - t0)
    s0 *= keep
    t0 *= keep
    if (value !== null && Number.isFinite(value)) {
      s0 += 1
      t0 += value
    }
    return { s0, s1, s2, t0, t1 }
  })
}
