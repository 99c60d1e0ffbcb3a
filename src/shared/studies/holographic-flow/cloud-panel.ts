import type { FigureInput } from '../../figure.ts'
import type { PointArray } from '../run-figures.ts'
import type { HolographicFlowConfig } from './config.ts'
import { pointsFigure } from './point-figures.ts'

/** One cloud as the run page draws it (frame, marks, tile edges), under a title of its own: what galleries are made of. */
export function cloudPanel(config: HolographicFlowConfig, points: PointArray, truth: PointArray | null, title: string): FigureInput['panels'][number] | null {
  const isTruth = points === truth
  const figure = pointsFigure({ config, metrics: [], trainingData: null, reference: truth, samples: isTruth ? null : { ...points, step: 0 } })
  const panel = figure?.panels.at(-1)
  if (!panel) return null
  const series = panel.series.map((one) => (one.kind === 'scatter' ? { ...one, name: title } : one))
  return { ...panel, title, legend: 'none', series, note: panel.note?.replace(/^[^:]*: /, '') ?? '' }
}
