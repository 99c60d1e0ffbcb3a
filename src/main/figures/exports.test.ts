import { Resvg } from '@resvg/resvg-wasm'
import fc from 'fast-check'
import Papa from 'papaparse'
import { beforeAll, describe, expect, it } from 'vitest'
import { columnWidths, figureFormats, figureSchema, figureStyleSchema, type Figure, type FigureFormat } from '../../shared/figure.ts'
import { colourMapBytes } from '../../shared/figures/colour-maps.ts'
import { renderFigure } from './index.ts'
import { layoutFigure } from './layout.ts'
import { points } from './scene.ts'
import { anyFigure, anyStyle } from './test-support/random-figures.ts'
import { readPdf } from './test-support/pdf-reader.ts'
import { readPng } from './test-support/png-reader.ts'

const loss: Figure = figureSchema.parse({
  name: 'loss', title: 'Loss of a run', caption: 'Configuration 3f2a77aa01b2.',
  panels: [{
    x: { label: 'Training step' }, y: { label: 'Loss $\\mathcal{L}(\\theta)$', scale: 'log' },
    series: [
      { kind: 'line', name: 'raw', x: [1, 2, 3, 4], y: [900, 1200, 80, null], role: 'shadow' },
      { kind: 'line', name: 'smoothed loss', x: [1, 2, 3, 4], y: [1000, 300, 150, 0.1 + 0.2] },
    ],
  }],
})

/** Values 1 and 2 in the lower row, 3 and 4 in the upper one. */
const map: Figure = figureSchema.parse({
  name: 'map', title: 'Map', panels: [{
    x: { label: 'x' }, y: { label: 'y' },
    series: [{ kind: 'heatmap', name: 'field', x: [0, 1], y: [0, 1], values: [1, 2, 3, 4], range: [0, 5], valueLabel: 'value' }],
  }],
})

const text = new TextDecoder()
const styleOf = (changes = {}) => figureStyleSchema.parse(changes)

describe.each(['sans', 'serif'] as const)('PDF, %s', (font) => {
  it.each([columnWidths.single, columnWidths.double, 61.5])('has a page of exactly %f mm', async (widthMm) => {
    const style = styleOf({ widthMm, font })
    const { page } = readPdf(await renderFigure(loss, style, 'pdf'))
    // A hundredth of a point is 3.5 µm.
    expect(Math.abs(page[0] - (widthMm * 72) / 25.4)).toBeLessThan(0.01)
    expect(Math.abs(page[1] - layoutFigure(loss, style).height)).toBeLessThan(0.01)
  })

  it('embeds every font that it uses, and its text can be read back', async () => {
    const { embeddedFonts, texts, content } = readPdf(await renderFigure(loss, styleOf({ font }), 'pdf'))
    const family = font === 'sans' ? 'Arimo' : 'STIXTwoText'
    expect(embeddedFonts).toEqual(expect.arrayContaining([`${family}-Regular`, `${family}-Italic`]))
    expect(new Set(content.match(/\/F\d+ [\d.]+ Tf/g)?.map((operator) => operator.split(' ')[0])).size).toBe(embeddedFonts.length)
    expect(texts).toEqual(expect.arrayContaining(['Training step', 'smoothed loss']))
    expect(texts.join('')).toContain('Loss ℒ(θ)')
    // The raw trace is drawn, and named in the CSV; a legend names only the curve that is read.
    expect(texts).not.toContain('raw')
  })
})

it('the PDF carries title and caption, and a date only where one is given', async () => {
  const { info } = readPdf(await renderFigure(loss, styleOf(), 'pdf'))
  expect(info).toMatchObject({ Title: '(Loss of a run)', Subject: '(Configuration 3f2a77aa01b2.)', Creator: '(Holoscope)' })
  expect(info).not.toHaveProperty('CreationDate')
  const dated = readPdf(await renderFigure(loss, styleOf(), 'pdf', { created: new Date(Date.UTC(2026, 10, 22)) }))
  expect(dated.info.CreationDate).toBe('(D:20261122000000Z)')
})

it.each(figureFormats)('the same figure gives the same %s', async (format: FigureFormat) => {
  expect(await renderFigure(loss, styleOf(), format)).toEqual(await renderFigure(loss, styleOf(), format))
})

it('writes any figure in every format', async () => {
  await fc.assert(fc.asyncProperty(anyFigure, anyStyle, async (figure, style) => {
    const small = { ...style, widthMm: Math.min(120, style.widthMm), aspect: Math.min(1, style.aspect) }
    const pdf = readPdf(await renderFigure(figure, small, 'pdf'))
    expect(pdf.content).not.toMatch(/NaN|Infinity|undefined/)
    expect(pdf.page[0]).toBeCloseTo(points(small.widthMm), 2)
    expect(readPng(await renderFigure(figure, small, 'png')).width).toBe(Math.round((small.widthMm / 25.4) * 72))
    await renderFigure(figure, small, 'csv')
  }), { numRuns: 25, seed: 11 })
})

