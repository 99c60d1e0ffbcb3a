import { z } from 'zod'
import { colourMapNames, mapsOfKind } from './figures/colour-map-names.ts'

/**
 * A figure as data: what is drawn, not how. The same value is shown on screen (ECharts), exported (PDF, SVG, PNG, CSV)
 * and redrawn by a script. Text may hold Unicode and inline mathematics between dollar signs (`$\\psi_\\nu(u)$`).
 */

export const axisSchema = z.object({
  label: z.string(),
  scale: z.enum(['linear', 'log']).default('linear'),
  /** Ends of the axis; from the data when absent. */
  range: z.tuple([z.number(), z.number()]).optional(),
})
export type Axis = z.infer<typeof axisSchema>

/** Colours that lie on a heat map: the same in every theme, since the map below is. */
export const inks = ['dark', 'light'] as const
const colour = z.union([z.int(), z.enum(inks)]).optional()

const numbers = z.array(z.number().nullable()).describe('null breaks a line and leaves a point out')

export const seriesSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('line'), name: z.string(), x: numbers, y: numbers,
    /** Index into the categorical palette, or an ink; by position when absent. */
    colour,
    dash: z.enum(['solid', 'dashed', 'dotted']).default('solid'),
    /** `shadow`: the pale raw trace behind a smoothed one; kept out of the legend. */
    role: z.enum(['main', 'shadow', 'reference']).default('main'),
  }),
  z.object({
    kind: z.literal('scatter'), name: z.string(), x: numbers, y: numbers, colour,
    /** Diameter in points. */
    size: z.number().default(2),
    role: z.enum(['main', 'shadow']).default('main'),
  }),
  z.object({ kind: z.literal('band'), name: z.string(), x: numbers, low: numbers, high: numbers, colour: z.int().optional() }),
  z.object({
    kind: z.literal('heatmap'), name: z.string(),
    x: z.array(z.number()).describe('cell centres'), y: z.array(z.number()),
    /** Row-major, `y` the slow index. */
    values: numbers,
    colourMap: z.enum(colourMapNames).default('viridis'),
    valueLabel: z.string(),
    range: z.tuple([z.number(), z.number()]).optional(),
  }),
])
export type Series = z.infer<typeof seriesSchema>

export const panelSchema = z.object({
  title: z.string().default(''),
  x: axisSchema,
  y: axisSchema,
  /** One unit of x as long as one unit of y. */
  equalAspect: z.boolean().default(false),
  series: z.array(seriesSchema),
  legend: z.enum(['none', 'inside', 'outside']).default('inside'),
  /** Said below the panel where the drawing leaves points out, e.g. "every 4th of 40,000 points". */
  note: z.string().default(''),
})
export type Panel = z.infer<typeof panelSchema>

export const figureSchema = z.object({
  /** Base of file names: lower case, digits, hyphens. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,80}$/),
  title: z.string(),
  panels: z.array(panelSchema).min(1).max(24),
  columns: z.int().min(1).max(6).default(1),
  /** Caption stub for the paper: what is shown, with which configuration. */
  caption: z.string().default(''),
})
export type Figure = z.infer<typeof figureSchema>
/** A figure before defaults are filled in; what builders write. */
export type FigureInput = z.input<typeof figureSchema>

export const figureFormats = ['pdf', 'svg', 'png', 'csv', 'py'] as const
export type FigureFormat = (typeof figureFormats)[number]

/** Column widths in millimetres. */
export const columnWidths = { single: 86, double: 178 } as const

export const figureStyleSchema = z.object({
  widthMm: z.number().min(20).max(500).default(columnWidths.single),
  /** Height over width of one panel's axes box (ignored where `equalAspect` is set). */
  aspect: z.number().min(0.1).max(5).default(0.75),
  /** Text size in points. */
  fontSize: z.number().min(4).max(24).default(8),
  font: z.enum(['sans', 'serif']).default('sans'),
  /** Dots per inch of the PNG. */
  dpi: z.int().min(72).max(1200).default(300),
  /** Colour maps in place of those of the figure: one for amounts, one for values about zero, one for phases. */
  sequentialMap: z.enum(mapsOfKind.sequential).optional(),
  divergingMap: z.enum(mapsOfKind.diverging).optional(),
  cyclicMap: z.enum(mapsOfKind.cyclic).optional(),
})
export type FigureStyle = z.infer<typeof figureStyleSchema>
