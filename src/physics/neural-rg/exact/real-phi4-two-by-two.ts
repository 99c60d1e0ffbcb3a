import { gaussLegendre, integrate } from '../../numerics/gauss-legendre.ts'
import { RingTransfer } from './ring-transfer.ts'
import type { TwoByTwo } from './complex-phi4-two-by-two.ts'

const nodesOnLine = 160

/**
 * Real one-component φ⁴ on 2 × 2 sites, λ > 0: a ring of four sites with bonds of strength 4κ, transfer matrix
 * M(φ, φ') = √(w w') e^{4κφφ'} on Gauss-Legendre nodes, Z = tr M⁴.
 */
export function realPhi4TwoByTwo({ hopping, lambda }: { hopping: number; lambda: number }): TwoByTwo {
  const bond = 4 * hopping
  // On-site with half of both bonds: -|bond| φ² bounds e^{bond φφ'}.
  const site = (phi: number) => phi * phi + lambda * (phi * phi - 1) ** 2
  const bounded = (phi: number) => site(phi) - Math.abs(bond) * phi * phi
  let deepest = bounded(0)
  const minimum = (2 * lambda - 1 + Math.abs(bond)) / (2 * lambda)
  if (minimum > 0) deepest = bounded(Math.sqrt(minimum))
  let reach = 1
  while (bounded(reach) - deepest < 45) reach *= 1.05
  const { nodes, weights } = gaussLegendre(nodesOnLine)
  const values = nodes.map((node) => reach * node)
  const matrix = new Float64Array(nodesOnLine ** 2)
  for (let i = 0; i < nodesOnLine; i++) {
    for (let j = 0; j < nodesOnLine; j++) {
      const exponent = bond * values[i] * values[j] - (site(values[i]) + site(values[j])) / 2 + deepest
      matrix[i * nodesOnLine + j] = reach * Math.sqrt(weights[i] * weights[j]) * Math.exp(exponent)
    }
  }
  const { trace, square, fourth, nearest, diagonal } = new RingTransfer([matrix], values).moments()
  return { logZ: Math.log(trace) - 4 * deepest, square, fourth, nearest, diagonal, magnetisationSquared: (square + 2 * nearest + diagonal) / 4 }
}

/** ln Z a site at κ = 0: ln ∫dφ e^{-φ² - λ(φ² - 1)²}. */
export function realPhi4SingleSite(lambda: number): number {
  // e^{-φ²} alone is below 1e-39 beyond 9.5; for strong λ the peaks at ±1 are λ^{-1/2}/2 wide.
  const panels = 40 + Math.ceil(20 * Math.sqrt(lambda))
  let sum = 0
  for (let i = 0; i < panels; i++) {
    sum += integrate((phi) => Math.exp(-phi * phi - lambda * (phi * phi - 1) ** 2), (9.5 * i) / panels, (9.5 * (i + 1)) / panels, 16)
  }
  return Math.log(2 * sum)
}
