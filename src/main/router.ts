import { implement, ORPCError } from '@orpc/server'
import { findComputation } from '../physics/compute/catalogue.ts'
import { contract } from '../shared/contract.ts'
import { Problem } from '../shared/problem.ts'
import type { Host } from './host.ts'
import { checkStudyConfig } from './services/study-check.ts'

/**
 * The contract over the services. A `Problem` reaches the caller with its sentence; anything else is a defect: it is logged
 * here with its stack, and the caller learns only that it happened.
 */
export function createRouter(host: Host) {
  const { runs, trainers, analyses, dataSets, figures, system, settings, events } = host
  const os = implement(contract).use(async ({ next, path }) => {
    try {
      return await next()
    } catch (error) {
      if (error instanceof Problem) {
        throw new ORPCError('PROBLEM', { message: error.message, data: { code: error.code, action: error.action } })
      }
      if (!(error instanceof ORPCError)) console.error(`The call ${path.join('.')} failed:`, error)
      throw error
    }
  })
  return os.router({
    events: {
      subscribe: os.events.subscribe.handler(({ signal }) => events.stream(signal)),
    },
    runs: {
      list: os.runs.list.handler(() => runs.list()),
      get: os.runs.get.handler(async ({ input }) => ({ ...(await runs.details(input.id)), progress: trainers.progress(input.id) })),
      create: os.runs.create.handler(({ input }) => host.startRun(input.config)),
      pause: os.runs.pause.handler(({ input }) => trainers.pause(input.id)),
      resume: os.runs.resume.handler(({ input }) => trainers.resume(input.id)),
      stop: os.runs.stop.handler(({ input }) => trainers.stop(input.id)),
      rename: os.runs.rename.handler(({ input }) => runs.rename(input.id, input.title)),
      analyse: os.runs.analyse.handler(({ input: { id, ...request }, signal }) => analyses.analyse(id, request, signal)),
      remove: os.runs.remove.handler(async ({ input }) => ({ trashed: await host.removeRun(input.id) })),
      restore: os.runs.restore.handler(({ input }) => runs.restore(input.trashed)),
    },
    studies: {
      check: os.studies.check.handler(({ input }) => checkStudyConfig(input.config)),
    },
    compute: os.compute.handler(({ input }) => {
      const computation = findComputation(input.name)
      if (!computation) throw new Problem('UnknownQuantity', `There is no quantity "${input.name}".`, '"holoscope compute --list" names them all.')
      const parsed = computation.input.safeParse(input.input)
      if (!parsed.success) {
        throw new Problem('WrongInput', parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; '))
      }
      return computation.compute(parsed.data)
    }),
    dataSets: {
      list: os.dataSets.list.handler(() => dataSets.list()),
      preview: os.dataSets.preview.handler(({ input }) => dataSets.preview(input.upload, input.reading)),
      previewColumns: os.dataSets.previewColumns.handler(({ input }) => dataSets.previewColumns(input.upload, input.columns, input.reading)),
      import: os.dataSets.import.handler(({ input }) => dataSets.import(input.upload, input.columns, input.title, input.choices)),
      importPictures: os.dataSets.importPictures.handler(({ input }) => dataSets.importPictures(input)),
      discard: os.dataSets.discard.handler(({ input }) => dataSets.discard(input.upload)),
      remove: os.dataSets.remove.handler(async ({ input }) => ({ trashed: await dataSets.remove(input.id) })),
      restore: os.dataSets.restore.handler(({ input }) => dataSets.restore(input.trashed)),
    },
    figures: {
      export: os.figures.export.handler(({ input }) => figures.export(input.runId, input.figure, input.format, input.style)),
    },
    system: {
      report: os.system.report.handler(() => system.report()),
      settings: os.system.settings.handler(() => settings.current),
      updateSettings: os.system.updateSettings.handler(({ input }) => settings.update(input)),
    },
  })
}
