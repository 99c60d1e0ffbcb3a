import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileProblem } from '../../engine/files/file-problem.ts'
import { lockOwner } from '../../engine/files/lock.ts'
import { listCheckpoints } from '../../engine/run-folder/checkpoints.ts'
import { runFiles } from '../../engine/run-folder/layout.ts'
import {
  createRunFolder, readConfig, readRunContents, readRunSummary, readStatus, writeConfig, writeStatus,
} from '../../engine/run-folder/run-folder.ts'
import { readStart } from '../../engine/run-folder/run-inputs.ts'
import { isTemporaryName } from '../../engine/files/atomic-write.ts'
import { Problem } from '../../shared/problem.ts'
import type { AnyRunConfig } from '../../shared/run-config.ts'
import type { MetricsLine, RunDetails, RunState, RunStatus, RunSummary } from '../../shared/run.ts'
import { findStudy } from '../../shared/studies/index.ts'
import type { EventHub } from './event-hub.ts'
import { type IndexedRun, readRunIndex, writeRunIndex } from './run-index.ts'
import { runFolderName } from './run-name.ts'
import { moveToTrash, takeFromTrash } from './trash.ts'
import type { Workspace } from './workspace.ts'

export interface RunsOptions {
  workspace: Workspace
  events: EventHub
  /** Where the library keeps the points of a data set, as an NPY file. */
  pointsFile: (dataSetId: string) => string
  /** Which program writes the rows of the index; another one reads the folders anew. @default '' */
  program?: string
}

/**
 * The runs of the workspace, and run folders elsewhere that were opened by their path. The folders are the truth; what is
 * kept here is a copy of each row, renewed when the folder's files have changed.
 */
export class Runs {
  readonly #options: RunsOptions
  readonly #rows = new Map<string, { folder: string; stamp: string; summary: RunSummary }>()
  #index: Promise<Map<string, IndexedRun>> | null = null
  /** Rows that were read from their folders since the index was written. */
  #unindexed = 0
  /** What a folder should say of its state but cannot, because its disk is full or read-only. */
  readonly #unwritten = new Map<string, RunStatus>()

  constructor(options: RunsOptions) {
    this.#options = options
  }

