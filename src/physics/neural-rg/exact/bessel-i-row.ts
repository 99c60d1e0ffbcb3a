/**
 * e^{-x} I_n(x) for n = 0 … count - 1, x ≥ 0, by Miller's backward recurrence I_{n-1} = I_{n+1} + (2n/x) I_n, normalised with
 * e^{-x} (I₀ + 2 Σ I_n) = 1. Full relative accuracy down to where the numbers underflow. DLMF 3.6, 10.35.5.
 */
export function besselIRowScaled(count: number, x: number): Float64Array {
  const row = new Float64Array(count)
  if (x === 0) {
    row[0] = 1
    return row
  }
  // Beyond this order I_n is smaller by more than 1e-20 than the last that is asked for.
  const start = 2 * Math.ceil((count + 20 + 1.5 * Math.sqrt(40 * (x + count))) / 2)
  let above = 0
  let here = 1e-280
  let sum = 0
  for (let n = start; n >= 0; n--) {
    if (n < count) row[n] = here
    sum += n === 0 ? here : 2 * here
    const below = above + ((2 * n) / x) * here
    above = here
    here = below
    if (here > 1e250) {
      const shrink = 1e-300
      above *= shrink
      here *= shrink
      sum *= shrink
      for (let m = n; m < count; m++) row[m] *= shrink
    }
  }
  for (let n = 0; n < count; n++) row[n] /= sum
  return row
}
