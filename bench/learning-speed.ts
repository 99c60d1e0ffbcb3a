import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createHost } from '../src/main/host.ts'
import { renderFigure } from '../src/main/figures/index.ts'
import { figureSchema, figureStyleSchema, type FigureInput } from '../src/shared/figure.ts'
import type { MetricsLine } from '../src/shared/run.ts'
import { mean, spread } from './statistics.ts'
import { type FlowConfig, flowPreset, trainedRuns } from './trained-run.ts'

/**
 * BV and WED against steps and seconds, for the five models, with the paper's recipe at laptop size (presets `quick-16-<model>`, without
 * preconditioning) and with the fast one (`fast-16-<model>`):
 *
 *   HOLOSCOPE_HOME=FOLDER node bench/learning-speed.ts [--models ads,fcn] [--seeds 1,2,3] [--figure FILE] [--at-once 2 --threads 1]
 *
 * The same command goes on after an interruption. It writes the figure (SVG, PDF and its numbers as CSV) and prints the table. Two
 * minutes a run on two quiet cores, an hour in all, less with two runs at once of one thread each.
 *
 * Steps and metrics do not depend on what else the machine does, seconds do: they are steps times the cost of a step, which is
 * measured when all runs are done, so begin the last call on a quiet machine. Drawing points for the metrics is not counted.
 */
const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'ads,ads-kg-hermite,ads-kg-linear,fcn,cnn-spectral' },
    seeds: { type: 'string', default: '1,2,3' },
    figure: { type: 'string', default: fileURLToPath(new URL('../docs/images/learning-speed', import.meta.url)) },
    'at-once': { type: 'string', default: '1' },
    threads: { type: 'string', default: '0' },
  },
})

const recipes = ['paper', 'fast'] as const
type Recipe = (typeof recipes)[number]
const models = values.models.split(',')
interface Curve { model: string; recipe: Recipe; seed: number; evaluations: MetricsLine[] }
/** Steps that the cost of one is measured over, and those before that are not counted. */
const timed = { steps: 200, warmup: 50 }

const host = await createHost()
try {
  const plan = values.seeds.split(',').map(Number).flatMap((seed) => models.flatMap((model) => recipes.map((recipe) => ({ model, recipe, seed }))))
  const wanted = plan.map(({ model, recipe, seed }) => ({ title: titleOf(model, recipe, seed), config: { ...configOf(model, recipe), seed } }))
  const metrics = await trainedRuns(host, wanted, { atOnce: Number(values['at-once']), threads: Number(values.threads) })
  const curves = plan.map((one, i): Curve => ({ ...one, evaluations: metrics[i].filter(({ kind }) => kind === 'evaluate') }))
  const costs = new Map<string, number>()
  for (const model of models) for (const recipe of recipes) costs.set(`${model} ${recipe}`, await secondsPerStep(model, recipe))
  await drawFigure(curves, costs)
  process.stdout.write(table(curves, costs))
} finally {
  await host.shutdown()
}

/** The titles of bench/quick-models.ts, where the runs are the same. */
function titleOf(model: string, recipe: Recipe, seed: number): string {
  return recipe === 'fast' ? `Fast 16: ${model}, seed ${seed}` : `Quick 16: ${model}, none, seed ${seed}`
}

function configOf(model: string, recipe: Recipe): FlowConfig {
  if (recipe === 'fast') return flowPreset(`fast-16-${model}`)
  const config = flowPreset(`quick-16-${model}`)
  return { ...config, model: { ...config.model, preconditioning: 'none' } }
}

/** From a short run of its own that evaluates and saves nothing on the way. */
async function secondsPerStep(model: string, recipe: Recipe): Promise<number> {
  const config = configOf(model, recipe)
  const steps = timed.warmup + timed.steps
  const { id } = await host.startRun({
    ...config, title: `Cost of a step: ${recipe}, ${model}`, training: { ...config.training, steps }, cadence: { logEvery: timed.warmup, evaluateEvery: steps, checkpointEvery: steps },
  })
  await host.trainers.whenEnded(id)
  const logged = (await host.runs.details(id)).metrics.filter(({ kind }) => kind === 'train')
  await host.removeRun(id)
  const [first, last] = [logged[0], logged[logged.length - 1]]
  return (last.seconds - first.seconds) / (last.step - first.step)
}

