/**
 * Compares with a number as it is printed in the chapter of self-checks: within 1e-10 relative, or half a unit of the last
 * printed digit where that is coarser.
 */
export function expectPrinted(actual: number, printed: string): void {
  const expected = Number(printed)
  const [mantissa, exponent = '0'] = printed.toLowerCase().split('e')
  const decimals = (mantissa.split('.')[1] ?? '').length
  const halfUnit = 0.5 * 10 ** (Number(exponent) - decimals)
  expectWithin(actual, expected, Math.max(1e-10 * Math.abs(expected), halfUnit))
}

/** |actual - expected| <= tolerance, with a message that shows the miss. */
export function expectWithin(actual: number, expected: number, tolerance: number): void {
  const miss = Math.abs(actual - expected)
  if (!(miss <= tolerance)) throw new Error(`${actual} misses ${expected} by ${miss}, more than ${tolerance}`)
}

/** Relative agreement; absolute where the expected value is zero. */
export function expectRelative(actual: number, expected: number, tolerance: number): void {
  expectWithin(actual, expected, tolerance * (expected === 0 ? 1 : Math.abs(expected)))
}
