/** Nodes in (-1, 1), ascending, and weights of Gauss-Legendre quadrature. */
export interface QuadratureRule {
  nodes: Float64Array
  weights: Float64Array
}

const rules = new Map<number, QuadratureRule>()

/**
 * The Gauss-Legendre rule with `count` nodes: exact for polynomials up to degree 2·count - 1.
 * Newton iteration on P_n from Tricomi's estimate of its zeros; weights 2 / ((1 - x²) P_n'(x)²). DLMF 3.5(v).
 */
export function gaussLegendre(count: number): QuadratureRule {
  const known = rules.get(count)
  if (known) return known
  const nodes = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let derivative = 0
    for (let iteration = 0; iteration < 50; iteration++) {
      let value = x
      let previous = 1
      for (let n = 2; n <= count; n++) [previous, value] = [value, ((2 * n - 1) * x * value - (n - 1) * previous) / n]
      derivative = count === 1 ? 1 : (count * (x * value - previous)) / (x * x - 1)
      const change = value / derivative
      x -= change
      if (Math.abs(change) < 1e-16) break
    }
    nodes[i] = x
    weights[i] = 2 / ((1 - x * x) * derivative * derivative)
  }
  const rule = { nodes, weights }
  rules.set(count, rule)
  return rule
}

/** ∫ f over [from, to] by one Gauss-Legendre rule. */
export function integrate(f: (x: number) => number, from: number, to: number, count: number): number {
  const { nodes, weights } = gaussLegendre(count)
  const half = (to - from) / 2
  const middle = (to + from) / 2
  let sum = 0
  for (let i = 0; i < count; i++) sum += weights[i] * f(middle + half * nodes[i])
  return half * sum
}

/** ∫ f from the first to the last of `ends`, one rule between each two: for integrands with kinks at known places. */
export function integratePiecewise(f: (x: number) => number, ends: readonly number[], count: number): number {
  let sum = 0
  for (let i = 0; i + 1 < ends.length; i++) sum += integrate(f, ends[i], ends[i + 1], count)
  return sum
}
