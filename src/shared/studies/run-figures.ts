import type { z } from 'zod'
import type { FigureInput } from '../figure.ts'
import type { Artifact, MetricsLine } from '../run.ts'

/**
 * What a study tells of the figures that can be made of its runs, and what each is drawn from. The command line reads that from the
 * run folder, the window by URL; both then call `build`, so that all entries draw the same.
 */
export interface RunFigure {
  /** The figure's `name`, base of file names, and what the command line calls it. */
  name: string
  title: string
  group: FigureGroup
  /** Arrays of the run folder; `build` gets those that are there. */
  arrays?: readonly ArrayNeed[]
  /** The analysis (`runs.analyse`) that draws the arrays from a checkpoint; absent for arrays that the training itself stores. */
  analysis?: string
  /** Answers of the compute catalogue. */
  computations?: readonly ComputationNeed[]
  /** What may be chosen of it, each field with a default and a description. */
  choices?: z.ZodObject
  /** False where the figure has no meaning for a configuration, e.g. field slices of a model without fields. @default always */
  appliesTo?(config: RunRecord['config']): boolean
  /** Null while the run has nothing to draw. */
  build(record: RunRecord, options?: FigureOptions): FigureInput | null
}

/** Headings of the list, in order. */
export const figureGroups = { training: 'Training', metrics: 'Metrics', samples: 'Samples', bulk: 'Bulk', physics: 'Physics', setup: 'Set-up' } as const
export type FigureGroup = keyof typeof figureGroups

export interface ArrayNeed {
  /** Of the artifact. */
  kind: string
  /** `newest`: all arrays of the greatest step. `history`: of steps evenly apart, the first and the last among them. @default 'newest' */
  of?: 'newest' | 'history'
  /** The figure can be drawn without any of them. @default false */
  optional?: boolean
  /** Of a figure with an analysis: `training` for what is drawn beside it and was stored by the training itself. @default 'analysis' */
  by?: 'analysis' | 'training'
}

/** Steps of a history. */
export const mostSteps = 12

export interface ComputationNeed {
  /** In the compute catalogue, and in `RunRecord.computed`. */
  name: string
  /** What it is asked, with the choices of the figure; null where the configuration has no such quantity. @default the configuration */
  input?(config: RunRecord['config'], choices: FigureChoices): unknown
}

/** Values of a figure's `choices`. */
export type FigureChoices = Readonly<Record<string, unknown>>

/** A run as its figures see it. */
export interface RunRecord {
  config: Readonly<Record<string, unknown>>
  /** Hash of `config.json`, named in the captions. */
  configHash?: string
  metrics: readonly MetricsLine[]
  /** Optimiser steps in which the training set is seen once; null where nobody knows. */
  stepsPerEpoch: number | null
  /** By kind of artifact, in the order of steps and files. */
  arrays: ReadonlyMap<string, readonly StoredArray[]>
  /** By name of the computation; those without an answer are absent. */
  computed: ReadonlyMap<string, unknown>
}

/** A stored array as the NPY reader gives it, in C order: points `[n, 2]`, lattice fields `[n, L, L, C]`. */
export interface PointArray { data: ArrayLike<number>; shape: readonly number[] }

/** An array of the run folder with its description. */
export interface StoredArray {
  artifact: Artifact
  /** In C order. */
  data: ArrayLike<number>
}

export interface FigureOptions {
  /** What curves are drawn against. @default 'step' */
  against?: Abscissa
  /** Half-life of the smoothing in logged points; 0 shows the raw curve alone. @default 5 */
  halfLife?: number
  /** @default 'log' for losses and spectra, 'linear' otherwise */
  scale?: 'linear' | 'log'
  /** Points of a curve, beyond which lowest and highest of each stretch are drawn. @default 4000 */
  limit?: number
  /** Values of the figure's `choices`, checked by its schema; absent ones take their defaults. */
  choices?: FigureChoices
}

export const abscissae = ['step', 'epoch', 'seconds'] as const
export type Abscissa = (typeof abscissae)[number]
export const abscissaLabels: Record<Abscissa, string> = { step: 'Training step', epoch: 'Epoch', seconds: 'Training time (s)' }

/** What the compute catalogue is asked for some figures of a run, each quantity once. */
export function questionsOf(figures: readonly RunFigure[], config: RunRecord['config'], choicesOf: (figure: RunFigure) => FigureChoices): Map<string, unknown> {
  const questions = new Map<string, unknown>()
  for (const figure of figures) {
    for (const { name, input } of figure.computations ?? []) {
      const question = input ? input(config, choicesOf(figure)) : config
      if (question !== null && !questions.has(name)) questions.set(name, question)
    }
  }
  return questions
}

/** The last array of a kind. */
export function newestArray(record: Pick<RunRecord, 'arrays'>, kind: string): StoredArray | null {
  return record.arrays.get(kind)?.at(-1) ?? null
}

/**
 * Which artifacts a figure is drawn from, of all that are in the run folder. Those of an analysis are all of one request: `drawn`
 * holds the arrays that it left.
 */
export function neededArtifacts(figure: Pick<RunFigure, 'arrays' | 'analysis'>, artifacts: readonly Artifact[], drawn: readonly Artifact[] = []): Artifact[] {
  const ofTraining = artifacts.filter(({ analysis }) => !analysis)
  const ofAnalysis = drawn.filter(({ analysis }) => analysis?.kind === figure.analysis)
  return (figure.arrays ?? []).flatMap(({ kind, of, by }) => {
    const from = figure.analysis && by !== 'training' ? ofAnalysis : ofTraining
    const all = from.filter((artifact) => artifact.kind === kind).toSorted((a, b) => a.step - b.step || a.file.localeCompare(b.file))
    const steps = [...new Set(all.map(({ step }) => step))]
    const shown = new Set(of === 'history' ? evenly(steps, mostSteps) : steps.slice(-1))
    return all.filter(({ step }) => shown.has(step))
  })
}

/** Arrays as a record holds them: by kind, in the order of steps and files, whatever the order in which figures asked for them. */
export function arraysByKind(arrays: readonly StoredArray[]): Map<string, StoredArray[]> {
  const ordered = arrays.toSorted(({ artifact: a }, { artifact: b }) => a.step - b.step || a.file.localeCompare(b.file))
  return new Map(ordered.map(({ artifact: { kind } }) => [kind, ordered.filter(({ artifact }) => artifact.kind === kind)]))
}

/** At most `count` of the values, the first and the last among them. */
export function evenly<Value>(values: readonly Value[], count: number): Value[] {
  if (values.length <= count) return [...values]
  return Array.from({ length: count }, (_, i) => values[Math.round((i * (values.length - 1)) / (count - 1))])
}

/** Whether there is anything that the figure could be drawn from, before arrays are read and analyses run. */
export function canDraw(figure: RunFigure, record: RunRecord, { artifacts, checkpoints }: { artifacts: readonly Artifact[]; checkpoints: number }): boolean {
  if (figure.appliesTo && !figure.appliesTo(record.config)) return false
  if (figure.analysis) return checkpoints > 0 || artifacts.some(({ analysis }) => analysis?.kind === figure.analysis)
  if (figure.arrays?.some(({ optional }) => !optional)) return neededArtifacts(figure, artifacts).length > 0
  // What follows from the configuration alone is always there; its answers may be to other choices than those asked for now.
  if (figure.group === 'setup') return true
  if (figure.computations?.some(({ name }) => !record.computed.has(name))) return record.metrics.length > 0
  return figure.build(record) !== null
}
