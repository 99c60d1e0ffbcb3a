import { findStudy } from '../studies/index.ts'
import type { MetricName } from './compare-figure.ts'

export interface MetricText extends MetricName {
  lowerIsBetter: boolean
  /** Described by the study (or the loss), so worth a column of its own. */
  known: boolean
}

/** What every training logs beside the metrics of its study. */
const ofEveryTraining: Record<string, Omit<MetricText, 'name'>> = {
  loss: { label: 'Loss', symbol: '\\mathcal{L}', lowerIsBetter: true, known: true },
  lossRatio: { label: 'Loss over zero-network loss', symbol: '\\mathcal{L}/\\mathcal{L}_0', lowerIsBetter: true, known: true },
  learningRate: { label: 'Learning rate', symbol: '\\eta', lowerIsBetter: true, known: false },
  gradientNorm: { label: 'Gradient norm before clipping', lowerIsBetter: true, known: false },
}

/** Names as the study describes them; a metric that nobody describes goes by its own name. */
export function metricTexts(study: string, names: readonly string[]): MetricText[] {
  const described = findStudy(study)?.metrics ?? {}
  return names.map((name) => {
    const text = described[name]
    if (text) return { name, label: text.label, symbol: text.symbol, unit: text.unit, lowerIsBetter: text.lowerIsBetter, known: true }
    return { name, ...(ofEveryTraining[name] ?? { label: name, lowerIsBetter: true, known: false }) }
  })
}
