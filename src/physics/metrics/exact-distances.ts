/** Mean distances and energy distances of laws, in closed form. They anchor the estimators and fill in for empty tiles. */

/** Mean distance of two uniform points of a square: side · (2 + √2 + 5 ln(1 + √2)) / 15. */
export function meanDistanceInSquare(side = 1): number {
  return (side * (2 + Math.SQRT2 + 5 * Math.log(1 + Math.SQRT2))) / 15
}

/** Mean distance of a uniform point of a square to its centre: side · (√2 + ln(1 + √2)) / 6. */
export function meanDistanceToCentre(side = 1): number {
  return (side * (Math.SQRT2 + Math.log(1 + Math.SQRT2))) / 6
}

/** Energy distance of the uniform law on a square and all mass at its centre. */
export function squareToCentreEnergyDistance(side = 1): number {
  return 2 * meanDistanceToCentre(side) - meanDistanceInSquare(side)
}

/** Energy distance of two normal laws on the line. */
export function normalEnergyDistance(mean1: number, deviation1: number, mean2: number, deviation2: number): number {
  const between = meanAbsoluteNormal(mean1 - mean2, Math.hypot(deviation1, deviation2))
  const within = meanAbsoluteNormal(0, Math.SQRT2 * deviation1) + meanAbsoluteNormal(0, Math.SQRT2 * deviation2)
  return 2 * between - within
}

/** E|Z| for Z ~ N(mean, deviation²): deviation √(2/π) e^(-m²/2) + mean (2 Phi(m) - 1), m = mean / deviation. */
function meanAbsoluteNormal(mean: number, deviation: number): number {
  if (deviation === 0) return Math.abs(mean)
  const m = Math.abs(mean) / deviation
  return deviation * Math.sqrt(2 / Math.PI) * Math.exp((-m * m) / 2) + Math.abs(mean) * centralProbability(m)
}

/**
 * 2 Phi(x) - 1, x >= 0: twice the density times x + x³/3 + x⁵/(3·5) + …; all terms are positive, so nothing cancels. From
 * x = 9 on it is 1 to the last bit.
 *
 * Marsaglia, J. Stat. Software 11 (2004) 4.
 */
function centralProbability(x: number): number {
  if (x >= 9) return 1
  let term = x
  let sum = x
  for (let odd = 3; term > 1e-17 * sum; odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return Math.sqrt(2 / Math.PI) * Math.exp((-x * x) / 2) * sum
}
