import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type AnyRunConfig, anyRunConfigSchema, configVersion } from '../../shared/run-config.ts'
import { type Provenance, provenanceSchema, type RunStatus, type RunSummary, statusSchema } from '../../shared/run.ts'
import { findStudy } from '../../shared/studies/index.ts'
import { renameDurably, syncFolder, temporaryName, writeFileAtomic } from '../files/atomic-write.ts'
import { readArtifacts } from './artifacts.ts'
import { listCheckpoints, type LoadedCheckpoint, writeCheckpoint } from './checkpoints.ts'
import { runFiles } from './layout.ts'
import { readLatestMetrics, readMetrics } from './metrics.ts'
import { type JsonRead, readJson } from './read-json.ts'

/** What a run folder keeps a copy of, so that it trains wherever it is copied. */
export interface RunInputs {
  /** The points of the data set, as an NPY file. */
  points?: Uint8Array
  /** What the run starts from. */
  start?: { config: AnyRunConfig; checkpoint: LoadedCheckpoint }
}

/** Makes a run folder that is there as a whole or not at all. Fails if the name is taken by a folder that is not empty. */
export async function createRunFolder(folder: string, config: AnyRunConfig, status: RunStatus, { points, start }: RunInputs = {}): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  const temporary = temporaryName(folder)
  try {
    await mkdir(temporary)
    await writeFileAtomic(join(temporary, runFiles.config), toJson(config))
    await writeFileAtomic(join(temporary, runFiles.status), toJson(status))
    await writeFileAtomic(join(temporary, runFiles.standIn), toJson({ format: 'holoscope-run', config: runFiles.config }))
    if (points) {
      await mkdir(dirname(join(temporary, runFiles.inputPoints)))
      await writeFile(join(temporary, runFiles.inputPoints), points, { flush: true })
    }
    if (start) {
      const { step, totalSteps, elapsedSeconds } = start.checkpoint.manifest
      await writeCheckpoint(join(temporary, runFiles.inputStart), { step, totalSteps, elapsedSeconds }, start.checkpoint.state)
      await writeConfig(join(temporary, runFiles.inputStart), start.config)
    }
    await syncFolder(temporary)
    await renameDurably(temporary, folder)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

export function readConfig(folder: string): Promise<JsonRead<AnyRunConfig>> {
  return readJson(join(folder, runFiles.config), anyRunConfigSchema)
}
export function writeConfig(folder: string, config: AnyRunConfig): Promise<void> {
  return writeFileAtomic(join(folder, runFiles.config), toJson(config))
}
export function readStatus(folder: string): Promise<JsonRead<RunStatus>> {
  return readJson(join(folder, runFiles.status), statusSchema)
}
export function writeStatus(folder: string, status: RunStatus): Promise<void> {
  return writeFileAtomic(join(folder, runFiles.status), toJson(status))
}
export function readProvenance(folder: string): Promise<JsonRead<Provenance>> {
  return readJson(join(folder, runFiles.provenance), provenanceSchema)
}
export function writeProvenance(folder: string, provenance: Provenance): Promise<void> {
  return writeFileAtomic(join(folder, runFiles.provenance), toJson(provenance))
}

/** A row for the list of runs. A folder that is no run, or a damaged one, becomes a row with its reason. */
export async function readRunSummary(folder: string, id = basename(folder)): Promise<RunSummary> {
  const [config, status, provenance, latest] = await Promise.all([
    readConfig(folder), readStatus(folder), readProvenance(folder), readLatestMetrics(folder).catch(() => ({})),
  ])
  if (!('value' in config)) return brokenSummary(folder, id, configReason(config))
  const { study, title } = config.value
  if (!('value' in status)) return { ...brokenSummary(folder, id, `${status.reason}.`), study, title: title || id }
  const started = 'value' in provenance ? provenance.value.sessions[0]?.started : undefined
  return { id, study, title: title || id, outline: findStudy(study)?.outline(config.value), created: folderDate(folder) ?? started ?? status.value.updated, status: status.value, latest }
}

/** What the details page shows beside the summary. */
export async function readRunContents(folder: string) {
  const [config, provenance, metrics, artifacts, checkpoints] = await Promise.all([
    readConfig(folder), readProvenance(folder), readMetrics(folder).catch(() => []), readArtifacts(folder), listCheckpoints(folder),
  ])
  return {
    config: 'value' in config ? config.value : {},
    provenance: 'value' in provenance ? provenance.value : null,
    metrics,
    artifacts,
    checkpoints: checkpoints.map(({ step }) => step),
  }
}

const datePattern = /^(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z?-/
/** The date that begins the name of a folder, e.g. `2026-11-22T174501-holographic-flow-…` (universal time). */
function folderDate(folder: string): string | null {
  const match = datePattern.exec(basename(folder))
  return match ? `${match[1]}T${match[2]}:${match[3]}:${match[4]}.000Z` : null
}

function configReason(config: { reason: string; absent: boolean }): string {
  if (config.absent) return 'This folder is not a run: it has no config.json.'
  if (config.reason.includes('at schemaVersion')) {
    return `The run was made by another version of the lab: its config.json is not of format ${configVersion}, the one that this version reads.`
  }
  return `${config.reason}.`
}

function brokenSummary(folder: string, id: string, reason: string): RunSummary {
  const nothing = new Date(0).toISOString()
  const created = folderDate(folder) ?? nothing
  return {
    id, study: '', title: id, created, latest: {}, broken: reason,
    status: { state: 'failed', step: 0, totalSteps: 1, updated: created, elapsedSeconds: 0, reason },
  }
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
