import type { MetricsLine } from '../../run.ts'
import type { HolographicFlowConfig } from './config.ts'

/** What the figures of a run are drawn from: lines of `metrics.jsonl`, decoded artifacts, the configuration. */

/** An artifact `[n, 2]`, row by row, as the NPY reader gives it. */
export interface PointArray { data: ArrayLike<number>; shape: readonly number[] }

export interface RunFigureData {
  config: HolographicFlowConfig
  metrics: readonly MetricsLine[]
  /** Points of the model, and the step at which they were drawn. */
  samples: (PointArray & { step: number }) | null
  /** Points of the true law that the metrics compare with. */
  reference: PointArray | null
  trainingData: PointArray | null
  /** Loss of a network that answers zero, where known: drawn as a line. */
  zeroNetworkLoss?: number
  /** Hash of `config.json`, named in the captions. */
  configHash?: string
}

export interface CurveOptions {
  /** What the curves are drawn against. @default 'step' */
  against?: Abscissa
  /** Half-life of the smoothing in logged points; 0 shows the raw curve alone. @default 5 */
  halfLife?: number
  /** @default 'log' for the loss, 'linear' otherwise */
  scale?: 'linear' | 'log'
  /** Points of a curve, beyond which lowest and highest of each stretch are drawn. @default 4000 */
  limit?: number
}

export type Abscissa = 'step' | 'epoch' | 'seconds'

export const abscissaLabels: Record<Abscissa, string> = { step: 'Training step', epoch: 'Epoch', seconds: 'Training time (s)' }

export function abscissaOf(line: MetricsLine, against: Abscissa, data: RunFigureData): number {
  switch (against) {
    case 'step': return line.step
    case 'seconds': return line.seconds
    case 'epoch': return line.step / stepsPerEpoch(data)
  }
}

/** Full batches of the training set; one step where the data do not fill a batch or their number is unknown. */
function stepsPerEpoch({ config, trainingData }: RunFigureData): number {
  const points = config.data.kind === 'generator' ? config.data.points : trainingData?.shape[0] ?? 0
  return Math.max(1, Math.floor(points / config.training.batchSize))
}

/** Caption stub: what ran, in the words that a paper needs. */
export function captionOf(data: RunFigureData, shown: string): string {
  const { config } = data
  const law = config.data.kind === 'generator' ? `${config.data.name}, ${config.data.points} training points` : `data set ${config.data.id}`
  const parts = [
    law, `model ${config.model.variant}`, geometryText(config.geometry), `K = ${config.encoding.modes}, L = ${config.encoding.boxLength}`,
    `${config.training.steps} steps of batch ${config.training.batchSize}`, `seed ${config.seed}`,
    ...(data.configHash ? [`configuration ${data.configHash.slice(0, 12)}`] : []),
  ]
  return `${shown} ${parts.join('; ')}.`
}

function geometryText(geometry: HolographicFlowConfig['geometry']): string {
  switch (geometry.kind) {
    case 'ads': return `AdS, d = ${geometry.boundaryDimension}, Δ = ${geometry.conformalDimension}, r from ${geometry.rIR} to ${geometry.rUV}`
    case 'hsv': return `hyperscaling violating, d = ${geometry.boundaryDimension}, p = ${geometry.hsvP}, z from ${geometry.zIR} to ${Number(geometry.zUV.toPrecision(6))}`
    case 'custom': return `own warp factor, d = ${geometry.boundaryDimension}, Δ = ${geometry.conformalDimension}, r from ${geometry.rIR} to ${geometry.rUV}`
  }
}
