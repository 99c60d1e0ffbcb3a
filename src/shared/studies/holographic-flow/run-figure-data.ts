import { z } from 'zod'
import type { MetricsLine } from '../../run.ts'
import { newestArray, type PointArray, type RunRecord, type StoredArray } from '../run-figures.ts'
import { grouped } from '../../figures/decimate.ts'
import { generatorLabels, holographicFlowConfigSchema, type HolographicFlowConfig } from './config.ts'

/** What the figures of a run are drawn from: lines of `metrics.jsonl`, decoded artifacts, the configuration. */

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
  /** Where the configuration does not tell it. */
  stepsPerEpoch?: number | null
  /** Hash of `config.json`, named in the captions. */
  configHash?: string
}

/** A run as this study's builders see it; null for a configuration of a shape that this version does not know. */
export function flowFigureData(record: RunRecord): RunFigureData | null {
  const config = configOf(record)
  if (!config) return null
  const samples = newestArray(record, 'samples')
  const zero = zeroLossSchema.safeParse(record.computed.get(zeroNetworkLoss))
  return {
    config, metrics: record.metrics, configHash: record.configHash, stepsPerEpoch: record.stepsPerEpoch,
    samples: samples && { ...pointsOf(samples), step: samples.artifact.step },
    reference: nullOr(pointsOf, newestArray(record, 'reference')), trainingData: nullOr(pointsOf, newestArray(record, 'training-data')),
    ...(zero.success ? { zeroNetworkLoss: zero.data.total } : {}),
  }
}

export const pointsOf = ({ artifact, data }: StoredArray): PointArray => ({ data, shape: artifact.shape })
const nullOr = <In, Out>(of: (value: In) => Out, value: In | null) => (value === null ? null : of(value))

/** Name of the computation whose answer is drawn as a line, and its answer. */
export const zeroNetworkLoss = 'zero-network-loss'
const zeroLossSchema = z.object({ total: z.number() })

/** A configuration as this study's type; null when it is of a shape that this version does not know. */
export function flowConfig(config: Readonly<Record<string, unknown>> | null): HolographicFlowConfig | null {
  const parsed = holographicFlowConfigSchema.safeParse(config)
  return parsed.success ? parsed.data : null
}

const configs = new WeakMap<RunRecord['config'], HolographicFlowConfig | null>()
/** The configuration of a record, which nobody changes, parsed once for all its figures. */
function configOf(record: RunRecord): HolographicFlowConfig | null {
  let known = configs.get(record.config)
  if (known === undefined) configs.set(record.config, (known = flowConfig(record.config)))
  return known
}

/** Full batches of the training set, where the configuration tells its size. */
export function stepsPerEpochOf({ data, training }: HolographicFlowConfig): number | null {
  return data.kind === 'generator' ? Math.max(1, Math.floor(data.points / training.batchSize)) : null
}

/** Caption stub: what ran, in the words that a paper needs. */
export function captionOf(data: RunFigureData, shown: string): string {
  const { config } = data
  const law = config.data.kind === 'generator' ? `${generatorLabels[config.data.name]}, ${grouped(config.data.points)} training points` : `Data set ${config.data.id}`
  const parts = [
    law, `model ${config.model.variant}`, geometryText(config.geometry), `K = ${config.encoding.modes}, L = ${config.encoding.boxLength}`,
    `${grouped(config.training.steps)} steps of batch ${config.training.batchSize}`, `seed ${config.seed}`,
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
