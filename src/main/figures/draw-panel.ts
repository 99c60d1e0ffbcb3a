import type { PlacedTicks } from './axis-labels.ts'
import { drawSeries } from './draw-series.ts'
import { colourBarImage } from '../../shared/figures/heat-map.ts'
import { drawLegend, freePlace } from './legend.ts'
import { colourBarGap, colourBarWidth, commonLineAbove, commonNeedsLine, commonStart, frameAt, tickLabelGap, uprightWidth, type PanelPlan } from './panel-plan.ts'
import type { Primitive, Rectangle, Stroke } from './scene.ts'
import { lineHeight, type Theme } from './theme.ts'
import { typesetWithin, type TextBox } from './typeset.ts'

/** Height of digits above their baseline in units of the text size; centres tick labels on their ticks. */
const digitHeight = 0.7

/** Draws a planned panel with the upper left corner of its axes at (x, y); letter and title start at `rowTop`, in line with its neighbours'. */
export function drawPanel(plan: PanelPlan, x: number, y: number, rowTop: number, theme: Theme): Primitive[] {
  const frame = frameAt(plan, x, y)
  const { box } = frame
  const order = plan.panel.series.map((_, index) => index)
  const weight = (index: number) => {
    const series = plan.panel.series[index]
    // Surfaces below, pale raw traces next, data on top.
    return series.kind === 'heatmap' ? 0 : series.kind === 'band' ? 1 : series.role === 'shadow' ? 2 : 3
  }
  order.sort((a, b) => weight(a) - weight(b) || a - b)
  return [
    { kind: 'clip', box, primitives: order.flatMap((index) => drawSeries(frame, index, theme)) },
    ...drawTicks(plan, box, theme),
    { kind: 'rectangle', box, stroke: { colour: theme.ink, width: theme.frame } },
    ...drawTickLabels(plan, box, theme),
    ...drawBelow(plan, box, theme),
    ...drawAbove(plan, box, rowTop, theme),
    ...drawColourBar(plan, box, theme),
    ...legendInside(plan, x, y, theme),
    ...(plan.isEmpty ? [centred('no data', box, theme)] : []),
  ]
}

function text(box: TextBox, x: number, y: number, colour: string, quarterTurn = false): Primitive {
  return { kind: 'text', box, x, y, quarterTurn, colour }
}

function centred(label: string, box: Rectangle, theme: Theme): Primitive {
  const shown = typesetWithin(label, theme.note, box.width * 0.9)
  return text(shown, box.x + (box.width - shown.width) / 2, box.y + box.height / 2 + theme.note.size * 0.3, theme.noteInk)
}

function drawTicks(plan: PanelPlan, box: Rectangle, theme: Theme): Primitive[] {
  const lines: number[][] = []
  const sign = plan.ticksOutside ? -1 : 1
  const add = (at: number, length: number, axis: 'x' | 'y') => {
    const d = length * sign
    if (axis === 'x') {
      const across = box.x + at * box.width
      lines.push([across, box.y + box.height, across, box.y + box.height - d])
      if (!plan.ticksOutside) lines.push([across, box.y, across, box.y + d])
    } else {
      const down = box.y + (1 - at) * box.height
      lines.push([box.x, down, box.x + d, down])
      if (!plan.ticksOutside) lines.push([box.x + box.width, down, box.x + box.width - d, down])
    }
  }
  for (const tick of plan.xTicks.major) add(tick.at, theme.majorTick, 'x')
  for (const tick of plan.yTicks.major) add(tick.at, theme.majorTick, 'y')
  for (const at of plan.xTicks.minor) add(at, theme.minorTick, 'x')
  for (const at of plan.yTicks.minor) add(at, theme.minorTick, 'y')
  const stroke: Stroke = { colour: theme.ink, width: theme.frame }
  return lines.length > 0 ? [{ kind: 'path', lines, closed: false, stroke }] : []
}

function drawTickLabels(plan: PanelPlan, box: Rectangle, theme: Theme): Primitive[] {
  const gap = tickLabelGap(plan, theme)
  const baseline = box.y + box.height + gap + theme.tick.size * (digitHeight + 0.06)
  return [
    ...plan.xTicks.major.map((tick) => text(tick.label, box.x + tick.at * box.width - tick.label.width / 2, baseline, theme.ink)),
    ...plan.yTicks.major.map((tick) => text(
      tick.label, box.x - gap - tick.label.width, box.y + (1 - tick.at) * box.height + theme.tick.size * digitHeight / 2, theme.ink,
    )),
    ...upright(plan.yLabel, box.x - gap - plan.yTicks.width - uprightWidth(plan.yLabel, theme) + plan.yLabel.ascent, box, theme),
  ]
}

