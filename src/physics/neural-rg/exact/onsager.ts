import { integratePiecewise } from '../../numerics/gauss-legendre.ts'

/**
 * ln Z/N of the infinite Ising lattice: ½ ln(2 sinh 2K) + (1/2π) ∫_0^π γ(ω) dω with cosh γ = cosh 2K coth 2K - cos ω, K = 1/T. The
 * integrand has a kink at ω = 0 on the critical point and a sharp bend nearby, so the panels shrink towards it.
 *
 * L. Onsager, Phys. Rev. 65 (1944) 117.
 */
export function onsagerLogZPerSite(temperature: number): number {
  const s = Math.sinh(2 / temperature)
  const gap = (1 - s) ** 2 / s
  const gamma = (omega: number) => 2 * Math.asinh(Math.sqrt((gap + 2 * Math.sin(omega / 2) ** 2) / 2))
  const panels = [0, ...Array.from({ length: 30 }, (_, i) => Math.PI * 2 ** (i - 29))]
  return 0.5 * Math.log(2 * s) + integratePiecewise(gamma, panels, 16) / (2 * Math.PI)
}
