import { z } from 'zod'

/** One finding about input: what is wrong, where, and the usual remedy. Errors stop a run, warnings do not. */
export const issueSchema = z.object({
  severity: z.enum(['error', 'warning']),
  /** Stable name, e.g. `BelowBFBound`. */
  code: z.string(),
  /** Path of the field in the configuration, e.g. `geometry.conformalDimension`. */
  path: z.string(),
  message: z.string(),
})
export type Issue = z.infer<typeof issueSchema>
