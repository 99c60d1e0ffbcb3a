import type { FigureInput } from '../../figure.ts'
import { newestArray, type RunFigure } from '../run-figures.ts'
import { neuralRgConfigSchema } from './config.ts'
import { byTemperature, curve } from './correlator-figures.ts'
import { outlineOf } from './outline.ts'
import { columnsOf, scanOrderColumns } from './tables.ts'

type Columns = Record<(typeof scanOrderColumns)[number], number[]>
type PanelInput = FigureInput['panels'][number]

const quantities = [
  { name: 'binder', error: 'binderError', label: 'Binder ratio $U$' },
  { name: 'helicity', error: 'helicityError', label: 'Helicity modulus $\\Upsilon$' },
  { name: 'vortices', error: 'vorticesError', label: 'Vortex density' },
] as const

/** Rows of the map, or of Monte Carlo. */
function ofSource(columns: Columns, source: 0 | 1): Columns {
  const rows = columns.source.flatMap((of, row) => (of === source ? [row] : []))
  return byTemperature(Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, rows.map((row) => values[row])])) as Columns)
}

/** Binder ratio, helicity modulus with the line 2T/π that it crosses at the Kosterlitz-Thouless transition, and vortex density. */
export function scanOrderFigure(columns: Columns, caption: string): FigureInput | null {
  const [map, monteCarlo] = [ofSource(columns, 0), ofSource(columns, 1)]
  const t = map.temperature
  const panels = quantities.flatMap(({ name, error, label }): PanelInput[] => {
    if (!map[name].some(Number.isFinite)) return []
    const jump = { kind: 'line' as const, name: '$2T/\\pi$', x: t, y: t.map((value) => (2 * value) / Math.PI), role: 'reference' as const, dash: 'dotted' as const }
    return [{
      x: { label: 'Temperature $T$' }, y: { label },
      series: [...curve('map', t, map[name], map[error], 0, false), ...curve('Monte Carlo', monteCarlo.temperature, monteCarlo[name], monteCarlo[error], 1, false), ...(name === 'helicity' ? [jump] : [])],
    }]
  })
  return panels.length === 0 ? null : { name: 'scan-order', title: 'Order of the spins', columns: Math.min(2, panels.length), caption, panels }
}

export const scanOrder: RunFigure = {
  name: 'scan-order', title: 'Binder ratio, stiffness and vortices', group: 'physics', arrays: [{ kind: 'scan-order' }],
  appliesTo: (config) => {
    const parsed = neuralRgConfigSchema.safeParse(config)
    return parsed.success && parsed.data.stageOne.furtherTemperatures.length > 0
  },
  build: (record) => {
    const stored = newestArray(record, 'scan-order')
    const columns = stored && columnsOf(stored, scanOrderColumns)
    return columns && scanOrderFigure(columns, `Binder ratio, helicity modulus and vortex density against temperature, map and Monte Carlo, ±σ. ${outlineOf(record.config) ?? ''}, seed ${String(record.config.seed)}.`)
  },
}
