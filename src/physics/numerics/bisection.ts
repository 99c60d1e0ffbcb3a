/** Zero of f on [low, high], where f changes sign once, to the last bits of a float64. */
export function bisect(f: (x: number) => number, low: number, high: number): number {
  let a = low
  let b = high
  const signAtA = Math.sign(f(a))
  for (let i = 0; i < 200; i++) {
    const middle = (a + b) / 2
    if (middle === a || middle === b) break
    if (Math.sign(f(middle)) === signAtA) a = middle
    else b = middle
  }
  return (a + b) / 2
}
