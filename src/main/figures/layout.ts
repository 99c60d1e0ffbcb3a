import type { Figure, FigureStyle } from '../../shared/figure.ts'
import { drawPanel } from './draw-panel.ts'
import { panelFrame, planPanel, type PanelFrame, type PanelPlan } from './panel-plan.ts'
import { points, type Primitive, type Scene } from './scene.ts'
import { themeOf, type Theme } from './theme.ts'

/** Where a panel stands: the upper left corner of its axes box, and the top of its row, where letter and title begin. */
export interface PlacedPanel { plan: PanelPlan; x: number; y: number; rowTop: number }

/** A figure with every box in its place, before anything is drawn. */
export interface Arrangement { width: number; height: number; theme: Theme; panels: PlacedPanel[] }

/** Figure and style to a scene, which the writers translate. */
export function layoutFigure(figure: Figure, style: FigureStyle): Scene {
  const { width, height, theme, panels } = arrangeFigure(figure, style)
  const primitives = panels.flatMap(({ plan, x, y, rowTop }): Primitive[] => drawPanel(plan, x, y, rowTop, theme))
  return { width, height, title: figure.title, description: figure.caption, primitives }
}

/**
 * The page is exactly `widthMm` wide and as high as the panels need; the axes boxes of a column have
 * the same left and right edges, those of a row the same top. Margins depend on tick labels, which depend on the size of
 * the axes, which depends on the margins; a few rounds settle it.
 */
export function arrangeFigure(figure: Figure, style: FigureStyle): Arrangement {
  const width = points(style.widthMm)
  const columns = Math.min(figure.columns, figure.panels.length)
  const frames = figure.panels.map(panelFrame)
  // Text that leaves no room for the data (24 pt in six columns of a narrow page) is made smaller until it does.
  for (let scale = 1; ; scale *= 0.8) {
    const theme = themeOf(style, scale)
    const grid = arrange(figure, frames, style, theme, width, columns)
    if (grid) return placeGrid(grid, theme, width)
    if (scale < 0.02) throw new Error(`No room for ${columns} columns on ${style.widthMm} mm`)
  }
}

interface Grid { plans: PanelPlan[]; lefts: number[]; rights: number[]; axesWidth: number; columns: number; edge: number; between: number }

/** Margins settle in two or three rounds; they only grow from the third on, so that the search ends. */
const rounds = 8

function arrange(figure: Figure, frames: PanelFrame[], style: FigureStyle, theme: Theme, width: number, columns: number): Grid | null {
  const edge = theme.frame + 0.5
  const between = theme.label.size * 0.9
  let axesWidth = (width / columns) * 0.75
  let lefts: number[] = []
  let rights: number[] = []
  for (let round = 0; ; round++) {
    const plans = planAll(figure, frames, style, theme, axesWidth, columns)
    const newLefts = largestMargins(plans, columns, (i) => i % columns, 'left')
    const newRights = largestMargins(plans, columns, (i) => i % columns, 'right')
    const fits = round > 0 && newLefts.every((value, i) => value <= lefts[i] + 1e-6) && newRights.every((value, i) => value <= rights[i] + 1e-6)
    if (fits || round === rounds) return plans.some(legendSticksOut) ? null : { plans, lefts, rights, axesWidth, columns, edge, between }
    lefts = round < 2 ? newLefts : newLefts.map((value, i) => Math.max(value, lefts[i]))
    rights = round < 2 ? newRights : newRights.map((value, i) => Math.max(value, rights[i]))
    const used = 2 * edge + [...lefts, ...rights].reduce((sum, margin) => sum + margin, 0) + (columns - 1) * between
    axesWidth = (width - used) / columns
    if (axesWidth < Math.max(6, (width / columns) * 0.3)) return null
  }
}

function legendSticksOut({ legend, width }: PanelPlan): boolean {
  return legend !== null && legend.legend.width > width + 1e-6
}

function largestMargins(plans: PanelPlan[], count: number, slotOf: (i: number) => number, side: keyof PanelPlan['margins']): number[] {
  return Array.from({ length: count }, (_, slot) => Math.max(0, ...plans.filter((_, i) => slotOf(i) === slot).map((plan) => plan.margins[side])))
}

function planAll(figure: Figure, frames: PanelFrame[], style: FigureStyle, theme: Theme, axesWidth: number, columns: number): PanelPlan[] {
  return figure.panels.map((panel, i) => {
    const row = Math.floor(i / columns)
    const inRow = frames.slice(row * columns, (row + 1) * columns).map((frame) => frame.aspect).filter((aspect) => aspect !== null)
    // Beside a panel of equal units the others take its height, so that the boxes of a row line up.
    const aspect = frames[i].aspect ?? (inRow.length > 0 ? Math.max(...inRow) : style.aspect)
    const letter = figure.panels.length > 1 ? `(${String.fromCharCode(97 + i)})` : ''
    return planPanel(panel, frames[i], letter, axesWidth, axesWidth * aspect, theme)
  })
}

function placeGrid(grid: Grid, theme: Theme, width: number): Arrangement {
  const panels: PlacedPanel[] = []
  const rowGap = theme.label.size * 0.8
  const rows = Math.ceil(grid.plans.length / grid.columns)
  const rowOf = (i: number) => Math.floor(i / grid.columns)
  const tops = largestMargins(grid.plans, rows, rowOf, 'top')
  const bottoms = largestMargins(grid.plans, rows, rowOf, 'bottom')
  let y = grid.edge
  for (let row = 0; row < rows; row++) {
    const plans = grid.plans.slice(row * grid.columns, (row + 1) * grid.columns)
    let x = grid.edge
    plans.forEach((plan, column) => {
      panels.push({ plan, x: x + grid.lefts[column], y: y + tops[row], rowTop: y })
      x += grid.lefts[column] + grid.axesWidth + grid.rights[column] + grid.between
    })
    y += tops[row] + Math.max(...plans.map((plan) => plan.height)) + bottoms[row] + (row < rows - 1 ? rowGap : 0)
  }
  return { width, height: y + grid.edge, theme, panels }
}
