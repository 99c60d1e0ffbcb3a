import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createHost, type Host } from '../src/main/host.ts'
import { renderFigure } from '../src/main/figures/index.ts'
import { figureSchema, figureStyleSchema, type FigureInput } from '../src/shared/figure.ts'
import type { MetricsLine } from '../src/shared/run.ts'
import { findStudy } from '../src/shared/studies/index.ts'

/**
 * BV and WED against steps and seconds, with the presets `quick-16-<model>` as they are (quick) and with the three switches of docs/learning-speed.md (fast):
 *
 *   HOLOSCOPE_HOME=FOLDER node bench/learning-speed.ts [--models ads,fcn] [--seeds 1,2,3] [--steps 2400] [--figure docs/images/learning-speed]
 *
 * Runs that an earlier call has finished are taken as they are, unfinished ones go on from their last checkpoint, so that the
 * same command continues after an interruption. After every run it writes the figure (SVG, PDF and its numbers as CSV) from what there is and prints
 * the table. Two to four minutes a run on two quiet cores: five models, two recipes and three seeds are one to two hours. Seconds
 * are comparable only where nothing else ran.
 */
const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'ads,ads-kg-hermite,ads-kg-linear,fcn,cnn-spectral' },
    seeds: { type: 'string', default: '1,2,3' },
    steps: { type: 'string', default: '2400' },
    figure: { type: 'string', default: fileURLToPath(new URL('../docs/images/learning-speed', import.meta.url)) },
  },
})

const recipes = ['quick', 'fast'] as const
/** What the fast recipe changes in the model. */
const switches = { quick: {}, fast: { preconditioning: 'regression', clock: 'resolution', lossWeight: 'relative' } } as const
interface Curve { model: string; recipe: (typeof recipes)[number]; seed: number; evaluations: MetricsLine[] }

const host = await createHost()
const curves: Curve[] = []
try {
  for (const seed of values.seeds.split(',').map(Number)) {
    for (const model of values.models.split(',')) {
      for (const recipe of recipes) {
        curves.push({ model, recipe, seed, evaluations: await evaluationsOf(host, recipe, model, seed) })
        await drawFigure(curves)
      }
    }
  }
  process.stdout.write(table(curves))
} finally {
  await host.shutdown()
}

/** The evaluations of a run, which is started, continued, or found finished under its title. */
async function evaluationsOf(host: Host, recipe: (typeof recipes)[number], model: string, seed: number): Promise<MetricsLine[]> {
  const study = findStudy('holographic-flow')
  const preset = study?.presets.find(({ id }) => id === `quick-16-${model}`)
  if (!study || !preset) throw new Error(`There is no preset quick-16-${model}`)
  const title = `Learning speed: ${recipe}-16-${model}, seed ${seed}, ${values.steps} steps`
  const config = study.config.parse({ ...preset.config, model: { ...Object(preset.config.model), ...switches[recipe] }, title, seed, training: { steps: Number(values.steps) } })
  const known = (await host.runs.list()).find((run) => run.title === title)
  process.stderr.write(`${title}${known ? `: ${known.status.state}` : ''}\n`)
  const { id } = known ?? await host.startRun(config)
  if (known && known.status.state !== 'done' && !host.trainers.isActive(id)) await host.trainers.resume(id)
  if (known?.status.state !== 'done') {
    const status = await host.trainers.whenEnded(id)
    if (status.state !== 'done') throw new Error(`${title} ended as ${status.state}: ${status.reason ?? ''}`)
  }
  return (await host.runs.details(id)).metrics.filter(({ kind }) => kind === 'evaluate')
}

async function drawFigure(curves: readonly Curve[]): Promise<void> {
  const figure = figureSchema.parse(figureOf(curves))
  const style = figureStyleSchema.parse({ widthMm: 178 })
  for (const format of ['svg', 'pdf', 'csv'] as const) await writeFile(`${values.figure}.${format}`, await renderFigure(figure, style, format))
}

/** One colour a model; dashed the old recipe. A line a seed, named once. */
function figureOf(curves: readonly Curve[]): FigureInput {
  const models = [...new Set(curves.map(({ model }) => model))]
  const panel = (metric: string, label: string, abscissa: 'steps' | 'seconds') => ({
    x: { label: abscissa === 'steps' ? 'optimiser steps' : 'training time / s' },
    y: { label, scale: 'log' as const },
    legend: abscissa === 'steps' && metric === 'boundaryViolation' ? 'outside' as const : 'none' as const,
    series: curves.map(({ model, recipe, seed, evaluations }) => ({
      kind: 'line' as const, name: `${model}, ${recipe}, seed ${seed}`, colour: models.indexOf(model),
      dash: recipe === 'quick' ? 'dashed' as const : 'solid' as const,
      x: evaluations.map((line) => (abscissa === 'steps' ? line.step : line.seconds)),
      // U-statistics of near-perfect samples may fall below zero, where a logarithm has nothing to draw.
      y: evaluations.map((line) => (line.values[metric] > 0 ? line.values[metric] : null)),
    })),
  })
  return {
    name: 'learning-speed', title: 'Learning speed', columns: 2,
    caption: `Boundary violation and within-cell energy distance, ${values.steps} steps at width 16, presets quick-16 as they are (dashed) and with the fast recipe (solid).`,
    panels: (['steps', 'seconds'] as const).flatMap((abscissa) => [
      panel('boundaryViolation', 'BV', abscissa), panel('withinCellEnergyDistance', 'WED', abscissa),
    ]),
  }
}

function table(curves: readonly Curve[]): string {
  const rows = curves.map(({ model, recipe, seed, evaluations }) => {
    const last = evaluations.at(-1)
    if (!last) return `| ${model} | ${recipe} | ${seed} | – | – | – |`
    return `| ${model} | ${recipe} | ${seed} | ${last.values.boundaryViolation.toFixed(3)} | ${last.values.withinCellEnergyDistance.toFixed(4)} | ${last.seconds.toFixed(0)} |`
  })
  return ['| model | recipe | seed | BV | WED | seconds |', '|---|---|---|---|---|---|', ...rows, ''].join('\n')
}
