import { z } from 'zod'
import type { GeometryConfig } from '../../../shared/studies/holographic-flow/config.ts'

const answerSchema = z.object({ r: z.array(z.number()), f: z.array(z.number().positive()), conformalDimension: z.number() })
/** Few enough to drag, enough to follow a smooth warp factor. */
const points = 6

/** The geometry as an own warp factor: control points on its ln f between the cut-offs, from the computation `geometry`. */
export async function ownWarpFactor(
  geometry: Exclude<GeometryConfig, { kind: 'custom' }>, compute: (input: unknown) => Promise<unknown>,
): Promise<Extract<GeometryConfig, { kind: 'custom' }>> {
  const { r, f, conformalDimension } = answerSchema.parse(await compute({ geometry, points }))
  const tidy = (value: number) => Number(value.toPrecision(12))
  return {
    kind: 'custom', boundaryDimension: geometry.boundaryDimension, conformalDimension, rIR: tidy(r[0]), rUV: tidy(r[r.length - 1]),
    controlPoints: r.map((radius, i) => ({ r: tidy(radius), logWarp: tidy(Math.log(f[i])) })),
  }
}
