import { z } from 'zod'
import { artifactSchema, metricsLineSchema, progressSchema, statusSchema } from './run.ts'

/** Host to trainer process. The run folder and its mode travel as process arguments. */
export const trainerCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('resume') }),
  /** Save a checkpoint and end; the run is then `stopped`. */
  z.object({ type: z.literal('stop') }),
  /** Save a checkpoint and end because the host goes away; the run is then `interrupted`. */
  z.object({ type: z.literal('interrupt') }),
])
export type TrainerCommand = z.infer<typeof trainerCommandSchema>

/** Trainer process to host. Everything in it is already on disk when it is sent. */
export const trainerEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('status'), status: statusSchema }),
  /** Coalesced at the source: the latest state, at most 10 a second. */
  z.object({ type: z.literal('progress'), progress: progressSchema }),
  z.object({ type: z.literal('metrics'), lines: z.array(metricsLineSchema) }),
  z.object({ type: z.literal('artifact'), artifact: artifactSchema }),
  z.object({ type: z.literal('heartbeat') }),
])
export type TrainerEvent = z.infer<typeof trainerEventSchema>
