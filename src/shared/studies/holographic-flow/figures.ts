import type { FigureInput } from '../../figure.ts'
import { curveFigures } from '../curve-figures.ts'
import type { FigureOptions, RunFigure } from '../run-figures.ts'
import { bulkRunFigures } from './bulk-run-figures.ts'
import { curveSource, lossFigure, relativeLossFigure } from './curve-figures.ts'
import { holographicFlowMetrics } from './metrics.ts'
import { pointsFigure, samplesOverStepsFigure, trainingDataFigure } from './point-figures.ts'
import { flowFigureData, pointsOf, type RunFigureData, zeroNetworkLoss } from './run-figure-data.ts'
import { setupRunFigures } from './setup-run-figures.ts'

/** The figures that a run of this study offers, in the order of the interface. */

type Build = (data: RunFigureData, options: FigureOptions) => FigureInput | null
const from = (build: Build): RunFigure['build'] => (record, options = {}) => {
  const data = flowFigureData(record)
  return data && build(data, options)
}

const computations = [{ name: zeroNetworkLoss }]
const clouds = [{ kind: 'samples' }, { kind: 'reference' }, { kind: 'training-data' }]

const [, optimiser, stepRate, ...metrics] = curveFigures(holographicFlowMetrics, (record) => {
  const data = flowFigureData(record)
  return data && curveSource(data)
})

export const holographicFlowFigures: readonly RunFigure[] = [
  { name: 'loss', title: 'Loss', group: 'training', computations, build: from(lossFigure) },
  { name: 'relative-loss', title: 'Loss over zero-network loss', group: 'training', computations, build: from(relativeLossFigure) },
  optimiser, stepRate, ...metrics,
  { name: 'points', title: 'Generated and true points', group: 'samples', arrays: clouds, build: from((data) => pointsFigure(data)) },
  { name: 'points-overlaid', title: 'Generated over true points', group: 'samples', arrays: clouds, build: from((data) => pointsFigure(data, { overlaid: true })) },
  { name: 'training-data', title: 'Training data', group: 'samples', arrays: [{ kind: 'training-data' }], build: from((data) => trainingDataFigure(data)) },
  {
    name: 'samples-over-steps', title: 'Samples over the training', group: 'samples', arrays: [{ kind: 'samples', of: 'history' }, { kind: 'reference' }, { kind: 'training-data' }],
    build: (record) => {
      const data = flowFigureData(record)
      return data && samplesOverStepsFigure(data, (record.arrays.get('samples') ?? []).map((array) => ({ ...pointsOf(array), step: array.artifact.step })))
    },
  },
  ...bulkRunFigures,
  ...setupRunFigures,
]

export * from './curve-figures.ts'
export * from './diagnostic-figures.ts'
export * from './geometry-figures.ts'
export * from './point-figures.ts'
export type { RunFigureData } from './run-figure-data.ts'
