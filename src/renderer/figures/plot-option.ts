import type { Axis, Panel, Series } from '../../shared/figure.ts'
import { plainLabel } from '../../shared/figures/math-text.ts'
import { panelRanges, type Ends, type PanelRanges } from '../../shared/figures/ranges.ts'
import { axisTicks } from '../../shared/figures/ticks.ts'
import { formatNumber } from '../composables/format.ts'
import type { EChartsCoreOption } from './echarts.ts'
import { equalAspectBox, type Rectangle } from './equal-aspect.ts'
import { screenColour, type PlotTheme } from './plot-theme.ts'
import { bandSeries, heatmapSeries } from './plot-shapes.ts'

export interface PlotSize {
  width: number
  height: number
}

/** More points than this are drawn as one path. */
const manyPoints = 1500

export interface PlotState {
  /** Names of the series that are switched off. */
  hidden: ReadonlySet<string>
  /** While zoomed, ECharts chooses the ticks. */
  zoomed: boolean
}

/** A panel as ECharts draws it: no animation, one axis pair, drag to zoom. */
export function plotOption(panel: Panel, theme: PlotTheme, size: PlotSize, { hidden, zoomed }: PlotState): EChartsCoreOption {
  const outer: Rectangle = { left: 54, top: 10, width: Math.max(20, size.width - 54 - 14), height: Math.max(20, size.height - 10 - 42) }
  // Ends and ticks follow the same rules as on paper (`shared/figures`).
  const ends = panelRanges(panel)
  const box = panel.equalAspect ? equalAspectBox(outer, ends.x, ends.y) : outer
  const scatterOnly = panel.series.every((series) => series.kind === 'scatter' || (series.kind === 'line' && series.role === 'reference'))
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { ...box, containLabel: false },
    xAxis: axisOption(panel.x, theme, 'x', ends.x, zoomed ? null : labelsIn(box.width, 38)),
    yAxis: axisOption(panel.y, theme, 'y', ends.y, zoomed ? null : labelsIn(box.height, 34)),
    series: panel.series.map((series, index) => seriesOption(series, screenColour(panel, index, theme), hidden.has(series.name), panel, ends)),
    tooltip: {
      trigger: scatterOnly ? 'none' : 'axis',
      confine: true,
      axisPointer: {
        type: 'cross',
        lineStyle: { color: theme.axis, type: 'solid', width: 1 },
        crossStyle: { color: theme.axis, type: 'solid', width: 1 },
        label: { backgroundColor: theme.text, color: theme.surface, fontSize: 11, padding: [3, 5], formatter: ({ value }: { value: unknown }) => formatNumber(Number(value)) },
      },
      backgroundColor: theme.surface,
      borderColor: theme.axis,
      borderWidth: 1,
      padding: [6, 9],
      textStyle: { color: theme.text, fontSize: 12, fontFamily: theme.font },
      formatter: (items: unknown) => tooltipText(panel, items),
    },
    // The toolbox is invisible: it only carries the rubber band that `PlotCanvas` switches on.
    toolbox: {
      show: true, itemSize: 0, showTitle: false,
      feature: { dataZoom: { xAxisIndex: 0, yAxisIndex: 0, filterMode: 'none', brushStyle: { borderWidth: 1, borderColor: theme.series[0], color: 'rgba(120,150,220,0.15)' } } },
    },
  }
}

/** How many tick labels a length has room for: never fewer than two, never so many that they become a ruler. */
const labelsIn = (pixels: number, each: number): number => Math.min(11, Math.max(2, Math.round(pixels / each)))

