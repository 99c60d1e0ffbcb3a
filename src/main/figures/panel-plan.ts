import type { Panel } from '../../shared/figure.ts'
import { kindOfMap } from '../../shared/figures/colour-map-names.ts'
import { panelRanges, valueEnds, type Ends } from '../../shared/figures/ranges.ts'
import { placedTicks, type PlacedTicks } from './axis-labels.ts'
import type { AxesFrame } from './draw-series.ts'
import type { HeatMap } from '../../shared/figures/heat-map.ts'
import { flowingLegend, freePlace, stackedLegend, type Legend } from './legend.ts'
import type { Rectangle } from './scene.ts'
import { lineHeight, type Theme } from './theme.ts'
import { typesetLabel, typesetWithin, wrapLabel, type TextBox } from './typeset.ts'

/** What a panel needs around an axes box of given size; `draw-panel.ts` draws exactly this. */
export interface PanelPlan {
  panel: Panel
  width: number
  height: number
  x: Ends
  y: Ends
  xTicks: PlacedTicks
  yTicks: PlacedTicks
  xLabel: TextBox
  yLabel: TextBox
  /** "(a)" and the title, on lines above the axes. */
  letter: TextBox | null
  title: TextBox[]
  notes: TextBox[]
  colourBar: { series: HeatMap; ticks: PlacedTicks; label: TextBox } | null
  legend: { legend: Legend; inside: boolean } | null
  isEmpty: boolean
  ticksOutside: boolean
  margins: { left: number; right: number; top: number; bottom: number }
}

/** Height over width that keeps units equal, within what a page can take; the shorter range grows where it would not. */
export interface PanelFrame { ranges: ReturnType<typeof panelRanges>; aspect: number | null }

const aspectLimits = [0.2, 2.5] as const

export function panelFrame(panel: Panel): PanelFrame {
  const ranges = panelRanges(panel)
  if (!panel.equalAspect || panel.x.scale === 'log' || panel.y.scale === 'log') return { ranges, aspect: null }
  const span = (ends: Ends) => Math.abs(ends[1] - ends[0])
  const aspect = span(ranges.y) / span(ranges.x)
  const limited = Math.max(aspectLimits[0], Math.min(aspectLimits[1], Number.isFinite(aspect) && aspect > 0 ? aspect : 1))
  if (aspect > limited) ranges.x = stretched(ranges.x, aspect / limited)
  else if (aspect < limited) ranges.y = stretched(ranges.y, limited / aspect)
  return { ranges, aspect: limited }
}

function stretched(ends: Ends, factor: number): Ends {
  const centre = ends[0] / 2 + ends[1] / 2
  const half = (ends[1] / 2 - ends[0] / 2) * factor
  const result: Ends = [centre - half, centre + half]
  return result.every((value) => Math.abs(value) < 1e307) ? result : ends
}

export function planPanel(panel: Panel, frame: PanelFrame, letter: string, width: number, height: number, theme: Theme): PanelPlan {
  const { ranges } = frame
  const xTicks = placedTicks(panel.x.scale, ranges.x, width, 'across', theme.tick)
  const yTicks = placedTicks(panel.y.scale, ranges.y, height, 'up', theme.tick)
  const map = panel.series.find((series): series is HeatMap => series.kind === 'heatmap')
  const letterBox = letter ? typesetWithin(letter, theme.letter, width) : null
  const titleRoom = Math.max(1, width - (letterBox ? letterBox.width + theme.gap : 0))
  const plan: PanelPlan = {
    panel, width, height, x: ranges.x, y: ranges.y, xTicks, yTicks,
    xLabel: typesetWithin(panel.x.label, theme.label, width),
    yLabel: typesetWithin(panel.y.label, theme.label, height),
    letter: letterBox,
    title: panel.title ? wrapLabel(panel.title, theme.label, titleRoom) : [],
    notes: wrapLabel(noteOf(panel, ranges.dropped), theme.note, width),
    colourBar: map ? planColourBar(map, height, theme) : null,
    legend: null,
    isEmpty: !hasData(panel),
    ticksOutside: map !== undefined,
    margins: { left: 0, right: 0, top: 0, bottom: 0 },
  }
  plan.legend = planLegend(plan, theme)
  plan.margins = marginsOf(plan, theme)
  return plan
}

function hasData(panel: Panel): boolean {
  return panel.series.some((series) => {
    const columns = series.kind === 'heatmap' ? [series.values] : series.kind === 'band' ? [series.low, series.high] : [series.y]
    return series.x.length > 0 && columns.every((column) => column.some((value) => value !== null && Number.isFinite(value)))
  })
}

function noteOf(panel: Panel, dropped: number): string {
  const note = dropped > 0 ? `${dropped} ${dropped === 1 ? 'value' : 'values'} at or below zero not shown (log scale).` : ''
  return [panel.note, note].filter(Boolean).join(' ')
}

function planColourBar(series: HeatMap, height: number, theme: Theme): NonNullable<PanelPlan['colourBar']> {
  const ends = valueEnds(series)
  const isTurn = kindOfMap(series.colourMap) === 'cyclic' && ends[0] === -Math.PI && ends[1] === Math.PI
  return {
    series,
    ticks: isTurn ? turnTicks(theme) : placedTicks('linear', ends, height, 'up', theme.tick),
    label: typesetWithin(series.valueLabel, theme.label, height),
  }
}

