import type { Component, Ref } from 'vue'
import type { DataSet } from '../../shared/dataset.ts'
import type { FigureInput } from '../../shared/figure.ts'
import type { OpenRun } from '../stores/open-run.ts'
import { holographicFlowInterface } from './holographic-flow/index.ts'

/** What the window says of a metric; the keys are the names in `metrics.jsonl`. */
export interface MetricText {
  label: string
  symbol: string
  meaning: string
  unit: string
  lowerIsBetter: boolean
}

export interface CurveChoices {
  against: 'step' | 'seconds'
  scale: 'linear' | 'log'
}
/** The curves of one run, drawn by the study's own figure builders; null while there is nothing to draw. */
export interface StudyCurves {
  loss(choices: CurveChoices): FigureInput | null
  metric(name: string, choices: CurveChoices): FigureInput | null
  /** All figures that a run of the study can have, in order. */
  list: readonly { name: string; title: string }[]
  figure(name: string, choices: CurveChoices): FigureInput | null
}

export interface CurveOptions {
  /** Read the newest arrays of the run too, so that `figure` can draw points. @default false */
  arrays?: boolean
}

/** What a study adds to the window. Everything else is drawn from its schema and from the run folder alone. */
export interface StudyInterface {
  id: string
  metrics: Readonly<Record<string, MetricText>>
  /** Metrics that the list of runs shows, and that the curves show first. */
  headline: readonly string[]
  /** Sections of the form and the parts of the configuration that stand in each, in order. */
  sections: readonly { id: string; label: string; paths: readonly string[] }[]
  /** Parts of the configuration that have an editor of their own: path to component (no props, uses the form context). */
  editors: Readonly<Record<string, Component>>
  /** Beside the form; takes `config`, draws what follows from it. */
  preview: Component
  /** The configuration that trains on a data set of the library. */
  withDataSet(config: Record<string, unknown>, set: DataSet): Record<string, unknown>
  /** Called in the set-up of the component that shows the curves; reactive in the run and its configuration. */
  useCurves(run: OpenRun, config: Ref<Record<string, unknown> | null>, options?: CurveOptions): StudyCurves
  /** Beside the curves of a run; takes `run` (an `OpenRun`) and `config`, and draws the run's artifacts. */
  pictures: Component
  /** Further parts of the run's page, mounted when they are opened; each takes `run` and `config`. */
  tabs?: readonly { id: string; label: string; component: Component }[]
}

/** The studies' parts of the interface. Adding one is a line here. */
const interfaces: readonly StudyInterface[] = [holographicFlowInterface]

export function studyInterface(id: string): StudyInterface | undefined {
  return interfaces.find((study) => study.id === id)
}
