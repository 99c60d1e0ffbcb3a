/** ln cosh x without overflow: |x| + ln(1 + e^{-2|x|}) - ln 2. */
export function logCosh(x: number): number {
  const size = Math.abs(x)
  return size + Math.log1p(Math.exp(-2 * size)) - Math.LN2
}