/** `labels` is the most tick labels that have room, null for ECharts' own ticks. */
function axisOption(axis: Axis, theme: PlotTheme, side: 'x' | 'y', ends: Ends, labels: number | null) {
  const ticks = labels === null ? null : axisTicks(axis.scale, ends, labels)
  const texts = new Map(ticks?.major.map((tick) => [tick.value, plainLabel(tick.label)]))
  const customValues = ticks ? ticks.major.map((tick) => tick.value) : undefined
  const format = (value: number) => texts.get(value) ?? formatNumber(Number(value.toPrecision(8)))
  return {
    type: axis.scale === 'log' ? 'log' : 'value',
    name: [plainLabel(axis.label), plainLabel(ticks?.common ?? '')].filter(Boolean).join('  '),
    nameLocation: 'middle',
    nameGap: side === 'x' ? 26 : 40,
    nameTextStyle: { color: theme.text, fontSize: 12 },
    min: ends[0], max: ends[1],
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.axis } },
    axisTick: { show: true, length: 4, customValues, lineStyle: { color: theme.axis } },
    axisLabel: { color: theme.faint, fontSize: 11, hideOverlap: true, customValues, formatter: format },
    splitLine: { show: true, lineStyle: { color: theme.grid } },
  }
}

/** x and y side by side in one array, gaps as NaN; on a log axis ECharts leaves out what is not positive. */
function interleaved(x: readonly (number | null)[], y: readonly (number | null)[]): Float64Array {
  const flat = new Float64Array(2 * x.length)
  for (let i = 0; i < x.length; i++) {
    flat[2 * i] = x[i] ?? Number.NaN
    flat[2 * i + 1] = y[i] ?? Number.NaN
  }
  return flat
}
function pairs(x: readonly (number | null)[], y: readonly (number | null)[]): (number | null)[][] {
  return x.map((value, i) => [value, y[i]])
}

function seriesOption(series: Series, colour: string, hidden: boolean, panel: Panel, ends: PanelRanges) {
  const name = plainLabel(series.name)
  switch (series.kind) {
    case 'line':
      return {
        type: 'line', name, showSymbol: series.role === 'main' && series.x.length < 16, symbol: 'circle', symbolSize: 5, silent: series.role !== 'main', connectNulls: false,
        data: hidden ? [] : pairs(series.x, series.y),
        color: colour,
        lineStyle: {
          width: series.role === 'main' ? 1.8 : 1, type: series.dash, opacity: series.role === 'shadow' ? 0.3 : 1,
        },
        z: series.role === 'shadow' ? 1 : series.role === 'reference' ? 2 : 3,
        emphasis: { disabled: true },
      }
    case 'scatter':
      return {
        type: 'scatter', name, silent: true, progressive: 0, large: series.x.length > manyPoints, largeThreshold: manyPoints,
        data: hidden ? [] : series.x.length > manyPoints ? interleaved(series.x, series.y) : pairs(series.x, series.y),
        symbolSize: Math.max(1.5, series.size * 1.33),
        itemStyle: { color: colour, opacity: series.role === 'shadow' ? 0.28 : 0.75 },
        z: series.role === 'shadow' ? 1 : 3,
      }
    case 'band':
      return bandSeries(series, colour, hidden)
    case 'heatmap':
      return heatmapSeries(series, hidden, panel, ends)
  }
}

interface TooltipItem {
  seriesIndex: number
  value: unknown
}
const isItem = (item: unknown): item is TooltipItem => typeof item === 'object' && item !== null && 'seriesIndex' in item && 'value' in item

/** The value of x, then each main series at it. Built as DOM text: names come from users. */
function tooltipText(panel: Panel, items: unknown): HTMLElement | string {
  const list = (Array.isArray(items) ? items : [items]).filter(isItem).filter(({ seriesIndex }) => {
    const series = panel.series[seriesIndex]
    return series.kind !== 'line' || series.role === 'main'
  })
  const first = list[0]
  if (!first || !Array.isArray(first.value)) return ''
  const box = document.createElement('div')
  box.className = 'plot-tip'
  const line = (name: string, value: string) => {
    const row = box.appendChild(document.createElement('div'))
    row.appendChild(document.createElement('span')).textContent = name
    row.appendChild(document.createElement('b')).textContent = value
  }
  line(plainLabel(panel.x.label) || 'x', formatNumber(Number(first.value[0])))
  for (const { seriesIndex, value } of list.slice(0, 12)) {
    if (Array.isArray(value) && value[1] != null) line(plainLabel(panel.series[seriesIndex].name), formatNumber(Number(value[1]), 5))
  }
  return box
}
