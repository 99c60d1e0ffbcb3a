import type { TheoryConfig } from '../../shared/studies/neural-rg/config.ts'
import { exactLogZ, type KnownLogZ } from './exact/exact-log-z.ts'
import { kernelMatrix, uniformKernel } from './kernel/bulk-kernel.ts'
import { bulkEdges } from './kernel/edge-set.ts'
import { bulkLayout } from './map/layout.ts'
import type { LatticeModel } from './models/lattice-model.ts'
import { makeModel, type ModelSpecification } from './models/make-model.ts'

/**
 * The lattice model of a configuration, at one of the temperatures of its run (NaN for theories that have none). `lambda`
 * replaces the quartic coupling of complex φ⁴ while it is ramped.
 */
export function theoryModel(theory: TheoryConfig, temperature: number, lambda?: number): LatticeModel {
  return makeModel(modelSpecification(theory, temperature, lambda), theory.side)
}

/** ln Z where a formula tells it. */
export function theoryLogZ(theory: TheoryConfig, temperature: number): KnownLogZ | null {
  return exactLogZ(modelSpecification(theory, temperature), theory.side)
}

export function modelSpecification(theory: TheoryConfig, temperature: number, lambda?: number): ModelSpecification {
  switch (theory.kind) {
    case 'cphi4': return { id: 'cphi4', temperature, rho: theory.rho, lambda: lambda ?? theory.lambda }
    case 'xyHS': return { id: 'xyHS', temperature }
    case 'isingHS': return { id: 'isingHS', temperature }
    case 'phi4': return { id: 'phi4', hopping: theory.kappa, lambda: theory.lambda }
    case 'free': return { id: 'free', hopping: theory.hopping, mass: theory.mu }
    case 'haarGaussian': return { id: 'haarGaussian', kernel: kernelMatrix(uniformKernel(bulkEdges(bulkLayout(theory.side)), theory.coupling, theory.mass)) }
  }
}

/** λρ²: what is added to free energies per site so that they count from the bottom of the well; 0 without a well. */
export function wellDepth(theory: TheoryConfig): number {
  return theory.kind === 'cphi4' ? theory.lambda * theory.rho ** 2 : 0
}
