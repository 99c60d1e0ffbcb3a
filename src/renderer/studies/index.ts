import type { Component } from 'vue'
import type { DataSet } from '../../shared/dataset.ts'
import type { MetricDescription } from '../../shared/studies/metric.ts'
import { holographicFlowInterface } from './holographic-flow/index.ts'
import { neuralRgInterface } from './neural-rg/index.ts'

/** What a study adds to the window. Everything else is drawn from its schema and from the run folder alone. */
export interface StudyInterface {
  id: string
  metrics: Readonly<Record<string, MetricDescription>>
  /** Metrics that the list of runs shows, and that the curves show first. */
  headline: readonly string[]
  /** Sections of the form and the parts of the configuration that stand in each, in order. */
  sections: readonly { id: string; label: string; paths: readonly string[] }[]
  /** Parts of the configuration that have an editor of their own: path to component (no props, uses the form context). */
  editors: Readonly<Record<string, Component>>
  /** Beside the form; takes `config`, draws what follows from it. */
  preview: Component
  /** The configuration that trains on a data set of the library; null for a study that takes none. */
  withDataSet: ((config: Record<string, unknown>, set: DataSet) => Record<string, unknown>) | null
  /** What a run without training data is trained on, for its provenance. */
  trainsOn?: string
  /** Beside the curves of a run; takes `run` (an `OpenRun`) and `config`, and draws the run's artifacts. */
  pictures: Component
  /** Further parts of the run's page, mounted when they are opened; each takes `run` and `config`. */
  tabs?: readonly { id: string; label: string; component: Component }[]
}

/** The studies' parts of the interface. Adding one is a line here. */
const interfaces: readonly StudyInterface[] = [holographicFlowInterface, neuralRgInterface]

export function studyInterface(id: string): StudyInterface | undefined {
  return interfaces.find((study) => study.id === id)
}
