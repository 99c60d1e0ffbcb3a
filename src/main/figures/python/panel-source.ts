import type { Series } from '../../../shared/figure.ts'
import { kindOfMap } from '../../../shared/figures/colour-map-names.ts'
import { seriesColour, tint } from '../../../shared/figures/palette.ts'
import { valueEnds } from '../../../shared/figures/ranges.ts'
import { lineStroke } from '../draw-series.ts'
import type { Arrangement, PlacedPanel } from '../layout.ts'
import type { PlacedTicks } from '../axis-labels.ts'
import { entriesOf, freePlace } from '../legend.ts'
import { colourBarGap, colourBarWidth, frameAt, type PanelPlan } from '../panel-plan.ts'
import type { Rectangle } from '../scene.ts'
import type { Theme } from '../theme.ts'
import { brokenLabel } from '../typeset.ts'
import { mapName } from './maps.ts'
import { lonelyPoints, sortedCells, type PythonColumns } from './columns.ts'
import { mathtextLabel } from './mathtext.ts'
import { pythonNumber, pythonText, short } from './source.ts'

/** The lines of Python that draw one panel, in the boxes that our own layout gave it. */
export function panelSource({ width, height, theme }: Arrangement, placed: PlacedPanel, letter: string, columns: PythonColumns): string[] {
  const { plan, x, y, rowTop } = placed
  const { panel } = plan
  const prefix = letter ? `${letter}_` : ''
  const bounds = (box: Rectangle) => `(${[box.x / width, 1 - (box.y + box.height) / height, box.width / width, box.height / height].map(short).join(', ')})`
  const label = (text: string) => pythonText(mathtextLabel(text))
  const axes = frameAt(plan, x, y)
  const lines = [`axes = figure.add_axes(${bounds(axes.box)})`]
  if (panel.x.scale === 'log') lines.push('axes.set_xscale("log")')
  if (panel.y.scale === 'log') lines.push('axes.set_yscale("log")')
  panel.series.forEach((series, index) => {
    lines.push(...seriesSource(plan, series, index, `${prefix}${index + 1}`, theme, columns))
    if (series.kind !== 'heatmap' || plan.colourBar?.series !== series) return
    const bar = { x: x + plan.width + colourBarGap(theme), y, width: colourBarWidth(theme), height: plan.height }
    lines.push(`bar = figure.colorbar(cells, cax=figure.add_axes(${bounds(bar)}), label=${label(series.valueLabel)})`)
    const ends = valueEnds(series)
    const locator = locatorSource(plan.colourBar.ticks, ends)
    if (kindOfMap(series.colourMap) === 'cyclic' && ends[0] === -Math.PI && ends[1] === Math.PI) {
      lines.push('bar.set_ticks([-np.pi, -np.pi / 2, 0, np.pi / 2, np.pi], labels=[r"$-\\pi$", r"$-\\pi/2$", "0", r"$\\pi/2$", r"$\\pi$"])')
    } else if (locator) lines.push(`bar.set_ticks(${locator})`)
  })
  lines.push(`axes.set_xlim(${plan.x.map(pythonNumber).join(', ')})`, `axes.set_ylim(${plan.y.map(pythonNumber).join(', ')})`)
  for (const [axis, scale, ticks, ends] of [['x', panel.x.scale, plan.xTicks, plan.x], ['y', panel.y.scale, plan.yTicks, plan.y]] as const) {
    const locator = scale === 'linear' ? locatorSource(ticks, ends) : null
    if (locator) lines.push(`axes.${axis}axis.set_major_locator(${locator})`)
    if (scale === 'log') lines.push(...logTicksSource(axis, ticks, ends))
  }
  if (panel.equalAspect && panel.x.scale === 'linear' && panel.y.scale === 'linear') lines.push('axes.set_aspect("equal")')
  if (plan.ticksOutside) lines.push('axes.tick_params(which="both", direction="out", top=False, right=False)')
  if (panel.x.label) lines.push(`axes.set_xlabel(${label(panel.x.label)})`)
  if (panel.y.label) lines.push(`axes.set_ylabel(${label(panel.y.label)})`)
  const text = (left: number, top: number, what: string, more: string) => `figure.text(${short(left / width)}, ${short(1 - top / height)}, ${what}, va="top", ${more})`
  if (panel.title) {
    const indent = plan.letter ? plan.letter.width + theme.gap : 0
    const title = brokenLabel(panel.title, theme.label, plan.width - indent).map(mathtextLabel).join('\n')
    lines.push(text(x, rowTop, pythonText(letter ? `$\\mathbf{(${letter})}$ ${title}` : title), `size=${short(theme.label.size)}`))
  } else if (letter) lines.push(text(x, rowTop, `"(${letter})"`, `weight="bold", size=${short(theme.letter.size)}`))
  if (panel.note) {
    const note = brokenLabel(panel.note, theme.note, plan.width).map(mathtextLabel).join('\n')
    const foot = y + plan.height + plan.margins.bottom
    lines.push(text(x, foot - plan.notes.length * theme.note.size * 1.2, pythonText(note), `size=${short(theme.note.size)}, color="${theme.noteInk}"`))
  }
  lines.push(...legendSource(placed, theme))
  return lines
}

