import type { FigureInput } from '../../figure.ts'
import { lossFigure, metricsFigure, optimiserFigure, relativeLossFigure, stepRateFigure } from './curve-figures.ts'
import { pointsFigure, trainingDataFigure } from './point-figures.ts'
import type { CurveOptions, RunFigureData } from './run-figure-data.ts'

/**
 * The figures that a run of this study offers, in the order of the interface. The same builders serve the screen, the export and
 * the command line. `build` answers null while the run has nothing to draw (no evaluation yet, no such metric).
 */
export interface StudyFigure {
  /** The figure's `name`, base of file names. */
  name: string
  title: string
  build(data: RunFigureData, options?: CurveOptions): FigureInput | null
}

export const studyFigures: readonly StudyFigure[] = [
  { name: 'loss', title: 'Loss', build: lossFigure },
  { name: 'relative-loss', title: 'Loss over zero-network loss', build: relativeLossFigure },
  { name: 'metrics', title: 'Metrics', build: metricsFigure },
  { name: 'points', title: 'Generated and true points', build: (data) => pointsFigure(data) },
  { name: 'points-overlaid', title: 'Generated over true points', build: (data) => pointsFigure(data, { overlaid: true }) },
  { name: 'training-data', title: 'Training data', build: (data) => trainingDataFigure(data) },
  { name: 'optimiser', title: 'Optimiser', build: optimiserFigure },
  { name: 'step-rate', title: 'Step rate', build: stepRateFigure },
]

export * from './curve-figures.ts'
export * from './diagnostic-figures.ts'
export * from './geometry-figures.ts'
export * from './point-figures.ts'
export type { Abscissa, CurveOptions, PointArray, RunFigureData } from './run-figure-data.ts'
