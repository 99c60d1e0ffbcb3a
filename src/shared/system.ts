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
    /** The sentences of the reason, one for each path that is or is not taken: by CUDA, by the op library. */
    details: z.array(z.string()).optional(),
    version: z.string().nullable(),
    device: z.string().nullable(),
    /** Measured on a 1024 × 1024 float32 matrix product; null where not measured. */
    gflops: z.number().nullable(),
  })),
  chosen: z.enum(backendNames).nullable(),
  workspace: z.string(),
})
export type SystemReport = z.infer<typeof systemReportSchema>

/** A part of a configuration kept under a name, such as a geometry; whether it makes sense is checked when it is used. */
export const savedPartSchema = z.object({
  study: z.string(),
  /** Where it belongs in the configuration. */
  path: z.string(),
  name: z.string().trim().min(1).max(100),
  value: z.record(z.string(), z.unknown()),
})
export type SavedPart = z.infer<typeof savedPartSchema>

const choices = {
  theme: z.enum(['system', 'light', 'dark']),
  /** Runs that train at the same time; the others wait in the queue. */
  concurrentRuns: z.int().min(1).max(8),
  /** The place that the window showed last, as a route. */
  lastRoute: z.string(),
  figureStyle: z.record(z.string(), z.unknown()),
  /** Named geometries and the like, in the order in which they were saved. */
  savedParts: z.array(savedPartSchema).max(1000),
}

export const settingsSchema = z.object({
  theme: choices.theme.default('system'),
  concurrentRuns: choices.concurrentRuns.default(1),
  lastRoute: choices.lastRoute.default('/'),
  figureStyle: choices.figureStyle.default({}),
  savedParts: choices.savedParts.default([]),
})
export type Settings = z.infer<typeof settingsSchema>

/** Some of the settings. Without defaults: in zod they apply inside `partial()` too, and would reset all that is not named. */
export const settingsChangeSchema = z.object(choices).partial()
