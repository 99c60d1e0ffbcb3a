import { compareFigure } from '../../../shared/compare/compare-figure.ts'
import { type ComparedRun, groupRuns } from '../../../shared/compare/groups.ts'
import { type Figure, figureSchema } from '../../../shared/figure.ts'
import { assembleFigure } from '../../../shared/figures/assemble.ts'
import { emptyRecord, fullRecord } from '../../../shared/studies/holographic-flow/full-record.test-helper.ts'
import { holographicFlow } from '../../../shared/studies/holographic-flow/index.ts'

/** One figure of every kind that the lab can export: all of a run, a comparison, a sheet, a gallery. */

const runs = Array.from({ length: 16 }, (_, i): ComparedRun => ({
  id: `run-${i}`, title: 'run', study: holographicFlow.id,
  config: { ...emptyRecord.config, seed: i % 2, geometry: { kind: 'ads', conformalDimension: 1 + Math.floor(i / 2) / 8 } },
  metrics: [10, 20, 30].map((step) => ({ kind: 'train', step, seconds: step / 10, values: { loss: (20 + i) / step } })),
}))
const comparison = compareFigure(groupRuns(runs, 'replicates'), { name: 'loss', label: 'Loss', symbol: '\\mathcal{L}' }, { against: 'step', scale: 'log', band: 'sem' }).figure

const ofRun = holographicFlow.figures.map((figure) => figure.build(fullRecord))
const sheet = assembleFigure(ofRun.filter((figure) => figure !== null && ['loss', 'residual-share', 'points-overlaid'].includes(figure.name)).flatMap((figure) => figure ?? []))
const cloud = { shape: [3, 2], data: [0, 0, 1, 1, -1, 2] }
const panel = holographicFlow.gallery.panel(fullRecord.config, cloud, cloud, '$\\Delta$ = 2, seed 1: step 40')
const phases = {
  name: 'phases', title: 'Phases', panels: [{
    x: { label: '$x$' }, y: { label: '$y$' },
    series: [{ kind: 'heatmap' as const, name: 'phase', x: [0, 1], y: [0, 1], values: [-3, 1, 2, null], colourMap: 'cyclic' as const, valueLabel: 'Phase $\\theta$' }],
  }],
}

export const everyFigure: readonly Figure[] = [...ofRun, comparison, sheet, panel && { name: 'gallery', title: 'Samples', panels: [panel, panel] }, phases].map((figure) => figureSchema.parse(figure))
