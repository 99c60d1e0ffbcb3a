import type { TheoryConfig } from './config.ts'

/** |φ| at the bottom of the well; 0 where there is none. */
export function wellRadius(theory: TheoryConfig): number {
  return theory.kind === 'cphi4' ? Math.sqrt(theory.rho) : 0
}
