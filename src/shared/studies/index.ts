import type { z } from 'zod'
import type { FigureInput } from '../figure.ts'
import type { Artifact, Provenance } from '../run.ts'
import { holographicFlow } from './holographic-flow/index.ts'
import type { MetricDescription } from './metric.ts'
import { neuralRg } from './neural-rg/index.ts'
import type { PointArray, RunFigure } from './run-figures.ts'

/** What every layer may know of a study without knowing its physics. */
export interface StudyDescription {
  id: string
  title: string
  /** One sentence for the start page and the command line's help. */
  summary: string
  /** Full configuration; all fields have defaults, so `{study: id}` parses. */
  config: z.ZodType
  /** Optimiser steps of a parsed configuration, for the list before the trainer has started. */
  totalSteps(config: unknown): number
  /** The data set of the library that a parsed configuration names; null where it needs none. */
  dataSet(config: unknown): { id: string; hash: string } | null
  /**
   * The run from whose checkpoint (of `step`; 0 for the newest) a parsed configuration starts; null where it starts afresh. Absent
   * for studies that always do.
   */
  start?(config: unknown): { run: string; step: number } | null
  /** What galleries show of a run. */
  gallery: GalleryDescription
  /** What the numbers of `metrics.jsonl` mean, by name. */
  metrics: Readonly<Record<string, MetricDescription>>
  /** Every figure that can be made of a run, in the order of the interface; `curveFigures` has those that every training has. */
  figures: readonly RunFigure[]
  /** Optimiser steps in which the training set is seen once; null where a configuration does not tell its size. */
  stepsPerEpoch(config: unknown): number | null
  /** Named, complete configurations. The first one is the example that the lab opens with. */
  presets: readonly Preset[]
  /** A run in a few words for lists: model, geometry, size. Undefined for a configuration that does not parse. */
  outline(config: unknown): string | undefined
}

/** Stored arrays of a run as pictures on a wall. */
export interface GalleryDescription {
  /** Kind of the artifacts that are shown, one a step. */
  samples: string
  /** Kinds of what they should look like; those of the first kind that is there come before the samples. */
  truths: readonly string[]
  /** `true points`, under the picture. */
  truthName(truth: Artifact): string
  /** An array as a panel, in the frame of the truth where there is one; null for a configuration that does not parse. */
  panel(config: unknown, array: PointArray, truth: PointArray | null, title: string): FigureInput['panels'][number] | null
}

export interface Preset {
  id: string
  title: string
  /** What it shows, and how long it takes on two cores. */
  summary: string
  /** `example`: minutes on a laptop. `quick`: a quarter of an hour. `paper`: hours. `test`: seconds. */
  effort: 'example' | 'quick' | 'paper' | 'test'
  /** Input of the study's config schema. */
  config: Record<string, unknown>
}

/** The studies, in the order in which the interface shows them. Adding one is a line here. */
export const studies: readonly StudyDescription[] = [holographicFlow, neuralRg]

/** Optimiser steps of an epoch as the trainer counted them, else as the configuration tells; null where nobody knows. */
export function epochLength(study: string, config: unknown, provenance: Pick<Provenance, 'stepsPerEpoch'> | null): number | null {
  return provenance?.stepsPerEpoch ?? findStudy(study)?.stepsPerEpoch(config) ?? null
}

export function findStudy(id: string): StudyDescription | undefined {
  return studies.find((study) => study.id === id)
}
