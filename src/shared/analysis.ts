import { z } from 'zod'
import { artifactSchema } from './run.ts'

/** Pictures that are drawn on request from a checkpoint; which kinds there are is the study's business. */
export const analysisRequestSchema = z.object({
  kind: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
  /** Of the checkpoint; null takes the newest. */
  step: z.int().min(0).nullable(),
  seed: z.int().min(0).max(2 ** 31 - 1),
})
export type AnalysisRequest = z.infer<typeof analysisRequestSchema>

/** What is in the run folder when an analysis has ended. */
export const analysisResultSchema = z.object({ step: z.int(), artifacts: z.array(artifactSchema) })
export type AnalysisResult = z.infer<typeof analysisResultSchema>

/** Analysing process to host. */
export const analysisEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), share: z.number().min(0).max(1) }),
  z.object({ type: z.literal('done'), result: analysisResultSchema }),
  z.object({ type: z.literal('failed'), problem: z.object({ code: z.string(), message: z.string(), action: z.string().optional() }) }),
])
export type AnalysisEvent = z.infer<typeof analysisEventSchema>
