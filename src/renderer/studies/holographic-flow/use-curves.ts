import { computed, type Ref } from 'vue'
import { holographicFlowConfigSchema, type HolographicFlowConfig } from '../../../shared/studies/holographic-flow/config.ts'
import type { NpyArray } from '../../../shared/npy.ts'
import { filePaths } from '../../../shared/files.ts'
import { lossFigure, metricFigure, studyFigures, type RunFigureData } from '../../../shared/studies/holographic-flow/figures.ts'
import { holographicFlowMetrics, type MetricName } from '../../../shared/studies/holographic-flow/metrics.ts'
import type { OpenRun } from '../../stores/open-run.ts'
import { useConfigHash } from '../../composables/use-config-hash.ts'
import { useArray } from '../../stores/arrays.ts'
import type { CurveChoices, CurveOptions, StudyCurves } from '../index.ts'
import { useZeroNetworkLoss } from './use-zero-network-loss.ts'

const isMetric = (name: string): name is MetricName => name in holographicFlowMetrics

/** A run's configuration as this study's type; null when the file is of a shape that this version does not know. */
export function flowConfig(config: Record<string, unknown> | null): HolographicFlowConfig | null {
  const parsed = holographicFlowConfigSchema.safeParse(config)
  return parsed.success ? parsed.data : null
}

export function useCurves(run: OpenRun, config: Ref<Record<string, unknown> | null>, { arrays = false }: CurveOptions = {}): StudyCurves {
  const parsed = computed(() => flowConfig(config.value))
  const zeroNetworkLoss = useZeroNetworkLoss(parsed)
  const hash = useConfigHash(config)
  /** The newest array of a kind, with its step. */
  const newest = (kind: string) => {
    const artifact = computed(() => (arrays ? run.artifacts.value.filter((one) => one.kind === kind).toSorted((a, b) => b.step - a.step)[0] : undefined))
    const { array } = useArray(computed(() => artifact.value && run.summary.value ? filePaths.run(run.summary.value.id, `artifacts/${artifact.value.file}`) : null))
    // The array lags behind by one reading: it keeps the step that it was drawn at.
    return computed((before?: { data: NpyArray['data']; shape: readonly number[]; step: number } | null) =>
      array.value && (before?.data === array.value.data ? before : { ...array.value, step: artifact.value?.step ?? 0 }))
  }
  const [samples, reference, trainingData] = [newest('samples'), newest('reference'), newest('training-data')]
  const data = computed<RunFigureData | null>(() => parsed.value && {
    config: parsed.value, metrics: run.metrics.value, samples: samples.value, reference: reference.value, trainingData: trainingData.value,
    zeroNetworkLoss: zeroNetworkLoss.value ?? undefined, configHash: hash.value,
  })
  const options = ({ against, scale }: CurveChoices) => ({ against, scale })
  return {
    loss: (choices) => data.value && lossFigure(data.value, options(choices)),
    metric: (name, choices) => (data.value && isMetric(name) ? metricFigure(data.value, name, options(choices)) : null),
    list: studyFigures.map(({ name, title }) => ({ name, title })),
    figure: (name, choices) => (data.value && studyFigures.find((figure) => figure.name === name)?.build(data.value, options(choices))) ?? null,
  }
}