/** The distance of our ticks as a rule, which holds where the limits are changed later. */
function locatorSource({ major }: PlacedTicks, [low, high]: readonly [number, number]): string | null {
  if (major.length < 2) return null
  const step = Math.abs((major[1].at - major[0].at) * (high - low))
  const isEven = major.every((tick, i) => i === 0 || Math.abs(tick.at - major[i - 1].at - (major[1].at - major[0].at)) < 1e-6)
  return isEven && step > 0 && Number.isFinite(step) ? `MultipleLocator(${short(step)})` : null
}

/** Our ticks of a log axis where they are not decades, which matplotlib finds itself and writes as powers. */
function logTicksSource(axis: 'x' | 'y', { major }: PlacedTicks, [low, high]: readonly [number, number]): string[] {
  const values = major.map(({ at }) => Number((low * (high / low) ** at).toPrecision(9)))
  if (values.length === 0 || values.every((value) => Number.isInteger(Number(Math.log10(value).toFixed(9))))) return []
  const texts = values.map((value) => pythonText(String(value))).join(', ')
  return [
    `axes.set_${axis}ticks([${values.map(pythonNumber).join(', ')}], labels=[${texts}])`,
    `axes.tick_params(axis="${axis}", which="minor", ${axis === 'x' ? 'labelbottom' : 'labelleft'}=False)`,
  ]
}

function seriesSource(plan: PanelPlan, series: Series, index: number, suffix: string, theme: Theme, columns: PythonColumns): string[] {
  const { panel } = plan
  const colour = seriesColour(panel, index)
  const column = (axis: string, values: readonly (number | null)[], meaning: string) =>
    columns.add(/^[a-z]_/.test(suffix) ? `${suffix.slice(0, 2)}${axis}${suffix.slice(2)}` : `${axis}${suffix}`, values, `${series.name || 'unnamed'}: ${meaning}`)
  const label = entriesOf(panel).includes(index) ? `, label=${pythonText(mathtextLabel(series.name))}` : ''
  switch (series.kind) {
    case 'line': {
      const count = Math.min(series.x.length, series.y.length)
      const x = column('x', series.x.slice(0, count), panel.x.label)
      const y = column('y', series.y.slice(0, count), panel.y.label)
      const stroke = lineStroke(series, colour, theme)
      const dash = stroke.dash ? `, linestyle=(0, (${stroke.dash.map((length) => short(length / stroke.width)).join(', ')}))` : ''
      const lonely = lonelyPoints(series.x, series.y, panel)
      const marks = lonely.length > 0 ? `, marker="o", markersize=${short(stroke.width * 2.5)}, markevery=[${lonely.join(', ')}]` : ''
      return [`axes.plot(${x}, ${y}, color="${colour}", linewidth=${short(stroke.width)}${dash}${marks}, zorder=${series.role === 'shadow' ? 2.2 : 2.4}${label})`]
    }
    case 'scatter': {
      const count = Math.min(series.x.length, series.y.length)
      const x = column('x', series.x.slice(0, count), panel.x.label)
      const y = column('y', series.y.slice(0, count), panel.y.label)
      const size = Math.max(0.2, Math.min(20, series.size))
      return [`axes.plot(${x}, ${y}, linestyle="none", marker="o", markersize=${short(size)}, markeredgewidth=0, color="${colour}", zorder=2.3${label})`]
    }
    case 'band': {
      const count = Math.min(series.x.length, series.low.length, series.high.length)
      const x = column('x', series.x.slice(0, count), panel.x.label)
      const low = column('low', series.low.slice(0, count), `lower edge, ${panel.y.label}`)
      const high = column('high', series.high.slice(0, count), `upper edge, ${panel.y.label}`)
      return [`axes.fill_between(${x}, ${low}, ${high}, color="${tint(colour, 0.72)}", linewidth=0, zorder=1.5${label})`]
    }
    case 'heatmap': {
      const cells = sortedCells(series, panel)
      if (!cells) return []
      const x = column('x', cells.xEdges, `edges of the cells, ${panel.x.label}`)
      const y = column('y', cells.yEdges, `edges of the cells, ${panel.y.label}`)
      const values = column('values', cells.values, `${series.valueLabel}, row by row`)
      const [low, high] = valueEnds(series).map(pythonNumber)
      return [
        `cells = axes.pcolormesh(${x}, ${y}, ${values}.reshape(${cells.yEdges.length - 1}, ${cells.xEdges.length - 1}), `
          + `cmap=${mapName(series.colourMap)}, `
          + `vmin=${low}, vmax=${high}, rasterized=True, zorder=1)`,
      ]
    }
  }
}

/** The legend at the place that our layout found free, or above the axes. */
function legendSource({ plan, x, y }: PlacedPanel, theme: Theme): string[] {
  if (!plan.legend) return []
  const { legend, inside } = plan.legend
  const place = inside ? freePlace(frameAt(plan, x, y), legend, theme) : { x, y: y - legend.height - theme.gap }
  if (!place) return []
  const left = (place.x - x) / plan.width
  const top = 1 - (place.y - y) / plan.height
  const columns = new Set(legend.entries.map((entry) => entry.x)).size
  return [`axes.legend(loc="upper left", bbox_to_anchor=(${short(left)}, ${short(top)})${columns > 1 ? `, ncols=${columns}` : ''})`]
}
