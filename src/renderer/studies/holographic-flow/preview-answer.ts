import { z } from 'zod'

/** The part of the answer of the computation `warp-preview` that the preview draws. */
const numbers = z.array(z.number())
export const previewAnswerSchema = z.object({
  conformalDimension: z.number(),
  massSquared: z.number(),
  propagatorOrder: z.number(),
  affineNorm: z.number(),
  deltaR: z.number(),
  nullEnergyCondition: z.boolean(),
  r: numbers, f: numbers, h: numbers, omega: numbers, s: numbers,
  envelopes: z.object({ k: numbers, curves: z.array(z.object({ r: z.number(), psi: numbers, varpi: numbers })) }),
  largestMomentum: z.number(),
})
export type PreviewAnswer = z.infer<typeof previewAnswerSchema>