describe('SVG', () => {
  it('has its width in millimetres, well-formed markup with the labels as text, and its fonts inside', async () => {
    const svg = text.decode(await renderFigure(loss, styleOf({ widthMm: 86 }), 'svg'))
    expect(svg).toContain('width="86mm"')
    // The rasteriser's XML parser is strict: it refuses what is not well-formed.
    await renderFigure(loss, styleOf(), 'png')
    expect(() => new Resvg(svg).free()).not.toThrow()
    const shown = svg.replace(/<style>.*?<\/style>/gs, '').replace(/<[^>]*>/g, '')
    expect(shown).toContain('Training step')
    expect(shown).toContain('smoothed loss')
    expect(shown).toContain('ℒ')
    expect(svg).toContain("@font-face{font-family:'Arimo'")
    expect(svg).not.toMatch(/url\((?!data:|#)/)
  })

  it('stays well-formed with any characters in its texts', async () => {
    const hostile = figureSchema.parse({ ...loss, title: '<script>"&\u0000\u001f', panels: [{ ...loss.panels[0], title: '</text> & \'quoted\' \u0007 ]]>' }] })
    const svg = text.decode(await renderFigure(hostile, styleOf(), 'svg'))
    expect(() => new Resvg(svg).free()).not.toThrow()
    expect(svg).not.toContain('<script>')
  })
})

describe('PNG', () => {
  it.each([[86, 600], [178, 150], [61.5, 72]])('%f mm at %i dpi: exact width in pixels, resolution in the file', async (widthMm, dpi) => {
    const png = readPng(await renderFigure(loss, styleOf({ widthMm, dpi }), 'png'))
    expect(png.width).toBe(Math.round((widthMm / 25.4) * dpi))
    expect(png.dotsPerMetre).toBe(Math.round(dpi / 0.0254))
  })

  it('paints the cells of a map in the colours of the colour map, y upwards', async () => {
    const style = styleOf({ dpi: 150 })
    const axes = layoutFigure(map, style).primitives.find((primitive) => primitive.kind === 'clip')
    if (axes?.kind !== 'clip') throw new Error('no axes')
    const png = readPng(await renderFigure(map, style, 'png'))
    const palette = colourMapBytes('viridis')
    const scale = 150 / 72
    const at = (across: number, down: number) => png.pixel((axes.box.x + across * axes.box.width) * scale, (axes.box.y + down * axes.box.height) * scale)
    const colourOf = (value: number) => [...palette.subarray(Math.floor((value / 5) * 256) * 3, Math.floor((value / 5) * 256) * 3 + 3)]
    expect(at(0.25, 0.75)).toEqual(colourOf(1))
    expect(at(0.75, 0.75)).toEqual(colourOf(2))
    expect(at(0.25, 0.25)).toEqual(colourOf(3))
    expect(at(0.75, 0.25)).toEqual(colourOf(4))
  })
})

describe('CSV', () => {
  const read = async (figure: Figure) => {
    const csv = text.decode(await renderFigure(figure, styleOf(), 'csv'))
    return { comments: csv.split('\r\n').filter((line) => line.startsWith('#')), rows: Papa.parse<string[]>(csv.trimEnd(), { comments: '#' }).data }
  }

  it('names columns, explains them in comments, shares equal abscissae, and reads back to the same doubles', async () => {
    const { comments, rows } = await read(loss)
    expect(rows[0]).toEqual(['Training step', 'raw', 'smoothed loss'])
    expect(comments.join('\n')).toContain('caption: Configuration 3f2a77aa01b2.')
    expect(comments.join('\n')).toContain('column 2: raw, y = Loss $\\mathcal{L}(\\theta)$ (shadow)')
    expect(rows.slice(1).map((row) => row[1])).toEqual(['900', '1200', '80', ''])
    expect(Number(rows[4][2])).toBe(0.1 + 0.2)
  })

  it('keeps every double, of any size, to the last bit', async () => {
    const values = [Math.PI, 5e-324, 1.7976931348623157e308, -0, 1 / 3, 123456789012345680, -2.5e-10]
    const figure = figureSchema.parse({ ...loss, panels: [{ x: { label: 'x' }, y: { label: 'y' }, series: [{ kind: 'scatter', name: 'all', x: values, y: values.toReversed() }] }] })
    const { rows } = await read(figure)
    expect(rows.slice(1).map((row) => Number(row[0]))).toEqual(values)
  })

  it('lists a map cell by cell with its coordinates', async () => {
    expect((await read(map)).rows).toEqual([['x', 'y', 'field'], ['0', '0', '1'], ['1', '0', '2'], ['0', '1', '3'], ['1', '1', '4']])
  })
})

describe('size and speed', () => {
  const count = 10_000
  const cloud = figureSchema.parse({
    name: 'cloud', title: 'Cloud', panels: [{ equalAspect: true, x: { label: 'x' }, y: { label: 'y' }, series: [{
      kind: 'scatter', name: 'points', x: Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898)), y: Array.from({ length: count }, (_, i) => Math.cos(i * 78.233)),
    }] }],
  })
  const side = Array.from({ length: 128 }, (_, i) => i)
  const field = figureSchema.parse({
    name: 'field', title: 'Field', panels: [{ x: { label: 'x' }, y: { label: 'y' }, series: [{
      kind: 'heatmap', name: 'f', x: side, y: side, values: side.flatMap((y) => side.map((x) => Math.sin(x / 9) * Math.cos(y / 7))), valueLabel: 'f',
    }] }],
  })
  // Fonts and rasteriser start once a process, whatever the figure.
  beforeAll(() => Promise.all(['pdf', 'png'].map((format) => renderFigure(loss, styleOf(), format as FigureFormat))))

  it.each([['10,000 points', cloud, 150_000], ['a map of 128 by 128 cells', field, 60_000]])('%s: in every format, and a small PDF', async (_, figure, most) => {
    for (const format of figureFormats) {
      const bytes = await renderFigure(figure, styleOf(), format)
      expect(bytes.length, format).toBeGreaterThan(1000)
      if (format === 'pdf') expect(bytes.length).toBeLessThan(most)
    }
  })
})

it('measures the page in points of 1/72 inch', () => {
  expect(points(25.4)).toBe(72)
})
