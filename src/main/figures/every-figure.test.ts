import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { type Figure, figureStyleSchema } from '../../shared/figure.ts'
import { plainLabel } from '../../shared/figures/math-text.ts'
import { renderFigure } from './index.ts'
import { everyFigure } from './test-support/every-figure.ts'
import { readPdf } from './test-support/pdf-reader.ts'
import { readPng } from './test-support/png-reader.ts'

/** Each export of each kind of figure, opened again: page, fonts, words, numbers. */

const style = figureStyleSchema.parse({ widthMm: 178, dpi: 72 })
const text = new TextDecoder()

/** Letters alone: breaks of lines, blanks and raised or italic forms are the typesetter's. */
const letters = (words: string) => words.normalize('NFKC').replace(/[\s_^]+/g, '')
/** What must be read on the page: labels of axes, titles of panels, and the name of each curve where there is a legend. */
function wordsOf(figure: Figure): string[] {
  return figure.panels.flatMap((panel) => {
    const named = panel.series.filter((series) => series.kind !== 'heatmap' && series.kind !== 'band' && series.role !== 'shadow' && series.name !== '')
    const legend = panel.legend !== 'none' && named.length > 1 ? named.map(({ name }) => name) : []
    const bars = panel.series.flatMap((series) => (series.kind === 'heatmap' ? [series.valueLabel] : []))
    return [panel.x.label, panel.y.label, panel.title, ...bars, ...legend].map((label) => letters(plainLabel(label)))
  })
}
/** All numbers of a figure that can be drawn. */
function numbersOf(figure: Figure): number[] {
  return figure.panels.flatMap(({ series }) => series.flatMap((one) => {
    switch (one.kind) {
      case 'band': return [...one.low, ...one.high]
      case 'heatmap': return one.values
      default: return one.y
    }
  })).filter((value) => value !== null)
}

describe.each(everyFigure.map((figure) => [figure.name, figure] as const))('%s', (_, figure) => {
  it('as PDF has the width, its fonts inside, every label and every name of the legend', async () => {
    const { page, embeddedFonts, content, texts, info, images } = readPdf(await renderFigure(figure, style, 'pdf'))
    // A hundredth of a point is 3.5 µm.
    expect(Math.abs(page[0] - (178 * 72) / 25.4)).toBeLessThan(0.01)
    expect(content).not.toMatch(/NaN|Infinity|undefined/)
    const fonts = new Set(content.match(/\/F\d+ [\d.]+ Tf/g)?.map((operator) => operator.split(' ')[0]))
    expect(fonts.size).toBeGreaterThan(0)
    expect(embeddedFonts).toHaveLength(fonts.size)
    const read = letters(texts.join(''))
    for (const words of wordsOf(figure)) expect(read).toContain(words)
    expect(info.Creator).toBe('(Holoscope)')
    // A picture and a bar a heat map; everything else is lines and text.
    expect(images).toHaveLength(2 * figure.panels.flatMap(({ series }) => series.filter(({ kind }) => kind === 'heatmap')).length)
  })

  it('as SVG has the width and the words as text', async () => {
    const svg = text.decode(await renderFigure(figure, style, 'svg'))
    expect(svg).toContain('width="178mm"')
    const read = letters(svg.replace(/<style>.*?<\/style>/gs, '').replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
    for (const words of wordsOf(figure)) expect(read).toContain(words)
  })

  it('as PNG has the width in pixels and something on it', async () => {
    const png = readPng(await renderFigure(figure, style, 'png'))
    expect(png.width).toBe(Math.round((178 / 25.4) * 72))
    const row = (y: number) => Array.from({ length: png.width }, (__, x) => png.pixel(x, y).join())
    const colours = new Set(Array.from({ length: 20 }, (__, i) => row(((i + 0.5) / 20) * png.height)).flat())
    expect(colours.size).toBeGreaterThan(2)
  })

  it('as CSV gives every number back, to the last bit', async () => {
    const csv = text.decode(await renderFigure(figure, style, 'csv'))
    const written = new Set(Papa.parse<string[]>(csv.trimEnd(), { comments: '#' }).data.flat().filter((field) => field !== '').map(Number))
    expect(numbersOf(figure).filter((value) => !written.has(value))).toEqual([])
  })

  it('as a script has a page of the width, axes for each panel, and every number', async () => {
    const script = text.decode(await renderFigure(figure, style, 'py'))
    expect(Number(/^SIZE = \(([\d.]+),/m.exec(script)?.[1]) * 25.4).toBeCloseTo(178, 3)
    const bars = figure.panels.flatMap(({ series }) => series.filter(({ kind }) => kind === 'heatmap')).length
    expect(script.match(/figure\.add_axes/g)).toHaveLength(figure.panels.length + bars)
    const written = new Set([...script.matchAll(/column\(\[([^\]]*)\]\)/g)].flatMap(([, body]) => body.split(',').map(Number)))
    expect(numbersOf(figure).filter((value) => !written.has(value))).toEqual([])
  })
})
