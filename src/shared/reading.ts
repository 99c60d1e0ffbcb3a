import { z } from 'zod'

/**
 * How a file is read: what its reader guesses, and what a person may decide otherwise in the import dialog. Whatever is absent is
 * guessed; of the answer of a preview everything that applies to the file is there.
 */
export const delimiterNames = ['comma', 'semicolon', 'tab', 'bar', 'blanks'] as const
/** Signs that begin a comment line; where cells are separated by blanks they also end a row. */
export const commentSigns = ['hash-or-percent', 'hash', 'percent', 'exclamation', 'semicolon', 'none'] as const

export const pictureReadingSchema = z.object({
  /** Share of full density below which a pixel counts as empty; takes away paper and compression noise. @default 0.1 */
  threshold: z.number().min(0).max(0.95),
  /** Light pixels carry the points, in place of dark ones. @default guessed from the border of the picture */
  invert: z.boolean(),
  /** `keep`: the longer side reaches from -1 to 1, the other in proportion; `square`: both sides do. @default keep */
  aspect: z.enum(['keep', 'square']),
  /** Points to draw. @default 10000 */
  count: z.int().min(2).max(1_000_000),
  /** The same seed draws the same points. @default 0 */
  seed: z.int().min(0).max(2 ** 32 - 1),
})
export type PictureReading = z.infer<typeof pictureReadingSchema>

/** Without a look at the picture; its border then decides which pixels carry the points. */
export const defaultPictureReading: PictureReading = { threshold: 0.1, invert: false, aspect: 'keep', count: 10_000, seed: 0 }

export const readingSchema = z.object({
  delimiter: z.enum(delimiterNames),
  /** The first row holds names. */
  header: z.boolean(),
  comment: z.enum(commentSigns),
  /** 1,5 is one and a half. */
  decimalComma: z.boolean(),
  /** Which array of an archive. */
  array: z.string().max(1000),
  picture: pictureReadingSchema.partial(),
}).partial()
export type Reading = z.infer<typeof readingSchema>
