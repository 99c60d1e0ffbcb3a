import { computed, type Ref } from 'vue'
import { holographicFlowConfigSchema, type HolographicFlowConfig } from '../../../shared/studies/holographic-flow/config.ts'
import { lossFigure, metricFigure, type RunFigureData } from '../../../shared/studies/holographic-flow/figures.ts'
import { holographicFlowMetrics, type MetricName } from '../../../shared/studies/holographic-flow/metrics.ts'
import type { OpenRun } from '../../stores/open-run.ts'
import type { CurveChoices, StudyCurves } from '../index.ts'
import { useZeroNetworkLoss } from './use-zero-network-loss.ts'

const isMetric = (name: string): name is MetricName => name in holographicFlowMetrics

/** A run's configuration as this study's type; null when the file is of a shape that this version does not know. */
export function flowConfig(config: Record<string, unknown> | null): HolographicFlowConfig | null {
  const parsed = holographicFlowConfigSchema.safeParse(config)
  return parsed.success ? parsed.data : null
}

export function useCurves(run: OpenRun, config: Ref<Record<string, unknown> | null>): StudyCurves {
  const parsed = computed(() => flowConfig(config.value))
  const zeroNetworkLoss = useZeroNetworkLoss(parsed)
  const data = computed<RunFigureData | null>(() => parsed.value && {
    config: parsed.value, metrics: run.metrics.value, samples: null, reference: null, trainingData: null,
    zeroNetworkLoss: zeroNetworkLoss.value ?? undefined,
  })
  const options = ({ against, scale }: CurveChoices) => ({ against, scale })
  return {
    loss: (choices) => data.value && lossFigure(data.value, options(choices)),
    metric: (name, choices) => (data.value && isMetric(name) ? metricFigure(data.value, name, options(choices)) : null),
  }
}
