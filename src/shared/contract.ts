import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { analysisRequestSchema, analysisResultSchema } from './analysis.ts'
import { columnPreviewSchema, dataSetSchema, importChoicesSchema, importedPicturesSchema, picturesImportSchema, tablePreviewSchema } from './dataset.ts'
import { figureFormats, figureSchema, figureStyleSchema } from './figure.ts'
import { issueSchema } from './issue.ts'
import { readingSchema } from './reading.ts'
import { artifactSchema, metricsLineSchema, progressSchema, runDetailsSchema, runSummarySchema } from './run.ts'
import { settingsChangeSchema, settingsSchema, systemReportSchema } from './system.ts'

/**
 * Every call that the interface can make, over MessagePort in Electron and over one WebSocket in `serve`.
 * Arrays do not travel here: see `files.ts` for the URLs of artifacts, uploads and exported figures.
 */

const runId = z.object({ id: z.string() })
/** Name of a folder in the workspace's trash. */
const trashed = z.object({ trashed: z.string() })
const config = z.record(z.string(), z.unknown())

/** Pushed to every window. Small, coalesced at the source. */
export const hostEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), summary: runSummarySchema }),
  z.object({ type: z.literal('runRemoved'), id: z.string() }),
  z.object({ type: z.literal('progress'), id: z.string(), progress: progressSchema }),
  z.object({ type: z.literal('metrics'), id: z.string(), lines: z.array(metricsLineSchema) }),
  z.object({ type: z.literal('artifact'), id: z.string(), artifact: artifactSchema }),
  /** An analysis moves on; its result is the answer of the call. */
  z.object({ type: z.literal('analysis'), id: z.string(), kind: z.string(), step: z.int(), seed: z.int(), share: z.number() }),
  z.object({ type: z.literal('dataSets') }),
  z.object({ type: z.literal('settings'), settings: settingsSchema }),
])
export type HostEvent = z.infer<typeof hostEventSchema>

/** A typed, expected failure: the message is for people. */
export const problemErrors = { PROBLEM: { data: z.object({ code: z.string(), action: z.string().optional() }) } }
const call = oc.errors(problemErrors)

export const contract = {
  events: { subscribe: call.output(eventIterator(hostEventSchema)) },
  runs: {
    list: call.output(z.array(runSummarySchema)),
    get: call.input(runId).output(runDetailsSchema),
    /** Checks, writes the folder, queues it. */
    create: call.input(z.object({ config })).output(runSummarySchema),
    pause: call.input(runId).output(runSummarySchema),
    resume: call.input(runId).output(runSummarySchema),
    stop: call.input(runId).output(runSummarySchema),
    rename: call.input(z.object({ id: z.string(), title: z.string().min(1).max(200) })).output(runSummarySchema),
    /**
     * Pictures of a checkpoint that are drawn on request; answers when they are in the run folder, at once where they are there
     * already. Aborting the call ends the work, unless somebody else waits for the same.
     */
    analyse: call.input(runId.extend(analysisRequestSchema.shape)).output(analysisResultSchema),
    /** Moves the folder to the workspace's `trash`; `restore` puts it back. */
    remove: call.input(runId).output(trashed),
    restore: call.input(trashed).output(runSummarySchema),
  },
  studies: {
    /** Resolves defaults and checks the physics; `config` is null when the shape itself is wrong. */
    check: call.input(z.object({ config })).output(z.object({
      config: config.nullable(),
      issues: z.array(issueSchema),
      parameterCount: z.int().nullable(),
    })),
  },
  /** The physics as a calculator: previews in the interface, `holoscope compute` on the command line. */
  compute: call.input(z.object({ name: z.string(), input: z.unknown() })).output(z.unknown()),
  dataSets: {
    list: call.output(z.array(dataSetSchema)),
    preview: call.input(z.object({ upload: z.string(), reading: readingSchema.optional() })).output(tablePreviewSchema),
    previewColumns: call.input(z.object({ upload: z.string(), columns: z.tuple([z.int(), z.int()]), reading: readingSchema.optional() })).output(columnPreviewSchema),
    import: call.input(z.object({
      upload: z.string(), columns: z.tuple([z.int(), z.int()]), title: z.string().min(1).max(200), choices: importChoicesSchema.optional(),
    })).output(dataSetSchema),
    /** Several pictures as one data set. */
    importPictures: call.input(picturesImportSchema).output(importedPicturesSchema),
    /** Forgets an upload that is not wanted. */
    discard: call.input(z.object({ upload: z.string() })),
    remove: call.input(z.object({ id: z.string() })).output(trashed),
    restore: call.input(trashed).output(dataSetSchema),
  },
  figures: {
    /** Writes the figure into the run's `figures/` (or the workspace's) and answers with its URL for download. */
    export: call.input(z.object({
      runId: z.string().nullable(), figure: figureSchema, format: z.enum(figureFormats), style: figureStyleSchema,
    })).output(z.object({ url: z.string(), fileName: z.string() })),
  },
  system: {
    report: call.output(systemReportSchema),
    settings: call.output(settingsSchema),
    updateSettings: call.input(settingsChangeSchema).output(settingsSchema),
  },
}
