import type { RunDetails } from '../../../shared/run.ts'
import { temperatures, type NeuralRgConfig } from '../../../shared/studies/neural-rg/config.ts'
import { neuralRgConfig } from '../../../shared/studies/neural-rg/run-figures.ts'
import { expectedTime, type Cost, type EarlierRun } from '../../run/expected-time.ts'

/**
 * How long a run should take. The work of a stage is counted in sites that go through the map, B N a step and M N an evaluation; what a
 * site costs depends on the blocks and, in stage II, on the kernel, and is taken from an earlier run with the same of both.
 */

export type Stage = 'one' | 'two'
const stages = ['one', 'two'] as const

/** Sites through the map, stage by stage; null for a stage that is left out. */
export function stageCosts(config: NeuralRgConfig): Record<Stage, Cost | null> {
  const { theory, stageOne, stageTwo, evaluation, cadence } = config
  const sites = theory.side ** 2
  const cost = (steps: number, batch: number): Cost | null => {
    const [perStep, perSampling] = [batch * sites, evaluation.samples * sites]
    return steps === 0 ? null : { perStep, perSampling, total: steps * perStep + Math.floor(steps / cadence.evaluateEvery) * perSampling }
  }
  return { one: cost(stageOne.steps * temperatures(config).length, stageOne.batchSize), two: cost(stageTwo.steps, stageTwo.batchSize) }
}

/** What makes a site cost what it costs. */
function kindOf(config: NeuralRgConfig, stage: Stage): string {
  const { map, theory, device, stageOne, stageTwo } = config
  // The depth is no matter: most sites pass the first layers alone.
  return JSON.stringify([theory.kind, { ...map, depth: 0 }, device, stage === 'one' ? stageOne.gradient : [stageTwo.estimator, stageTwo.tied]])
}

export type StageLesson = EarlierRun & { stage: Stage; kind: string }

/** The stages that a run has got through, each with the seconds that it took. */
export function stageLessons({ summary, config, metrics }: Pick<RunDetails, 'summary' | 'config' | 'metrics'>): StageLesson[] {
  const past = neuralRgConfig(config)
  if (!past) return []
  const end = past.stageOne.steps * temperatures(past).length
  const costs = stageCosts(past)
  const at = (most: number) => metrics.findLast(({ step }) => step <= most) ?? { step: 0, seconds: 0 }
  const [first, last] = [at(end), at(Infinity)]
  const done = { one: { step: first.step, elapsedSeconds: first.seconds }, two: { step: last.step - first.step, elapsedSeconds: last.seconds - first.seconds } }
  return stages.flatMap((stage) => {
    const cost = costs[stage]
    return cost && done[stage].step > 0 ? [{ ...done[stage], stage, cost, kind: kindOf(past, stage), title: summary.title || summary.id, evaluateEvery: past.cadence.evaluateEvery }] : []
  })
}

/** Seconds of all stages, and the runs that they are taken from; null where one of them has nothing to be taken from. */
export function expectedStages(config: NeuralRgConfig, lessons: readonly StageLesson[]): { seconds: number; like: string[] } | null {
  const costs = stageCosts(config)
  const times = stages.flatMap((stage) => {
    const cost = costs[stage]
    return cost ? [expectedTime(cost, lessons.filter((lesson) => lesson.stage === stage && lesson.kind === kindOf(config, stage)))] : []
  })
  const known = times.filter((time) => time !== null)
  if (known.length === 0 || known.length < times.length) return null
  return { seconds: known.reduce((sum, { seconds }) => sum + seconds, 0), like: [...new Set(known.map(({ like }) => like.title))] }
}
