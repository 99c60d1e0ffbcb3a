import fc from 'fast-check'
import { expect, it } from 'vitest'
import { figureSchema, figureStyleSchema, type Figure } from '../../shared/figure.ts'
import { layoutFigure } from './layout.ts'
import { allPrimitives, points, type Primitive, type Scene } from './scene.ts'
import { anyFigure, anyStyle } from './test-support/random-figures.ts'
import { writeCsv } from './write-csv.ts'
import { writeSvg } from './write-svg.ts'

const single = figureStyleSchema.parse({})

/** Left, top, right, bottom of the letters of a text. */
function inkOf(primitive: Extract<Primitive, { kind: 'text' }>): [number, number, number, number] {
  const { box, x, y } = primitive
  return primitive.quarterTurn ? [x - box.ascent, y - box.width, x + box.descent, y] : [x, y - box.ascent, x + box.width, y + box.descent]
}

const textsOf = (scene: Scene) => [...allPrimitives(scene.primitives)].filter((primitive) => primitive.kind === 'text')

it('lays out any figure: finite coordinates, exact width, no label cut off by the page', () => {
  fc.assert(fc.property(anyFigure, anyStyle, (figure, style) => {
    const scene = layoutFigure(figure, style)
    expect(scene.width).toBe(points(style.widthMm))
    expect(scene.height).toBeGreaterThan(0)
    const svg = writeSvg(scene, { embedFonts: false })
    expect(svg.replace(/>[^<]*</g, '><')).not.toMatch(/NaN|Infinity|undefined/)
    for (const text of textsOf(scene)) {
      const [left, top, right, bottom] = inkOf(text)
      // Half a point: side bearings of letters, and the frame that stands at the edge.
      expect(left).toBeGreaterThan(-0.5)
      expect(top).toBeGreaterThan(-0.5)
      expect(right).toBeLessThan(scene.width + 0.5)
      expect(bottom).toBeLessThan(scene.height + 0.5)
    }
    expect(writeCsv(figure)).not.toMatch(/NaN|undefined/)
  }), { numRuns: 150, seed: 7 })
})

function figureOf(panel: unknown): Figure {
  return figureSchema.parse({ name: 'test', title: 'Test', panels: [panel] })
}

/** Coordinates of everything drawn inside the axes. */
function inkPoints(scene: Scene): [number, number][] {
  return [...allPrimitives(scene.primitives.filter((primitive) => primitive.kind === 'clip'))].flatMap((primitive) => {
    const flat = primitive.kind === 'dots' ? primitive.centres : primitive.kind === 'path' ? primitive.lines.flat() : []
    return Array.from({ length: flat.length / 2 }, (_, i): [number, number] => [flat[2 * i], flat[2 * i + 1]])
  })
}

it('a legend never stands on data: it looks for a free place, else goes above the axes', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 200 }), (cloud) => {
    const scene = layoutFigure(figureOf({
      x: { label: 'x' }, y: { label: 'y' }, series: [{ kind: 'scatter', name: 'the only entry', x: cloud.map(([x]) => x), y: cloud.map(([, y]) => y) }],
    }), single)
    const entry = textsOf(scene).find((text) => text.box.runs.some((run) => run.text === 'the only entry'))
    if (!entry) throw new Error('no legend')
    const [left, top, right, bottom] = inkOf(entry)
    for (const [x, y] of inkPoints(scene)) expect(x < left || x > right || y < top || y > bottom).toBe(true)
  }), { numRuns: 60, seed: 3 })
})

it.each([
  ['no series', []],
  ['an empty series', [{ kind: 'line', name: 'empty', x: [], y: [] }]],
  ['missing values only', [{ kind: 'scatter', name: 'missing', x: [1, 2], y: [null, null] }]],
])('says "no data" for %s', (_, series) => {
  const scene = layoutFigure(figureOf({ x: { label: 'x' }, y: { label: 'y' }, series }), single)
  expect(textsOf(scene).some((text) => text.box.runs.some((run) => run.text.includes('no data')))).toBe(true)
})

it('shows a single point of a line, which has no stroke, as a mark in the middle', () => {
  const scene = layoutFigure(figureOf({ x: { label: 'x' }, y: { label: 'y' }, series: [{ kind: 'line', name: '', x: [3], y: [7] }] }), single)
  const axes = scene.primitives.find((primitive) => primitive.kind === 'clip')
  if (axes?.kind !== 'clip') throw new Error('no axes')
  expect(inkPoints(scene)).toEqual([[expect.closeTo(axes.box.x + axes.box.width / 2, 6), expect.closeTo(axes.box.y + axes.box.height / 2, 6)]])
})

it('drops what a log axis cannot show and says how much', () => {
  const scene = layoutFigure(figureOf({
    x: { label: 'x' }, y: { label: 'y', scale: 'log' }, series: [{ kind: 'scatter', name: '', x: [1, 2, 3, 4], y: [10, 0, -5, 1000] }],
  }), single)
  expect(inkPoints(scene)).toHaveLength(2)
  const note = textsOf(scene).flatMap((text) => text.box.runs.map((run) => run.text)).join(' ')
  expect(note).toContain('2 values at or below zero not shown')
})

it('draws one unit of x as long as one unit of y where that is asked for', () => {
  const scene = layoutFigure(figureOf({
    equalAspect: true, legend: 'none', x: { label: 'x' }, y: { label: 'y' }, series: [{ kind: 'scatter', name: '', x: [0, 4, 0], y: [0, 0, 3] }],
  }), single)
  const [[x0, y0], [x1], [, y2]] = inkPoints(scene)
  expect((x1 - x0) / 4).toBeCloseTo((y0 - y2) / 3, 6)
})

it('aligns the axes of a grid: the same left edges in a column, the same tops in a row, the same width everywhere', () => {
  const panel = (label: string, scale: number) => ({ x: { label: 'x' }, y: { label }, legend: 'none', series: [{ kind: 'line', name: 'a', x: [0, 1], y: [0, scale] }] })
  const figure = figureSchema.parse({ name: 'grid', title: '', columns: 2, panels: [panel('y', 1), panel('', 1e-5), panel('long label', 12345), panel('y', 0.001)] })
  const boxes = layoutFigure(figure, figureStyleSchema.parse({ widthMm: 178 })).primitives.flatMap((primitive) => (primitive.kind === 'clip' ? [primitive.box] : []))
  expect(boxes[0].x).toBe(boxes[2].x)
  expect(boxes[1].x).toBe(boxes[3].x)
  expect(boxes[0].y).toBe(boxes[1].y)
  expect(new Set(boxes.map((box) => box.width)).size).toBe(1)
})
