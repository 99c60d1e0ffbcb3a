import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeSafetensors } from '../src/engine/formats/safetensors.ts'
import { goldenParameters } from '../src/physics/neural-rg/map/golden-map.ts'
import { makeHolographicMap } from '../src/physics/neural-rg/map/make-map.ts'
import { drawPrior } from '../src/physics/neural-rg/training/prior.ts'
import { stream } from '../src/physics/random/stream.ts'

/** A step of stage I of the neural RG (U(1) blocks, asinh, complex φ⁴ at λ = 25, ρ = 4, T = 0.5) that both peers take. */
export interface MapCase {
  readonly side: number
  readonly batch: number
  readonly threads: number
  /** safetensors: parameters [P] and one bulk field a sample, zeta [B, L, L, 2], for the check. */
  readonly arrays: string
  /** Both rates; a peer's schedule costs nothing. */
  readonly learningRate: number
  /** Largest norm of the gradient. */
  readonly clipNorm: number
}

/** Loss per site and norm of its gradient at the given parameters and bulk fields. */
export interface MapCheck { loss: number; gradientNorm: number }

export interface MapPeerReady {
  /** What computes, of several ways. */
  variant: string
  checks: Record<string, MapCheck>
  fastest?: Record<string, number>
  failures?: Record<string, string>
}

export const benchedMap = (side: number) => makeHolographicMap({ kind: 'u1', depth: 0, activation: 'asinh', repeats: 1 }, side, 2)

/** Parameters and bulk fields, rounded to float32 so that both peers have the same. */
export function mapArrays(side: number, batch: number): { parameters: Float32Array; zeta: Float32Array } {
  const zeta = new Float64Array(batch * side ** 2 * 2)
  drawPrior(stream(1, 'prior'), 2, zeta)
  return { parameters: Float32Array.from(goldenParameters(benchedMap(side))), zeta: Float32Array.from(zeta) }
}

export async function writeMapArrays(scratch: string, side: number, batch: number): Promise<string> {
  const { parameters, zeta } = mapArrays(side, batch)
  const file = join(scratch, `map-${side}-${batch}.safetensors`)
  await writeFile(file, encodeSafetensors(new Map([
    ['parameters', { shape: [parameters.length], data: parameters }],
    ['zeta', { shape: [batch, side, side, 2], data: zeta }],
  ])))
  return file
}