  /** Newest first. */
  async list(): Promise<RunSummary[]> {
    const { workspace } = this.#options
    const entries = await readdir(workspace.runs, { withFileTypes: true })
    const names = entries.filter((entry) => entry.isDirectory() && !isTemporaryName(entry.name)).map(({ name }) => name)
    const elsewhere = [...this.#rows].filter(([, row]) => !this.#isInWorkspace(row.folder)).map(([id]) => id)
    for (const [id, row] of this.#rows) if (this.#isInWorkspace(row.folder) && !names.includes(id)) this.#rows.delete(id)
    this.#index ??= readRunIndex(workspace.runIndex, this.#program)
    const rows = await Promise.all([...names, ...elsewhere].map((id) => this.summary(id)))
    if (this.#unindexed >= worthIndexing) await this.#writeIndex()
    return rows.sort((a, b) => b.created.localeCompare(a.created) || b.id.localeCompare(a.id))
  }

  async summary(id: string): Promise<RunSummary> {
    const folder = this.folderOf(id)
    const stamp = await folderStamp(folder)
    if (stamp === null) throw new Problem('RunUnknown', `There is no run "${id}" in ${this.#options.workspace.runs}.`, 'Look at the list of runs.')
    const known = this.#rows.get(id)
    const row = known?.stamp === stamp && known.folder === folder ? known : { folder, stamp, summary: await this.#read(folder, id, stamp) }
    this.#rows.set(id, row)
    const unwritten = this.#unwritten.get(id)
    return unwritten && !row.summary.broken ? { ...row.summary, status: unwritten } : row.summary
  }

  async details(id: string): Promise<Omit<RunDetails, 'progress'>> {
    const summary = await this.summary(id)
    const folder = this.folderOf(id)
    return { summary, folder, ...(await readRunContents(folder)) }
  }

  /** The folder of a run. Rejects names that would lead out of the workspace; says nothing about whether it is there. */
  folderOf(id: string): string {
    const opened = this.#rows.get(id)
    if (opened) return opened.folder
    if (id === '' || id === '.' || id === '..' || id !== basename(id) || id.includes('\\')) {
      throw new Problem('RunUnknown', `"${id}" is not the name of a run.`, 'Look at the list of runs.')
    }
    return join(this.#options.workspace.runs, id)
  }

  /** Writes the folder of a new run: in the workspace under a name of its own, or at `folder`, which must be new or empty. */
  async create(config: AnyRunConfig, folder?: string): Promise<RunSummary> {
    const study = findStudy(config.study)
    if (!study) throw new Problem('UnknownStudy', `There is no study "${config.study}".`)
    const named = study.dataSet(config)
    const points = named ? await this.#readPoints(named.id) : undefined
    const from = study.start?.(config)
    const start = from ? await readStart(this.folderOf(from.run), from.step) : undefined
    const status: RunStatus = {
      state: 'queued', step: 0, totalSteps: study.totalSteps(config), updated: new Date().toISOString(), elapsedSeconds: 0,
    }
    const target = folder === undefined ? await this.#freeFolder(config) : resolve(folder)
    try {
      await createRunFolder(target, config, status, { points, start })
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOTEMPTY' || code === 'EEXIST') {
        throw new Problem('FolderTaken', `${target} is there already and is not empty.`, 'Name another folder, or resume the run that is in it.')
      }
      throw fileProblem(error, 'make the run folder', target)
    }
    return await this.open(target)
  }

  /** Takes up a run folder anywhere on the disk, for as long as this host lives. */
  async open(folder: string): Promise<RunSummary> {
    const path = await realpath(folder).catch(() => {
      throw new Problem('FolderMissing', `There is no folder ${resolve(folder)}.`, 'Check the path.')
    })
    const taken = [...this.#rows].find(([, row]) => row.folder === path)
    const id = taken?.[0] ?? (this.#isInWorkspace(path) ? basename(path) : this.#freeId(basename(path)))
    this.#rows.set(id, { folder: path, stamp: '', summary: await readRunSummary(path, id) })
    return await this.publish(id)
  }

  async rename(id: string, title: string): Promise<RunSummary> {
    const folder = await this.#requireRun(id)
    const config = await readConfig(folder)
    if (!('value' in config)) throw new Problem('RunBroken', `${config.reason}.`)
    await writeConfig(folder, { ...config.value, title }).catch((error: unknown) => {
      throw fileProblem(error, 'rename the run', folder)
    })
    return await this.publish(id)
  }

  /** Moves the folder to the workspace's trash, and answers with its name there. */
  async remove(id: string): Promise<string> {
    const { workspace, events } = this.#options
    await this.summary(id)
    const folder = this.folderOf(id)
    if (!this.#isInWorkspace(folder)) throw new Problem('RunElsewhere', `${folder} is not in the workspace.`, 'Delete the folder yourself.')
    if (await lockOwner(join(folder, runFiles.lock))) throw new Problem('RunBusy', 'The run is still training.', 'Stop it, then remove it.')
    const trashed = await moveToTrash(folder, workspace.trash).catch((error: unknown) => {
      throw fileProblem(error, 'move the run to the trash', folder)
    })
    this.#rows.delete(id)
    this.#unwritten.delete(id)
    events.publish({ type: 'runRemoved', id })
    return trashed
  }

  /** Puts a removed run back. One that waited when it was removed has lost its place in the queue. */
  async restore(trashed: string): Promise<RunSummary> {
    const { workspace } = this.#options
    const id = await takeFromTrash(trashed, workspace.trash, workspace.runs, runFiles.status).catch((error: unknown) => {
      throw fileProblem(error, 'put the run back', workspace.runs)
    })
    const { status, broken } = await this.summary(id)
    return !broken && ['queued', 'running', 'paused'].includes(status.state) ? await this.setState(id, 'interrupted') : await this.publish(id)
  }

  /** Writes a state for a run that no trainer owns. Where the disk refuses, the state holds for as long as this host lives. */
  async setState(id: string, state: RunState, reason?: string): Promise<RunSummary> {
    const { status: before } = await this.summary(id)
    const folder = this.folderOf(id)
    const [saved] = await listCheckpoints(folder)
    const status: RunStatus = {
      state, reason, totalSteps: saved?.totalSteps ?? before.totalSteps, updated: new Date().toISOString(),
      step: saved?.step ?? 0, elapsedSeconds: saved?.elapsedSeconds ?? 0,
    }
    try {
      await writeStatus(folder, status)
      this.#unwritten.delete(id)
    } catch (error) {
      this.#unwritten.set(id, status)
      console.warn(`The state "${state}" of ${id} could not be written: ${(error as Error).message}`)
    }
    return await this.publish(id)
  }

  /** What a trainer says of its state: already in the folder, unless its disk refuses. */
  async trainerSays(id: string, status: RunStatus): Promise<RunSummary> {
    const written = await readStatus(this.folderOf(id))
    if ('value' in written && written.value.updated === status.updated) this.#unwritten.delete(id)
    else if (status.state === 'failed') this.#unwritten.set(id, status)
    return await this.publish(id)
  }

  /** New lines, without a look at the folder. */
  addMetrics(id: string, lines: MetricsLine[]): void {
    const row = this.#rows.get(id)
    if (row) row.summary = { ...row.summary, latest: Object.assign({}, row.summary.latest, ...lines.map(({ values }) => values)) as Record<string, number> }
  }

  async publish(id: string): Promise<RunSummary> {
    const summary = await this.summary(id)
    this.#options.events.publish({ type: 'run', summary })
    return summary
  }

  get #program(): string {
    return this.#options.program ?? ''
  }

  /** From the index where the folder's files are as they were then. */
  async #read(folder: string, id: string, stamp: string): Promise<RunSummary> {
    const indexed = (await this.#index)?.get(id)
    if (indexed?.stamp === stamp && this.#isInWorkspace(folder)) return indexed.summary
    this.#unindexed++
    return await readRunSummary(folder, id)
  }

  /** Why a folder is broken may lie outside the files of its stamp: such rows are read every time. */
  async #writeIndex(): Promise<void> {
    this.#unindexed = 0
    const sound = [...this.#rows].filter(([, { folder, summary }]) => this.#isInWorkspace(folder) && !summary.broken)
    await writeRunIndex(this.#options.workspace.runIndex, this.#program, new Map(sound.map(([id, { stamp, summary }]) => [id, { stamp, summary }])))
  }

  async #requireRun(id: string): Promise<string> {
    const { broken } = await this.summary(id)
    if (broken) throw new Problem('RunBroken', broken, 'It can be looked at, and removed.')
    return this.folderOf(id)
  }

  async #readPoints(dataSetId: string): Promise<Uint8Array> {
    try {
      return await readFile(this.#options.pointsFile(dataSetId))
    } catch {
      throw new Problem('DataSetUnknown', `The data set "${dataSetId}" is not in the library.`, 'Import the file again, then choose it in the data panel.')
    }
  }

  async #freeFolder(config: AnyRunConfig): Promise<string> {
    const name = runFolderName(new Date(), config)
    for (let n = 1; ; n++) {
      const folder = join(this.#options.workspace.runs, n === 1 ? name : `${name}-${n}`)
      if (!(await stat(folder).catch(() => null))) return folder
    }
  }

  #freeId(name: string): string {
    for (let n = 1; ; n++) {
      const id = n === 1 ? name : `${name}-${n}`
      if (!this.#rows.has(id)) return id
    }
  }

  #isInWorkspace(folder: string): boolean {
    return resolve(folder, '..') === resolve(this.#options.workspace.runs)
  }
}

/** Fewer new rows than this are read faster than the index is written. */
const worthIndexing = 10

/** Changes whenever a row's files do; null where there is no folder. */
async function folderStamp(folder: string): Promise<string | null> {
  if (!(await stat(folder).catch(() => null))?.isDirectory()) return null
  const stats = await Promise.all([runFiles.config, runFiles.status, runFiles.metrics, runFiles.provenance].map((name) => stat(join(folder, name)).catch(() => null)))
  return stats.map((file) => (file ? `${file.mtimeMs}:${file.size}:${file.ino}` : '-')).join(' ')
}
