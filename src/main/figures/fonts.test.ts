import { create } from 'fontkit'
import { describe, expect, it } from 'vitest'
import { mathAccents, mathSymbols } from '../../shared/figures/math-symbols.ts'
import { holographicFlowMetrics } from '../../shared/studies/holographic-flow/metrics.ts'
import { fontRuns, hasGlyph, loadFont, textWidth, type FontKey } from './fonts.ts'
import { subsetFont } from './subset-font.ts'
import { typesetLabel, typesetWithin, wrapLabel } from './typeset.ts'

describe.each(['sans', 'serif'] as const)('%s', (family) => {
  it('has a glyph for every symbol that labels can name', () => {
    const missing = [...Object.values(mathSymbols), ...Object.values(mathAccents), ...'√′⟨⟩²−×·∂ϖψℒ\u2009…–—’'].filter((symbol) => {
      const code = symbol.codePointAt(0) ?? 0
      return !hasGlyph(`${family}-upright`, code) && !hasGlyph('symbols', code)
    })
    expect(missing).toEqual([])
  })

  it('sets all labels of metrics without missing glyphs', () => {
    for (const { label, symbol } of Object.values(holographicFlowMetrics)) {
      for (const run of typesetLabel(`${label} $${symbol}$`, { family, size: 8 }).runs) {
        for (const character of run.text) expect(hasGlyph(run.font, character.codePointAt(0) ?? 0), `${character} in ${run.font}`).toBe(true)
      }
    }
  })
})

it('digits have one width, so that tick labels line up', () => {
  for (const key of ['sans-upright', 'serif-upright'] as const) {
    const widths = [...'0123456789'].map((digit) => textWidth(digit, key, 10))
    expect(new Set(widths.map((width) => width.toFixed(6))).size).toBe(1)
  }
})

it('cuts text only where the family lacks a glyph', () => {
  expect(fontRuns('a⟨b⟩', 'sans', 'upright', 8).map((run) => [run.font, run.text])).toEqual([
    ['sans-upright', 'a'], ['symbols', '⟨'], ['sans-upright', 'b'], ['symbols', '⟩'],
  ])
})

describe('typesetting', () => {
  const style = { family: 'serif' as const, size: 10 }

  it('places runs side by side: the width of a line is the sum of its runs', () => {
    const box = typesetLabel('Loss $\\alpha$', style)
    const last = box.runs[box.runs.length - 1]
    expect(last.x + last.width).toBeCloseTo(box.width, 9)
    expect(box.runs[1].x).toBeCloseTo(box.runs[0].width, 9)
  })

  it('stacks both scripts over the same place, smaller, above and below the baseline', () => {
    const [base, sup, sub] = typesetLabel('$x_1^2$', style).runs
    expect(sup.x).toBe(sub.x)
    expect(sup.x).toBeGreaterThan(base.width)
    expect(sup.y).toBeLessThan(0)
    expect(sub.y).toBeGreaterThan(0)
    expect(sup.size).toBeLessThan(10)
  })

  it('shrinks a label that is too long, and breaks lines between words but never inside a formula', () => {
    expect(typesetWithin('A label that is far too long', style, 40).width).toBeLessThanOrEqual(40 + 1e-9)
    const lines = wrapLabel('Energy distance with $a + b = c$ inside', style, 60).map((line) => line.runs.map((run) => run.text).join(''))
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.some((line) => line.includes('a+b=c'))).toBe(true)
  })
})

describe('subset for the browser', () => {
  const keys: FontKey[] = ['sans-upright', 'serif-italic', 'symbols']

  it.each(keys)('%s: a font with a character map, the same widths and kerning, and a hundredth of the bytes', (key) => {
    const { font, bytes } = loadFont(key)
    const texts = key === 'symbols' ? ['⟨ψ⟩', '𝒩'] : ['AVATAR Loss', 'To 10−4']
    const subset = subsetFont(font, bytes, texts)
    expect(subset.length).toBeLessThan(bytes.length / 15)
    const small = create(subset)
    for (const text of texts) {
      for (const character of text) {
        const code = character.codePointAt(0) ?? 0
        expect(small.hasGlyphForCodePoint(code)).toBe(true)
        expect(small.glyphForCodePoint(code).advanceWidth).toBe(font.glyphForCodePoint(code).advanceWidth)
      }
      // fontkit applies the old `kern` table too, as browsers do.
      expect(small.layout(text).advanceWidth).toBe(font.layout(text).advanceWidth)
    }
    expect(small.hasGlyphForCodePoint('Q'.codePointAt(0) ?? 0)).toBe(false)
  })

  it('has the check sum of a TrueType file: all 32-bit words add up to 0xB1B0AFBA', () => {
    const { font, bytes } = loadFont('sans-upright')
    const subset = subsetFont(font, bytes, ['abc'])
    const view = new DataView(subset.buffer, subset.byteOffset)
    let sum = 0
    for (let i = 0; i < subset.length; i += 4) sum = (sum + view.getUint32(i)) >>> 0
    expect(sum).toBe(0xb1b0afba)
  })
})
