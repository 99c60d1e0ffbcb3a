import type { Panel } from '../../shared/figure.ts'
import { inkColours } from '../../shared/figures/palette.ts'

/** The colours of plots on screen, read from the design tokens so that they follow the theme. */
export interface PlotTheme {
  series: string[]
  text: string
  faint: string
  axis: string
  grid: string
  surface: string
  font: string
}

export function readPlotTheme(root: HTMLElement = document.documentElement): PlotTheme {
  const style = getComputedStyle(root)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    series: Array.from({ length: 8 }, (_, index) => token(`--series-${index}`)),
    text: token('--text-2'), faint: token('--text-3'), axis: token('--plot-axis'), grid: token('--plot-grid'), surface: token('--surface'),
    font: token('--font'),
  }
}

/** The same rule as on paper (`shared/figures/palette.ts`): its own ink or index, else its position; plain reference lines are grey. */
export function screenColour(panel: Panel, index: number, theme: PlotTheme): string {
  const series = panel.series[index]
  if (series.kind === 'heatmap') return theme.series[0]
  if (series.kind === 'line' && series.role === 'reference' && series.colour === undefined) return theme.axis
  if (typeof series.colour === 'string') return inkColours[series.colour]
  return theme.series[(series.colour ?? index) % theme.series.length]
}
