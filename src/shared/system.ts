import { z } from 'zod'
import { backendNames } from './run-config.ts'

/** What the self-test page and `holoscope doctor` show. */
export const systemReportSchema = z.object({
  application: z.object({ version: z.string(), commit: z.string().nullable() }),
  platform: z.object({ os: z.string(), arch: z.string(), node: z.string(), cpu: z.string(), cores: z.int(), memoryGiB: z.number() }),
  backends: z.array(z.object({
    name: z.enum(backendNames),
    available: z.boolean(),
    /** Why it is or is not used, in a sentence that says what to do. */
    reason: z.string(),
    version: z.string().nullable(),
    device: z.string().nullable(),
    /** Measured on a 1024 × 1024 float32 matrix product; null where not measured. */
    gflops: z.number().nullable(),
  })),
  chosen: z.enum(backendNames).nullable(),
  workspace: z.string(),
})
export type SystemReport = z.infer<typeof systemReportSchema>

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Runs that train at the same time; the others wait in the queue. */
  concurrentRuns: z.int().min(1).max(8).default(1),
  /** The place that the window showed last, as a route. */
  lastRoute: z.string().default('/'),
  figureStyle: z.record(z.string(), z.unknown()).default({}),
})
export type Settings = z.infer<typeof settingsSchema>