async function drawFigure(curves: readonly Curve[], costs: ReadonlyMap<string, number>): Promise<void> {
  const figure = figureSchema.parse(figureOf(curves, costs))
  const style = figureStyleSchema.parse({ widthMm: 178 })
  for (const format of ['svg', 'pdf', 'csv'] as const) await writeFile(`${values.figure}.${format}`, await renderFigure(figure, style, format))
}

/** One colour a model; dashed the paper's recipe. The mean over the seeds, and pale behind it each seed. */
function figureOf(curves: readonly Curve[], costs: ReadonlyMap<string, number>): FigureInput {
  const line = (name: string, { model, recipe }: Pick<Curve, 'model' | 'recipe'>, role: 'main' | 'shadow', x: number[], y: number[]) => ({
    kind: 'line' as const, name, colour: models.indexOf(model), dash: recipe === 'paper' ? 'dashed' as const : 'solid' as const, role, x,
    // U-statistics of near-perfect samples may fall below zero, where a logarithm has nothing to draw.
    y: y.map((value) => (value > 0 ? value : null)),
  })
  const panel = (metric: string, label: string, abscissa: 'steps' | 'seconds') => ({
    x: { label: abscissa === 'steps' ? 'optimiser steps' : 'training time / s', scale: 'log' as const },
    y: { label, scale: 'log' as const, range: [1e-3, 1] as [number, number] },
    legend: abscissa === 'steps' && metric === 'boundaryViolation' ? 'outside' as const : 'none' as const,
    series: models.flatMap((model) => recipes.flatMap((recipe) => {
      const runs = curves.filter((curve) => curve.model === model && curve.recipe === recipe)
      const x = runs[0].evaluations.map(({ step }) => (abscissa === 'steps' ? step : step * (costs.get(`${model} ${recipe}`) ?? Number.NaN)))
      const ofSeeds = runs.map(({ evaluations }) => evaluations.map(({ values: metrics }) => metrics[metric]))
      return [
        ...runs.map(({ seed }, i) => line(`${model}, ${recipe}, seed ${seed}`, { model, recipe }, 'shadow', x, ofSeeds[i])),
        line(`${model}, ${recipe}`, { model, recipe }, 'main', x, x.map((_, i) => mean(ofSeeds.map((ofSeed) => ofSeed[i])))),
      ]
    })),
  })
  return {
    name: 'learning-speed', title: 'Learning speed', columns: 2,
    caption: 'Boundary violation and within-cell energy distance at width 16, with the paper\u2019s recipe (dashed) and the fast one (solid): means over the seeds, each seed pale behind them.',
    panels: (['steps', 'seconds'] as const).flatMap((abscissa) => [
      panel('boundaryViolation', 'BV', abscissa), panel('withinCellEnergyDistance', 'WED', abscissa),
    ]),
  }
}

/** Mean and deviation over the seeds at some steps and the last. */
function table(curves: readonly Curve[], costs: ReadonlyMap<string, number>): string {
  const rows = models.flatMap((model) => recipes.flatMap((recipe) => {
    const runs = curves.filter((curve) => curve.model === model && curve.recipe === recipe)
    const cost = costs.get(`${model} ${recipe}`) ?? Number.NaN
    const steps = runs[0].evaluations.map(({ step }) => step)
    return steps.filter((step, i) => [400, 1200, 2400].includes(step) || i === steps.length - 1).map((step) => {
      const lines = runs.flatMap(({ evaluations }) => evaluations.filter((line) => line.step === step))
      const [bv, wed] = ['boundaryViolation', 'withinCellEnergyDistance'].map((name) => spread(lines.map(({ values: metrics }) => metrics[name])))
      return `| \`${model}\` | ${recipe} | ${step} | ${(step * cost).toFixed(0)} | ${bv} | ${wed} |`
    })
  }))
  return ['| model | recipe | steps | seconds | BV | WED |', '|---|---|---|---|---|---|', ...rows, ''].join('\n')
}
