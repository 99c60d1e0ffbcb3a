import type { inks, Panel } from '../figure.ts'

/**
 * Categorical colours that stay apart under the three common colour-vision deficiencies and in grey print:
 * Okabe and Ito, "Color Universal Design" (2008), blue first, the faint yellow last.
 */
export const categoricalPalette = [
  '#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#f0e442',
] as const

/** Ink of reference lines (tile edges, thresholds): present, never louder than the data. */
export const referenceColour = '#6b6b6b'

export function categoricalColour(index: number): string {
  const count = categoricalPalette.length
  return categoricalPalette[((Math.trunc(index) % count) + count) % count]
}

/** Neither black nor white, so that lines stay softer than the axes around the map. */
export const inkColours = { dark: '#1b1d22', light: '#fbfbfc' } as const satisfies Record<(typeof inks)[number], string>

/** Colour of the series at `index` of a panel: its own ink or palette index, else its position; references are grey. */
export function seriesColour(panel: Panel, index: number): string {
  const series = panel.series[index]
  if (series.kind === 'heatmap') return categoricalColour(index)
  const base = series.colour === undefined && series.kind === 'line' && series.role === 'reference'
    ? referenceColour
    : typeof series.colour === 'string' ? inkColours[series.colour] : categoricalColour(series.colour ?? index)
  return series.kind !== 'band' && series.role === 'shadow' ? tint(base, 0.62) : base
}

/** Mixes a `#rrggbb` colour with white: 0 leaves it, 1 is white. Opaque, so that journals' converters keep it. */
export function tint(colour: string, amount: number): string {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16)
    return Math.round(value + (255 - value) * amount).toString(16).padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}
