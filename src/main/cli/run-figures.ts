import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { storedAnalysis } from '../../engine/analysis/stored-analysis.ts'
import { runFiles } from '../../engine/run-folder/layout.ts'
import { readConfig, readRunContents } from '../../engine/run-folder/run-folder.ts'
import { findComputation } from '../../physics/compute/catalogue.ts'
import type { AnalysisResult } from '../../shared/analysis.ts'
import { configHash } from '../../shared/config-hash.ts'
import { decodeNpy } from '../../shared/npy.ts'
import { Problem } from '../../shared/problem.ts'
import type { Artifact } from '../../shared/run.ts'
import type { AnyRunConfig } from '../../shared/run-config.ts'
import { arraysByKind, canDraw, type FigureChoices, neededArtifacts, questionsOf, type RunFigure, type RunRecord, type StoredArray } from '../../shared/studies/run-figures.ts'
import { epochLength, findStudy } from '../../shared/studies/index.ts'
import { drawAnalysis, spawnAnalysisWithNode } from '../services/analysis-process.ts'

/** A run folder anywhere on the disk, and what its study can draw of it. */
export interface FigureFolder {
  readonly folder: string
  readonly config: AnyRunConfig
  readonly contents: Awaited<ReturnType<typeof readRunContents>>
  readonly figures: readonly RunFigure[]
  /** What figures see before arrays are read. */
  readonly bare: RunRecord
}

export async function openFigureFolder(folder: string): Promise<FigureFolder> {
  const config = await readConfig(folder)
  if (!('value' in config)) throw new Problem('RunBroken', `${folder} cannot be used as a run: ${config.reason}.`, 'Give the folder of a run, which holds config.json.')
  const study = findStudy(config.value.study)
  if (!study?.config.safeParse(config.value).success) {
    throw new Problem('UnknownStudy', `The study of ${folder}, "${config.value.study}", has no figures in this version.`, 'Use the version of the lab that made the run.')
  }
  const contents = await readRunContents(folder)
  return {
    folder, config: config.value, contents, figures: study.figures,
    bare: {
      config: config.value, metrics: contents.metrics, configHash: await configHash(config.value), arrays: new Map(), computed: new Map(),
      stepsPerEpoch: epochLength(config.value.study, config.value, contents.provenance),
    },
  }
}

/** Whether there is anything to draw a figure from, now or after an analysis of a checkpoint. */
export function isDrawable({ contents, bare }: FigureFolder, figure: RunFigure): boolean {
  const { artifacts, checkpoints } = contents
  return canDraw(figure, bare, { artifacts, checkpoints: checkpoints.length })
}

export interface RecordOptions {
  /** Of the checkpoint that analyses look at; undefined takes the newest. */
  step?: number
  /** Of the analyses. @default the run's */
  seed?: number
  /** What was chosen of a figure. @default nothing */
  choicesOf?: (figure: RunFigure) => FigureChoices
  /** Hears what is drawn from a checkpoint, and the share of it that is done. */
  onProgress?: (analysis: string, share: number) => void
}

/** All that some figures of a run are drawn from; analyses that were not drawn before are drawn now, and kept. */
export async function readRecord(opened: FigureFolder, figures: readonly RunFigure[], options: RecordOptions = {}): Promise<RunRecord> {
  const analyses = new Map<string, AnalysisResult>()
  for (const { analysis } of figures) {
    if (analysis !== undefined && !analyses.has(analysis)) analyses.set(analysis, await analysed(opened, analysis, options))
  }
  const needed = new Map(figures.flatMap((figure) => neededArtifacts(figure, opened.contents.artifacts, analyses.get(figure.analysis ?? '')?.artifacts))
    .map((artifact) => [artifact.file, artifact]))
  const arrays = arraysByKind(await Promise.all([...needed.values()].map((artifact) => readArray(opened.folder, artifact))))
  return { ...opened.bare, arrays, computed: computedFor(questionsOf(figures, opened.config, options.choicesOf ?? (() => ({})))) }
}

async function analysed({ folder, config, contents }: FigureFolder, kind: string, { step, seed, onProgress }: RecordOptions): Promise<AnalysisResult> {
  const wanted = step ?? Math.max(...contents.checkpoints, ...contents.artifacts.filter(({ analysis }) => analysis?.kind === kind).map((artifact) => artifact.step))
  if (!Number.isFinite(wanted)) throw new Problem('NoCheckpoint', `${folder} has no checkpoint.`, 'Let it train up to its first one, then try again.')
  const request = { kind, step: wanted, seed: seed ?? config.seed }
  const stored = await storedAnalysis(folder, request)
  if (stored) return { step: wanted, artifacts: stored }
  return drawAnalysis(spawnAnalysisWithNode, folder, request, (share) => onProgress?.(kind, share)).result
}

async function readArray(folder: string, artifact: Artifact): Promise<StoredArray> {
  const path = join(folder, runFiles.artifacts, artifact.file)
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new Problem('ArtifactUnreadable', `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown failure'}).`, 'Copy the run folder again as a whole.')
  })
  return { artifact, data: decodeNpy(bytes).data }
}

/** Answers of the compute catalogue; a configuration that has no such number (a warp factor at fault, say) leaves it out. */
function computedFor(questions: ReadonlyMap<string, unknown>): Map<string, unknown> {
  const answers = new Map<string, unknown>()
  for (const [name, asked] of questions) {
    try {
      const answer = findComputation(name)?.compute(asked)
      if (answer !== undefined) answers.set(name, answer)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }
  return answers
}
