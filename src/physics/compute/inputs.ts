import { z } from 'zod'
import type { Issue } from '../../shared/issue.ts'
import { Problem } from '../../shared/problem.ts'
import { geometrySchema, holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import type { GeometryConfig } from '../../shared/studies/holographic-flow/config.ts'
import { checkEncoding } from '../holographic-flow/check-encoding.ts'
import { checkGeometry } from '../holographic-flow/check-geometry.ts'
import type { Geometry } from '../holographic-flow/geometry.ts'
import { makeGeometry } from '../holographic-flow/make-geometry.ts'

/** Pieces of input that several computations share. */

export const geometryInput = geometrySchema.prefault({ kind: 'ads' }).describe('Bulk geometry; AdS with d = 2, Δ = 1.5, r from 0 to 1 when absent.')

export const momentumInput = z.number().min(0).describe('Euclidean norm |k| of the boundary momentum.')

export const radiusInput = z.number().describe('Radius r.')

export const numbersInput = z.array(z.number())

/** The part of a run's configuration that fixes encoding, path and loss. A whole configuration is fine, too. */
export const flowInput = holographicFlowConfigSchema.pick({ geometry: true, encoding: true, model: true })

/** The geometry, or a `Problem` that says why the input has none. */
export function soundGeometry(config: GeometryConfig): Geometry {
  refuseErrors(checkGeometry(config))
  return makeGeometry(config)
}

/** The configuration itself, or a `Problem` with the first reason against it. */
export function soundFlow(input: z.output<typeof flowInput>): z.output<typeof flowInput> {
  refuseErrors([...checkGeometry(input.geometry), ...checkEncoding(input)])
  return input
}

function refuseErrors(issues: readonly Issue[]): void {
  const error = issues.find((issue) => issue.severity === 'error')
  if (error) throw new Problem(error.code, error.message)
}

/** `count` evenly spaced values from one end to the other, both included. */
export function evenly(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))
}
