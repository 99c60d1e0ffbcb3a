import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { create, type Font } from 'fontkit'
import type { FigureStyle } from '../../shared/figure.ts'
import type { MathStyle } from '../../shared/figures/math-text.ts'
import { Problem } from '../../shared/problem.ts'

/** The fonts that every export embeds: `resources/fonts`, so that a figure looks the same on every machine. */

export type FontFamily = FigureStyle['font']
export type FontKey = `${FontFamily}-${MathStyle}` | 'symbols'

const files: Record<FontKey, string> = {
  'sans-upright': 'Arimo-Regular.ttf',
  'sans-italic': 'Arimo-Italic.ttf',
  'sans-bold': 'Arimo-Bold.ttf',
  'serif-upright': 'STIXTwoText-Regular.ttf',
  'serif-italic': 'STIXTwoText-Italic.ttf',
  'serif-bold': 'STIXTwoText-Bold.ttf',
  symbols: 'STIXTwoMath-Regular.ttf',
}

export interface LoadedFont {
  key: FontKey
  /** The whole font file. */
  bytes: Uint8Array
  font: Font
}

const loaded = new Map<FontKey, LoadedFont>()

export function loadFont(key: FontKey): LoadedFont {
  let entry = loaded.get(key)
  if (!entry) {
    const bytes = new Uint8Array(readFileSync(join(fontFolder(), files[key])))
    entry = { key, bytes, font: create(bytes) }
    loaded.set(key, entry)
  }
  return entry
}

/** `resources/fonts`, above this module both in the sources and in the bundle, or beside a packaged app. */
function fontFolder(): string {
  const tried: string[] = []
  const isFolder = (folder: string) => {
    tried.push(folder)
    return existsSync(join(folder, files.symbols))
  }
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'resources', 'fonts')
    if (isFolder(candidate)) return candidate
    if (folder === dirname(folder)) break
  }
  const packaged = (process as { resourcesPath?: string }).resourcesPath
  if (packaged && isFolder(join(packaged, 'fonts'))) return join(packaged, 'fonts')
  throw new Problem(
    'figure-fonts-missing',
    `The fonts of the figures are missing (looked in ${tried.join(', ')}).`,
    'Restore the folder resources/fonts of the installation, then export again.',
  )
}

export interface FontRun { font: FontKey; text: string; width: number }

/** Cuts text where the family lacks a glyph and the symbol font has it, and measures the pieces at `size` points. */
export function fontRuns(text: string, family: FontFamily, style: MathStyle, size: number): FontRun[] {
  const main: FontKey = `${family}-${style}`
  const runs: FontRun[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const key = hasGlyph(main, code) || !hasGlyph('symbols', code) ? main : 'symbols'
    const last = runs.at(-1)
    if (last?.font === key) last.text += character
    else runs.push({ font: key, text: character, width: 0 })
  }
  for (const run of runs) run.width = textWidth(run.text, run.font, size)
  return runs
}

export function hasGlyph(key: FontKey, codePoint: number): boolean {
  return loadFont(key).font.hasGlyphForCodePoint(codePoint)
}

const widths = new Map<string, number>()

/** Advance width in points, kerning included: what PDF and SVG readers will use. */
export function textWidth(text: string, key: FontKey, size: number): number {
  const name = `${key} ${text}`
  let width = widths.get(name)
  if (width === undefined) {
    const { font } = loadFont(key)
    width = font.layout(text).advanceWidth / font.unitsPerEm
    if (widths.size > 5000) widths.clear()
    widths.set(name, width)
  }
  return width * size
}