/** A label reading upwards, its baseline at `x`, centred on the height of `box`. */
function upright(label: TextBox, x: number, box: Rectangle, theme: Theme): Primitive[] {
  return label.width > 0 ? [text(label, x, box.y + box.height / 2 + label.width / 2, theme.ink, true)] : []
}

/** Below the axes: common factor of the labels, axis label, notes. */
function drawBelow(plan: PanelPlan, box: Rectangle, theme: Theme): Primitive[] {
  const primitives: Primitive[] = []
  let y = box.y + box.height + tickLabelGap(plan, theme) + lineHeight(theme.tick)
  const { common } = plan.xTicks
  const { xLabel } = plan
  if (common) {
    primitives.push(text(common, box.x + box.width - common.width, y + theme.tick.size * 0.85, theme.ink))
    if (xLabel.width === 0 || commonNeedsLine(plan, theme)) y += lineHeight(theme.tick)
  }
  if (xLabel.width > 0) {
    y += xLabel.ascent
    primitives.push(text(xLabel, box.x + (box.width - xLabel.width) / 2, y, theme.ink))
    y += xLabel.descent + theme.gap * 0.5
  }
  plan.notes.forEach((line, i) => {
    primitives.push(text(line, box.x, y + theme.gap * 0.5 + i * lineHeight(theme.note) + theme.note.size * 0.8, theme.noteInk))
  })
  return primitives
}

/** Above the axes, from them upwards: common factors, the legend that found no place inside; letter and title at the top of the row. */
function drawAbove(plan: PanelPlan, box: Rectangle, rowTop: number, theme: Theme): Primitive[] {
  const primitives: Primitive[] = []
  let y = box.y
  if (plan.yTicks.common) {
    primitives.push(text(plan.yTicks.common, box.x + commonStart(plan, theme), y - theme.gap, theme.ink))
  }
  if (commonLineAbove(plan)) y -= lineHeight(theme.tick)
  if (plan.legend && !plan.legend.inside) {
    const { legend } = plan.legend
    y -= legend.height + theme.gap
    primitives.push(...drawLegend(plan.panel, legend, { x: box.x, y }, theme))
  }
  const first = rowTop + theme.label.size * 0.85
  if (plan.letter) primitives.push(text(plan.letter, box.x, first, theme.ink))
  const indent = plan.letter ? plan.letter.width + theme.gap : 0
  plan.title.forEach((line, i) => primitives.push(text(line, box.x + indent, first + i * lineHeight(theme.label), theme.ink)))
  return primitives
}

function legendInside(plan: PanelPlan, x: number, y: number, theme: Theme): Primitive[] {
  if (!plan.legend?.inside) return []
  const place = freePlace(frameAt(plan, x, y), plan.legend.legend, theme)
  return place ? drawLegend(plan.panel, plan.legend.legend, place, theme) : []
}

function drawColourBar(plan: PanelPlan, axes: Rectangle, theme: Theme): Primitive[] {
  if (!plan.colourBar) return []
  const { series, ticks, label } = plan.colourBar
  const box: Rectangle = { x: axes.x + axes.width + colourBarGap(theme), y: axes.y, width: colourBarWidth(theme), height: axes.height }
  const right = box.x + box.width
  const down = (at: number) => box.y + (1 - at) * box.height
  const tickLines = (places: number[], length: number) => places.map((at) => [right, down(at), right - length, down(at)])
  const lines = [...tickLines(ticks.major.map((tick) => tick.at), theme.minorTick)]
  return [
    { kind: 'image', box, image: colourBarImage(series) },
    ...(lines.length > 0 ? [{ kind: 'path' as const, lines, closed: false, stroke: { colour: theme.ink, width: theme.frame } }] : []),
    { kind: 'rectangle', box, stroke: { colour: theme.ink, width: theme.frame } },
    ...labels(ticks, right + theme.gap, down, theme),
    ...(ticks.common ? [text(ticks.common, box.x, box.y - theme.gap, theme.ink)] : []),
    ...upright(label, right + theme.gap + ticks.width + theme.gap * 0.8 + label.ascent, box, theme),
  ]
}

function labels(ticks: PlacedTicks, x: number, down: (at: number) => number, theme: Theme): Primitive[] {
  return ticks.major.map((tick) => text(tick.label, x, down(tick.at) + theme.tick.size * digitHeight / 2, theme.ink))
}
