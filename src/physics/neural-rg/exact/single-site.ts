import { integrate } from '../../numerics/gauss-legendre.ts'

/**
 * ln Z a site of complex φ⁴ at t = 0 and μ = -2λρ: with u = |φ|² it is ln[π ∫_0^∞ e^{-λ(u-ρ)²} du] + λρ²
 * = ln[(π/2) √(π/λ) erfc(-√λ ρ)] + λρ².
 */
export function complexPhi4SingleSite({ rho, lambda }: { rho: number; lambda: number }): number {
  const width = 1 / Math.sqrt(lambda)
  const low = Math.max(0, rho - 6.5 * width) // e^{-42} is below rounding
  const high = Math.max(0, rho) + 6.5 * width
  const excess = Math.min(0, rho) // ρ < 0: the maximum lies at u = 0
  const integral = integrate((u) => Math.exp(-lambda * ((u - rho) ** 2 - excess ** 2)), low, high, 64)
  return Math.log(Math.PI * integral) - lambda * excess ** 2 + lambda * rho ** 2
}
