import type { Component } from 'vue'
import { holographicFlowInterface } from './holographic-flow/index.ts'

/** What the window says of a metric; the keys are the names in `metrics.jsonl`. */
export interface MetricText {
  label: string
  symbol: string
  meaning: string
  unit: string
  lowerIsBetter: boolean
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
  /** Beside the curves of a run; takes `run` (an `OpenRun`) and draws its artifacts. */
  pictures: Component
}

/** The studies' parts of the interface. Adding one is a line here. */
const interfaces: readonly StudyInterface[] = [holographicFlowInterface]

export function studyInterface(id: string): StudyInterface | undefined {
  return interfaces.find((study) => study.id === id)
}
