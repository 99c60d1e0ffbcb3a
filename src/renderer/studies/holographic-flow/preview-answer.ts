import { z } from 'zod'
import { geometryProfileSchema } from '../../../shared/studies/holographic-flow/geometry-figures.ts'

/** The part of the answer of the computation `warp-preview` that the preview draws. */
const numbers = z.array(z.number())
export const previewAnswerSchema = geometryProfileSchema.extend({
  conformalDimension: z.number(),
  massSquared: z.number(),
  propagatorOrder: z.number(),
  affineNorm: z.number(),
  deltaR: z.number(),
  nullEnergyCondition: z.boolean(),
  envelopes: z.object({ k: numbers, curves: z.array(z.object({ r: z.number(), psi: numbers, varpi: numbers })) }),
  largestMomentum: z.number(),
})
export type PreviewAnswer = z.infer<typeof previewAnswerSchema>
