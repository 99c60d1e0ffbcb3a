/**
 * Minimum of a unimodal function on [low, high] by golden-section search. In float64 the position is resolved to about
 * 1e-8 relative and no better: a parabola is flat to rounding within the square root of the machine precision.
 */
export function goldenSection(f: (x: number) => number, low: number, high: number, tolerance = 1e-10): { x: number; value: number } {
  let a = low
  let b = high
  let c = b - shrink * (b - a)
  let d = a + shrink * (b - a)
  let fc = f(c)
  let fd = f(d)
  while (b - a > tolerance) {
    if (fc < fd) {
      b = d
      d = c
      fd = fc
      c = b - shrink * (b - a)
      fc = f(c)
    } else {
      a = c
      c = d
      fc = fd
      d = a + shrink * (b - a)
      fd = f(d)
    }
  }
  const x = (a + b) / 2
  return { x, value: f(x) }
}

/** Global minimum on [low, high]: an even scan finds the valley, golden section its bottom. */
export function scanThenGoldenSection(f: (x: number) => number, low: number, high: number, scan = 200): { x: number; value: number } {
  const spacing = (high - low) / scan
  let best = low
  let smallest = Infinity
  for (let i = 0; i <= scan; i++) {
    const value = f(low + i * spacing)
    if (value < smallest) [best, smallest] = [low + i * spacing, value]
  }
  return goldenSection(f, Math.max(low, best - spacing), Math.min(high, best + spacing))
}

const shrink = (Math.sqrt(5) - 1) / 2