/** Labels of a phase: parts of π rather than 3.14. */
function turnTicks(theme: Theme): PlacedTicks {
  const labels = ['$-\\pi$', '$-\\pi/2$', '$0$', '$\\pi/2$', '$\\pi$']
  const major = labels.map((label, i) => ({ at: i / 4, label: typesetLabel(label, theme.tick) }))
  return { major, minor: [], common: null, width: Math.max(...major.map((tick) => tick.label.width)) }
}

function planLegend(plan: PanelPlan, theme: Theme): PanelPlan['legend'] {
  const { panel } = plan
  if (panel.legend === 'inside') {
    const stacked = stackedLegend(panel, theme, plan.width * 0.75)
    if (!stacked) return null
    if (freePlace(frameAt(plan, 0, 0), stacked, theme)) return { legend: stacked, inside: true }
  }
  const flowing = flowingLegend(panel, theme, plan.width)
  return flowing ? { legend: flowing, inside: false } : null
}

export function frameAt(plan: PanelPlan, x: number, y: number): AxesFrame {
  const box: Rectangle = { x, y, width: plan.width, height: plan.height }
  return { box, x: plan.x, y: plan.y, panel: plan.panel }
}

/** Distance from the axes to their tick labels. */
export function tickLabelGap(plan: PanelPlan, theme: Theme): number {
  return theme.gap + (plan.ticksOutside ? theme.majorTick : 0)
}

export const colourBarWidth = (theme: Theme) => theme.label.size * 0.9
export const colourBarGap = (theme: Theme) => theme.label.size * 0.7

/** Width that the vertical label of an axis takes, `TextBox` lying on its side. */
export function uprightWidth(label: TextBox, theme: Theme): number {
  return label.width > 0 ? label.ascent + label.descent + theme.gap * 0.8 : 0
}

/**
 * Whether common factors need a line between axes and heading. Beside a letter without title there is room for the one of y,
 * and a heading never reaches over the colour bar.
 */
export function commonLineAbove(plan: PanelPlan): boolean {
  const besideLetter = plan.letter !== null && plan.title.length === 0 && (plan.legend === null || plan.legend.inside)
  const headed = plan.letter !== null || plan.title.length > 0
  return (plan.yTicks.common !== null && !besideLetter) || (plan.colourBar?.ticks.common != null && !headed)
}

/** Where the common factor of the y labels starts: at the axes, or after the letter that stands on its line. */
export function commonStart(plan: PanelPlan, theme: Theme): number {
  return plan.letter && !commonLineAbove(plan) ? plan.letter.width + 2 * theme.gap : 0
}

/** Whether the common factor of the x labels must stand on a line of its own, because the axis label is in its way. */
export function commonNeedsLine(plan: PanelPlan, theme: Theme): boolean {
  return plan.xTicks.common !== null && plan.xLabel.width > 0 && plan.width / 2 - plan.xLabel.width / 2 < plan.xTicks.common.width + theme.gap
}

function marginsOf(plan: PanelPlan, theme: Theme): PanelPlan['margins'] {
  const { xTicks, yTicks, colourBar } = plan
  const overhang = (tick: PlacedTicks['major'][number] | undefined, end: 0 | 1) =>
    tick ? Math.max(0, tick.label.width / 2 - Math.abs(tick.at - end) * plan.width) : 0
  const half = theme.tick.size * 0.5
  const left = tickLabelGap(plan, theme) + yTicks.width + uprightWidth(plan.yLabel, theme)
  let right = theme.frame
  if (colourBar) {
    right = colourBarGap(theme) + colourBarWidth(theme) + theme.gap + colourBar.ticks.width + uprightWidth(colourBar.label, theme)
    right = Math.max(right, colourBarGap(theme) + (colourBar.ticks.common?.width ?? 0))
  }
  const commonAbove = commonLineAbove(plan) ? lineHeight(theme.tick) : 0
  const heading = Math.max(plan.title.length, plan.letter ? 1 : 0) * lineHeight(theme.label)
  const legend = plan.legend && !plan.legend.inside ? plan.legend.legend.height + theme.gap : 0
  const commonBelow = plan.xTicks.common && (plan.xLabel.width === 0 || commonNeedsLine(plan, theme)) ? lineHeight(theme.tick) : 0
  return {
    left: Math.max(left, overhang(xTicks.major[0], 0)),
    right: Math.max(right, overhang(xTicks.major.at(-1), 1), commonStart(plan, theme) + (yTicks.common?.width ?? 0) - plan.width),
    top: Math.max(half, commonAbove + heading + legend + (heading > 0 ? theme.gap * 0.5 : 0)),
    bottom: tickLabelGap(plan, theme) + lineHeight(theme.tick) + (plan.xLabel.width > 0 ? plan.xLabel.ascent + plan.xLabel.descent + theme.gap * 0.5 : 0)
      + commonBelow + (plan.notes.length > 0 ? plan.notes.length * lineHeight(theme.note) + theme.gap * 0.5 : 0),
  }
}
