import { z } from 'zod'
import { Problem } from './problem.ts'
import { pictureReadingSchema, readingSchema } from './reading.ts'

/** Everything is read into memory; beyond this a file is refused by its size alone. */
export const largestFile = 512 * 2 ** 20

export function refuseTooLarge(size: number): void {
  if (size <= largestFile) return
  throw new Problem('FileTooLarge', `The file has ${Math.round(size / 2 ** 20)} MB; up to ${largestFile / 2 ** 20} MB are read.`,
    'Save the two columns as NPY (16 bytes a point), or a random part of the rows.')
}

/**
 * A data set in the library: `<workspace>/datasets/<id>/` holds `points.npy` (float64 `[N, 2]`) and `dataset.json`.
 * The hash is the SHA-256 of the little-endian float64 bytes of the points, row by row.
 */
export const dataSetSchema = z.object({
  id: z.string(),
  title: z.string(),
  hash: z.string(),
  count: z.int(),
  columns: z.tuple([z.string(), z.string()]),
  /** Units of the two columns; empty where there is none. */
  units: z.tuple([z.string(), z.string()]).optional(),
  /** How the file was read, guesses included: enough to import it again. */
  reading: readingSchema.optional(),
  /** Density of the points on `thumbnailSize`² cells, row by row from the top, a byte a cell (255 the fullest), in base64. */
  thumbnail: z.string().max(10_000).optional(),
  /** Name of the file that it came from. */
  origin: z.string(),
  imported: z.string(),
  dropped: z.int(),
  mean: z.tuple([z.number(), z.number()]),
  min: z.tuple([z.number(), z.number()]),
  max: z.tuple([z.number(), z.number()]),
})
export type DataSet = z.infer<typeof dataSetSchema>

export const thumbnailSize = 40

/** What a person decides at the import, besides columns and title. */
export const importChoicesSchema = z.object({ reading: readingSchema, units: z.tuple([z.string().max(40), z.string().max(40)]) }).partial()
export type ImportChoices = z.infer<typeof importChoicesSchema>

/** Most files of a folder that are looked at. */
export const mostFolderFiles = 1000

/** The pictures of a folder as one data set: the mean of their densities. */
export const picturesImportSchema = z.object({
  uploads: z.array(z.string()).min(1).max(mostFolderFiles),
  folder: z.string().max(200),
  title: z.string().min(1).max(200),
  picture: pictureReadingSchema.partial().optional(),
})
export type PicturesImport = z.infer<typeof picturesImportSchema>
export const importedPicturesSchema = z.object({
  dataSet: dataSetSchema,
  /** Those that could not be read, by their place in the list, and why. */
  refused: z.array(z.object({ index: z.int(), reason: z.string() })),
})
export type ImportedPictures = z.infer<typeof importedPicturesSchema>

/** A row that was left out, with its line in the file (1 is the first line; of an NPY array, its row) and why. */
export const droppedRowSchema = z.object({ line: z.int(), reason: z.string() })
export type DroppedRow = z.infer<typeof droppedRowSchema>

/** What the import dialog shows before anything is kept. */
export const tablePreviewSchema = z.object({
  /** Handle of the uploaded or opened file for the import that follows. */
  upload: z.string(),
  fileName: z.string(),
  format: z.enum(['csv', 'tsv', 'text', 'npy', 'npz', 'json', 'picture']),
  columns: z.array(z.object({
    name: z.string(),
    /** Share of rows where the column holds a finite number. */
    numeric: z.number(),
    min: z.number().nullable(),
    max: z.number().nullable(),
  })),
  rows: z.int(),
  suggested: z.tuple([z.int(), z.int()]),
  /** How it was read. */
  reading: readingSchema,
  /** The arrays of an archive that could be read. */
  arrays: z.array(z.object({ name: z.string(), label: z.string() })),
  /** What the reader did that a person should know. */
  remarks: z.array(z.string()),
})
export type TablePreview = z.infer<typeof tablePreviewSchema>

/** The chosen two columns: counts, dropped rows and a thinned picture. */
export const columnPreviewSchema = z.object({
  kept: z.int(),
  droppedCount: z.int(),
  /** The first ones, at most 200. */
  dropped: z.array(droppedRowSchema),
  duplicates: z.int(),
  /** Rows beyond five standard deviations. */
  outliers: z.int(),
  mean: z.tuple([z.number(), z.number()]),
  min: z.tuple([z.number(), z.number()]),
  max: z.tuple([z.number(), z.number()]),
  /** At most 2,000 evenly picked rows, interleaved x, y; the chart says when it is thinned. */
  sample: z.array(z.number()),
  /** Points in each of equal bins from `min` to `max`, for both coordinates. */
  histograms: z.tuple([z.array(z.int()), z.array(z.int())]),
  /** Why these points cannot be a data set; null where they can. */
  obstacle: z.string().nullable(),
})
export type ColumnPreview = z.infer<typeof columnPreviewSchema>
