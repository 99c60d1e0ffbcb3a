export interface NelderMeadOptions {
  /** Stops once all values at the simplex agree to this, relative to their size. @default 1e-12 */
  tolerance?: number
  /** Evaluations at most. @default 400 */
  evaluations?: number
}

/**
 * Local minimum of a function of a few variables without derivatives: a simplex that reflects, stretches and shrinks its way down.
 * Positions come out to about the square root of the tolerance.
 *
 * Nelder, Mead, Computer J. 7 (1965) 308, with the coefficients 1, 2, 1/2, 1/2.
 *
 * @param step edge of the first simplex along each axis.
 */
export function nelderMead(
  f: (x: readonly number[]) => number, start: readonly number[], step: number, { tolerance = 1e-12, evaluations = 400 }: NelderMeadOptions = {},
): { x: readonly number[]; value: number } {
  let left = evaluations
  const at = (x: readonly number[]) => {
    left -= 1
    return { x, value: f(x) }
  }
  const simplex = [at(start), ...start.map((_, k) => at(start.map((value, i) => (i === k ? value + step : value))))]
  const n = start.length
  for (;;) {
    simplex.sort((one, other) => one.value - other.value)
    const [best, worst] = [simplex[0], simplex[n]]
    if (left <= 0 || worst.value - best.value <= tolerance * (Math.abs(best.value) + Math.abs(worst.value))) return best
    const centre = start.map((_, i) => simplex.slice(0, n).reduce((sum, { x }) => sum + x[i] / n, 0))
    const along = (factor: number) => at(centre.map((value, i) => value + factor * (worst.x[i] - value)))
    const reflected = along(-1)
    if (reflected.value < best.value) {
      const stretched = along(-2)
      simplex[n] = stretched.value < reflected.value ? stretched : reflected
    } else if (reflected.value < simplex[n - 1].value) {
      simplex[n] = reflected
    } else {
      const drawnIn = along(reflected.value < worst.value ? -0.5 : 0.5)
      if (drawnIn.value < Math.min(reflected.value, worst.value)) simplex[n] = drawnIn
      else for (let k = 1; k <= n; k++) simplex[k] = at(simplex[k].x.map((value, i) => (value + best.x[i]) / 2))
    }
  }
}
