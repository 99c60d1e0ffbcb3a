import type { FigureInput } from '../../figure.ts'
import { curveOf, curvePanel, type CurveSource, lossFigure as anyLossFigure } from '../curve-figures.ts'
import type { FigureOptions } from '../run-figures.ts'
import { holographicFlowMetrics } from './metrics.ts'
import { captionOf, type RunFigureData, stepsPerEpochOf } from './run-figure-data.ts'

/** The curves of this study: those of every training, with the loss of a network that answers zero beside the loss. */

export function curveSource(data: RunFigureData): CurveSource {
  const { sampling } = data.config
  return {
    metrics: data.metrics, descriptions: holographicFlowMetrics, stepsPerEpoch: stepsPerEpochOf(data.config) ?? data.stepsPerEpoch ?? null,
    caption: (shown) => captionOf(data, shown), measured: `of ${sampling.points} generated against ${sampling.referencePoints} true points`,
  }
}

export function lossFigure(data: RunFigureData, options: FigureOptions = {}): FigureInput | null {
  const zero = data.zeroNetworkLoss
  return anyLossFigure(curveSource(data), options, zero === undefined ? [] : [{ name: '$\\mathcal{L}_0$, network that answers zero', value: zero }])
}

/** Loss over that of a network that answers zero: how much of the target the network has learned. */
export function relativeLossFigure(data: RunFigureData, options: FigureOptions = {}): FigureInput | null {
  const zero = data.zeroNetworkLoss
  const { x, y } = curveOf(curveSource(data), 'train', 'loss', options)
  if (zero === undefined || !(zero > 0) || y.length === 0) return null
  return {
    name: 'relative-loss', title: 'Loss over zero-network loss',
    caption: captionOf(data, `Training loss over the loss ${Number(zero.toPrecision(6))} of a network that answers zero.`),
    panels: [curvePanel({ x, y: y.map((loss) => loss / zero) }, 'relative loss', { label: '$\\mathcal{L}/\\mathcal{L}_0$', scale: options.scale ?? 'log' }, options)],
  }
}
