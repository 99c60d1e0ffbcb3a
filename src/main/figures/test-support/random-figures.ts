import fc from 'fast-check'
import { figureSchema, figureStyleSchema, inks, type Figure, type FigureStyle } from '../../../shared/figure.ts'

/** Figures of any shape: missing values, extreme magnitudes, short columns, odd labels, wrong signs on log axes. */

const value = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1, 1e-320, 5e-324, 1e-12, 1e308, -1e308, 1.7e308, 1e9 + 0.5) },
  { weight: 1, arbitrary: fc.constant(null) },
)
const column = fc.oneof(fc.array(value, { maxLength: 30 }), fc.tuple(value, fc.nat(20)).map(([same, count]) => Array<number | null>(count).fill(same)))
const label = fc.oneof(
  fc.constantFrom('', 'Training step', '$\\psi_\\nu(u)$', 'a very long axis label that goes on and on, past any edge of any page', '$\\unknown{x}_{y^2}$', '5 $ & <b>', '$\\sqrt{\\frac{a}{b}}$'),
  fc.string({ maxLength: 30 }),
  // Any code points: unassigned ones, controls, halves of pairs.
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const name = fc.oneof(fc.constantFrom('', 'loss', '$\\mathcal{L}$'), fc.string({ maxLength: 12 }))
const paletteColour = fc.option(fc.integer({ min: -3, max: 20 }), { nil: undefined })
const colour = fc.oneof(paletteColour, fc.constantFrom(...inks))
const range = fc.option(fc.tuple(fc.double({ min: -10, max: 10, noNaN: true }), fc.double({ min: -10, max: 10, noNaN: true })), { nil: undefined, freq: 4 })
const finite = fc.double({ min: -50, max: 50, noNaN: true })

const series = fc.oneof(
  fc.record({ kind: fc.constant('line' as const), name, x: column, y: column, colour, dash: fc.constantFrom('solid' as const, 'dashed' as const, 'dotted' as const), role: fc.constantFrom('main' as const, 'shadow' as const, 'reference' as const) }),
  fc.record({ kind: fc.constant('scatter' as const), name, x: column, y: column, colour, size: fc.double({ min: 0, max: 10, noNaN: true }) }),
  fc.record({ kind: fc.constant('band' as const), name, x: column, low: column, high: column, colour: paletteColour }),
  fc.record({ kind: fc.constant('heatmap' as const), name, x: fc.array(finite, { maxLength: 6 }), y: fc.array(finite, { maxLength: 6 }), values: column, colourMap: fc.constantFrom('viridis' as const, 'diverging' as const, 'cyclic' as const), valueLabel: label, range }),
)
const axis = fc.record({ label, scale: fc.constantFrom('linear' as const, 'log' as const), range })
const panel = fc.record({
  title: label, x: axis, y: axis, equalAspect: fc.boolean(), series: fc.array(series, { maxLength: 4 }),
  legend: fc.constantFrom('none' as const, 'inside' as const, 'outside' as const), note: label,
})

export const anyFigure: fc.Arbitrary<Figure> = fc.record({
  name: fc.constant('any'), title: label, caption: label, columns: fc.integer({ min: 1, max: 6 }), panels: fc.array(panel, { minLength: 1, maxLength: 7 }),
}).map((input) => figureSchema.parse(input))

export const anyStyle: fc.Arbitrary<FigureStyle> = fc.record({
  widthMm: fc.oneof(fc.constantFrom(86, 178), fc.double({ min: 20, max: 500, noNaN: true })), aspect: fc.double({ min: 0.1, max: 5, noNaN: true }),
  fontSize: fc.double({ min: 4, max: 24, noNaN: true }), font: fc.constantFrom('sans' as const, 'serif' as const), dpi: fc.constant(72),
}).map((input) => figureStyleSchema.parse(input))
