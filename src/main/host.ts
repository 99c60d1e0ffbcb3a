import type { ScriptRunner } from '../engine/backends/probe.ts'
import { acquireLock, type Lock } from '../engine/files/lock.ts'
import { Problem } from '../shared/problem.ts'
import type { Provenance, RunSummary } from '../shared/run.ts'
import { Analyses } from './services/analyses.ts'
import { type AnalysisSpawner, spawnAnalysisWithNode } from './services/analysis-process.ts'
import { describeApplication } from './services/application.ts'
import { DataSets } from './services/data-sets.ts'
import { EventHub } from './services/event-hub.ts'
import { FiguresService } from './services/figures.ts'
import { recoverRuns } from './services/recover-runs.ts'
import { Runs } from './services/runs.ts'
import { SettingsService } from './services/settings.ts'
import { requireSoundConfig } from './services/study-check.ts'
import { SystemService } from './services/system.ts'
import { spawnWithNode, type TrainerSpawner } from './services/trainer-process.ts'
import { Trainers } from './services/trainers.ts'
import { openWorkspace, type Workspace } from './services/workspace.ts'

export interface HostOptions {
  /** Folder of the workspace. @default HOLOSCOPE_HOME, else ~/Holoscope */
  workspace?: string
  /** How a trainer process is started. @default child_process.fork */
  spawner?: TrainerSpawner
  /** How a process that draws pictures of a checkpoint is started. @default child_process.fork */
  analysisSpawner?: AnalysisSpawner
  /** How the self-test starts its processes. @default this process's Node */
  scriptRunner?: ScriptRunner
  /** Starts the runs that wait in the queue since the last time; for hosts that stay (a window, `serve`). @default false */
  startQueued?: boolean
  /** Time that a trainer has to save when the host shuts down, in milliseconds. @default 20000 */
  graceMilliseconds?: number
}

/** The services of the lab, which all three entries start: a window, `serve`, the command line. */
export interface Host {
  readonly application: Provenance['application']
  readonly workspace: Workspace
  readonly events: EventHub
  readonly settings: SettingsService
  readonly dataSets: DataSets
  readonly runs: Runs
  readonly trainers: Trainers
  readonly analyses: Analyses
  readonly figures: FiguresService
  readonly system: SystemService
  /** Checks the configuration, writes the folder (in the workspace, or a new one anywhere) and queues the run. */
  startRun(config: unknown, options?: { folder?: string }): Promise<RunSummary>
  /** Takes up the run in a folder anywhere on the disk and queues it from its last checkpoint. */
  resumeFolder(folder: string): Promise<RunSummary>
  /** Moves a run that does not train to the trash, and answers with its name there. */
  removeRun(id: string): Promise<string>
  /** Trainers save and end; then the services, in the reverse order of their start. */
  shutdown(): Promise<void>
}

/** Starts the services, each with the ones that it needs: this list is the architecture of the host. */
export async function createHost(options: HostOptions = {}): Promise<Host> {
  const application = describeApplication()
  const workspace = await openWorkspace(options.workspace)
  const events = new EventHub()
  const settings = new SettingsService(workspace.settings, events)
  const dataSets = new DataSets({ workspace, events })
  const runs = new Runs({
    workspace, events, pointsFile: (id) => dataSets.pointsFile(id), program: `${application.version} ${application.commit ?? ''}`,
  })
  const trainers = new Trainers({
    runs, events, settings, application, spawner: options.spawner ?? spawnWithNode, graceMilliseconds: options.graceMilliseconds,
  })
  const analyses = new Analyses({ runs, events, spawner: options.analysisSpawner ?? spawnAnalysisWithNode })
  const figures = new FiguresService(workspace, runs)
  const system = new SystemService(application, workspace.root, options.scriptRunner)

  const lock = await lookAfter(workspace)
  await settings.boot()
  // Sweeps away what an earlier host left, which only the host that looks after the workspace may.
  if (lock) await dataSets.boot()
  trainers.boot()
  const recovery = lock ? await recoverRuns(runs) : null
  if (options.startQueued && recovery) for (const id of recovery.queued) await trainers.enqueue(id)

  return {
    application, workspace, events, settings, dataSets, runs, trainers, analyses, figures, system,
    async startRun(config, { folder } = {}) {
      const { id } = await runs.create(requireSoundConfig(config), folder)
      return await trainers.enqueue(id)
    },
    async resumeFolder(folder) {
      const { id } = await runs.open(folder)
      return await trainers.resume(id)
    },
    async removeRun(id) {
      if (trainers.isActive(id)) throw new Problem('RunBusy', 'The run is still training.', 'Stop it, then remove it.')
      trainers.forget(id)
      await analyses.forget(id)
      return await runs.remove(id)
    },
    async shutdown() {
      await analyses.shutdown()
      await trainers.shutdown()
      recovery?.stop()
      await dataSets.shutdown()
      await settings.shutdown()
      await lock?.release()
    },
  }
}

/** Of several hosts on one workspace (a window and a command line), the first looks after dead and queued runs. */
async function lookAfter(workspace: Workspace): Promise<Lock | null> {
  const answer = await acquireLock(workspace.lock)
  return 'lock' in answer ? answer.lock : null
}
