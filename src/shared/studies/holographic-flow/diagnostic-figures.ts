import type { FigureInput } from '../../figure.ts'
import type { Artifact } from '../../run.ts'

/** Figures of the diagnostics that `holoscope evaluate DIR --diagnostics` writes, from the arrays and their descriptions. */

/** First axis of `shell-spectrum.npy`. */
export const spectrumRows = ['generated', 'low', 'high', 'path', 'encoded'] as const

export interface DescribedArray {
  artifact: Pick<Artifact, 'shape' | 'coordinates'>
  /** In C order. */
  data: ArrayLike<number>
}

type Series = FigureInput['panels'][number]['series'][number]

/**
 * Residual share in the plane of radius and |k|, as a decadic logarithm: the share runs from far below one (the equation of motion
 * rules) to above one (the network undoes it). Colours span at most four decades. Empty bins and shares of zero stay unpainted.
 */
export function residualShareFigure({ artifact, data }: DescribedArray, caption = ''): FigureInput | null {
  const [radii, momenta] = artifact.coordinates ?? []
  if (!radii?.length || !momenta?.length) return null
  // Stored [r, |k|]; a heat map wants its y, here |k|, slow.
  const values = momenta.flatMap((_, shell) => radii.map((__, bin) => {
    const share = data[bin * momenta.length + shell]
    return share > 0 && Number.isFinite(share) ? Math.log10(share) : null
  }))
  const shown = values.filter((value) => value !== null)
  if (shown.length === 0) return null
  const highest = Math.max(...shown)
  const lowest = Math.max(Math.min(...shown), highest - 4)
  return {
    name: 'residual-share', title: 'Residual share', caption,
    panels: [{
      x: { label: 'Radius $r$' }, y: { label: 'Momentum $|k|$' }, legend: 'none',
      series: [{
        kind: 'heatmap', name: 'residual share', x: [...radii], y: [...momenta], values,
        valueLabel: '$\\log_{10} \\langle\\omega|\\delta_r N|^2\\rangle / \\langle\\omega|U|^2\\rangle$',
        ...(lowest < highest ? { range: [lowest, highest] as [number, number] } : {}),
      }],
    }],
  }
}

/** S(|k|, r) a panel a radius: generated with its band, the paths, and encoded data. */
export function shellSpectrumFigure({ artifact, data }: DescribedArray, options: { caption?: string; scale?: 'linear' | 'log' } = {}): FigureInput | null {
  const [, radii, momenta] = artifact.coordinates ?? []
  if (!radii?.length || !momenta?.length) return null
  const row = (name: (typeof spectrumRows)[number], slice: number) => {
    const first = (spectrumRows.indexOf(name) * radii.length + slice) * momenta.length
    return momenta.map((_, shell) => finiteOrNull(data[first + shell]))
  }
  return {
    name: 'shell-spectrum', title: 'Shell spectra', caption: options.caption ?? '', columns: Math.min(3, radii.length),
    panels: radii.map((r, slice) => {
      const x = [...momenta]
      const series: Series[] = [
        { kind: 'band', name: 'generated, 95 % bootstrap', x, low: row('low', slice), high: row('high', slice), colour: 0 },
        { kind: 'line', name: 'generated', x, y: row('generated', slice), colour: 0 },
        { kind: 'line', name: 'paths', x, y: row('path', slice), colour: 1, dash: 'dashed' },
        { kind: 'line', name: 'encoded data', x, y: row('encoded', slice), colour: 2, dash: 'dotted' },
      ]
      return {
        title: `Radius $r = ${Number(r.toPrecision(3))}$`, legend: slice === 0 ? 'inside' as const : 'none' as const,
        x: { label: 'Momentum $|k|$' }, y: { label: 'Shell spectrum $S(|k|, r)$', scale: options.scale ?? 'log' }, series,
      }
    }),
  }
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null)
