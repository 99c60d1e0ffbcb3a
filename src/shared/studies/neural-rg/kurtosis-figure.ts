import type { FigureInput } from '../../figure.ts'
import { newestArray, type RunFigure } from '../run-figures.ts'
import { fieldComponents, neuralRgConfigSchema } from './config.ts'
import { outlineOf } from './outline.ts'
import { columnsOf, kurtosisColumns } from './tables.ts'

type Columns = Record<(typeof kurtosisColumns)[number], number[]>

/**
 * κ_l of every layer with its error, beside normal variables (1) and a fixed modulus, C/(C + 2) with C real components. Rare fields far out in
 * the bulk make κ large: beyond 10 the axis is logarithmic, and bars end at its foot.
 */
export function kurtosisFigure({ layer, kurtosis, error }: Columns, components: 1 | 2, caption: string): FigureInput {
  const ends = [layer[0] - 0.3, layer[layer.length - 1] + 0.3]
  const line = (name: string, value: number, dash: 'dashed' | 'dotted') => ({ kind: 'line' as const, name, x: ends, y: [value, value], colour: dash === 'dashed' ? 1 : 2, dash, role: 'reference' as const })
  const top = Math.max(...kurtosis.map((value, i) => value + error[i]))
  const foot = top > 10 ? 0.1 : -Infinity
  // An error bar a layer: no layer lies between two others.
  const bars = {
    kind: 'line' as const, name: '±σ', colour: 0, x: layer.flatMap((l) => [l, l, null]), y: kurtosis.flatMap((value, i) => [Math.max(foot, value - error[i]), value + error[i], null]),
  }
  return {
    name: 'kurtosis-by-layer', title: 'Kurtosis by layer', caption,
    panels: [{
      x: { label: 'Layer $l$, UV to IR' }, y: { label: 'Kurtosis over that of normal variables $\\kappa_l$', ...(top > 10 && { scale: 'log' as const, range: [foot, 2 * top] as [number, number] }) },
      series: [
        { kind: 'scatter', name: 'bulk of Monte Carlo fields', x: layer, y: kurtosis, colour: 0, size: 5 }, bars,
        line('normal', 1, 'dashed'), line('fixed modulus', components / (components + 2), 'dotted'),
      ],
    }],
  }
}

export const kurtosisByLayer: RunFigure = {
  name: 'kurtosis-by-layer', title: 'Kurtosis by layer', group: 'physics', arrays: [{ kind: 'residual-kurtosis' }],
  build: (record) => {
    const stored = newestArray(record, 'residual-kurtosis')
    const columns = stored && columnsOf(stored, kurtosisColumns)
    const config = neuralRgConfigSchema.safeParse(record.config)
    return columns && columns.layer.length > 0 && config.success
      ? kurtosisFigure(columns, fieldComponents(config.data.theory), `How normal the map makes the bulk, layer by layer: kurtosis of the bulk variables of Monte Carlo fields after ${stored.artifact.step} steps. ${outlineOf(record.config) ?? ''}, seed ${String(record.config.seed)}.`)
      : null
  },
}
