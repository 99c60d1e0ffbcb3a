import type { FigureInput } from '../../figure.ts'

/** Figures of what follows from a configuration before it runs, from the answers of the computations of the same names. */

export interface EncodedData {
  r: readonly number[]
  /** Positions along either axis, in data units. */
  positions: readonly number[]
  /** The field at each radius, row by row, x slow. */
  fields: readonly (readonly number[])[]
}

/** The encoded field over position, a panel a radius, each on a colour scale of its own: toward the IR the contrast fades. */
export function encodedDataFigure({ r, positions, fields }: EncodedData, caption = ''): FigureInput {
  const side = positions.length
  return {
    name: 'encoded-data', title: 'Encoded data', columns: 2, caption,
    panels: fields.map((field, i) => ({
      title: `At $r = ${Number(r[i].toPrecision(4))}$`, equalAspect: true, legend: 'none', x: { label: '$x$' }, y: { label: '$y$' },
      series: [{
        // A heatmap is stored with y slow.
        kind: 'heatmap', name: 'field', x: [...positions], y: [...positions], values: field.map((_, at) => field[(at % side) * side + Math.floor(at / side)]),
        colourMap: 'viridis', valueLabel: '$\\phi(x, r)$',
      }],
    })),
  }
}

export interface TrainingCurves {
  step: readonly number[]
  learningRate: readonly number[]
  initialWeightShare: readonly number[]
}

const leastShare = 1e-6

/** Learning rate over the steps, and what is left of the initial weights in the averaged ones that samples are drawn from. */
export function trainingCurvesFigure({ step, learningRate, initialWeightShare }: TrainingCurves, caption = ''): FigureInput {
  const panel = (y: FigureInput['panels'][number]['y'], values: (number | null)[], colour: number): FigureInput['panels'][number] => ({
    x: { label: 'Step' }, y, legend: 'none', series: [{ kind: 'line', name: y.label, x: [...step], y: values, colour }],
  })
  return {
    name: 'training-curves', title: 'Training schedule', columns: 2, caption,
    panels: [
      panel({ label: 'Learning rate $\\eta$', range: [0, 1.08 * Math.max(...learningRate)] }, [...learningRate], 0),
      // Below a millionth nothing is left that a sample could show.
      panel({ label: 'Initial weights in EMA', scale: 'log', range: [leastShare, 1.3] }, initialWeightShare.map((share) => (share >= leastShare ? share : null)), 1),
    ],
  }
}
