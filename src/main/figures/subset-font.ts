import type { Font } from 'fontkit'

/**
 * A TrueType font cut down to the characters of some texts, complete enough for a browser: fontkit makes the glyph tables
 * (meant for PDF, hence without character map, names or metrics of the system), the rest is added here. Kerning of the pairs
 * that occur is kept in a `kern` table, so that a browser spaces the texts as they were measured.
 *
 * OpenType 1.9, chapters cmap (format 12), kern (format 0), post (format 3).
 */
export function subsetFont(font: Font, original: Uint8Array, texts: readonly string[]): Uint8Array {
  const subset = font.createSubset()
  const glyphOf = new Map<number, number>()
  const originalId = new Map<number, number>()
  for (const code of [...new Set(texts.flatMap((text) => [...text].map((character) => character.codePointAt(0) ?? 0)))].sort((a, b) => a - b)) {
    const glyph = font.glyphForCodePoint(code)
    glyphOf.set(code, subset.includeGlyph(glyph.id))
    originalId.set(glyph.id, subset.includeGlyph(glyph.id))
  }
  const kerning = kerningPairs(font, texts, originalId)
  const tables = readTables(subset.encode())
  const source = readTables(original)
  for (const name of ['OS/2', 'name']) {
    const table = source.get(name)
    if (table) tables.set(name, table)
  }
  tables.set('cmap', characterMap(glyphOf))
  tables.set('post', words([0x0003, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
  if (kerning.length > 0) tables.set('kern', kernTable(kerning))
  return writeTables(tables)
}

/** Advance corrections of neighbouring glyphs, `[left, right, units]` in the numbering of the subset. */
function kerningPairs(font: Font, texts: readonly string[], newId: Map<number, number>): [number, number, number][] {
  const pairs = new Map<string, [number, number, number]>()
  for (const text of new Set(texts)) {
    const { glyphs, positions } = font.layout(text)
    for (let i = 0; i + 1 < glyphs.length; i++) {
      const left = newId.get(glyphs[i].id)
      const right = newId.get(glyphs[i + 1].id)
      const shift = Math.round(positions[i].xAdvance - glyphs[i].advanceWidth)
      if (left !== undefined && right !== undefined && shift !== 0) pairs.set(`${left} ${right}`, [left, right, shift])
    }
  }
  return [...pairs.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1])
}

function words(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 2)
  const view = new DataView(bytes.buffer)
  values.forEach((value, i) => view.setUint16(i * 2, value & 0xffff))
  return bytes
}

const high = (value: number) => value >>> 16
const low = (value: number) => value & 0xffff

function characterMap(glyphOf: Map<number, number>): Uint8Array {
  const groups = [...glyphOf].sort((a, b) => a[0] - b[0]).flatMap(([code, glyph]) => [high(code), low(code), high(code), low(code), high(glyph), low(glyph)])
  const count = glyphOf.size
  const length = 16 + 12 * count
  // One Unicode table for the full repertoire, named for both platforms that readers look for.
  return words([0, 2, 0, 4, 0, 20, 3, 10, 0, 20, 12, 0, high(length), low(length), 0, 0, high(count), low(count), ...groups])
}

function kernTable(pairs: readonly [number, number, number][]): Uint8Array {
  const largest = 2 ** Math.floor(Math.log2(pairs.length))
  const search = [largest * 6, Math.log2(largest), (pairs.length - largest) * 6]
  return words([0, 1, 0, 14 + 6 * pairs.length, 1, pairs.length, ...search, ...pairs.flat()])
}

function readTables(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tables = new Map<string, Uint8Array>()
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + 16 * i
    const name = new TextDecoder('latin1').decode(bytes.subarray(record, record + 4))
    const offset = view.getUint32(record + 8)
    tables.set(name, bytes.slice(offset, offset + view.getUint32(record + 12)))
  }
  return tables
}

function writeTables(tables: Map<string, Uint8Array>): Uint8Array {
  const entries = [...tables].sort(([a], [b]) => (a < b ? -1 : 1))
  const padded = (length: number) => (length + 3) & ~3
  const headerLength = 12 + 16 * entries.length
  const bytes = new Uint8Array(headerLength + entries.reduce((sum, [, table]) => sum + padded(table.length), 0))
  const view = new DataView(bytes.buffer)
  const largest = 2 ** Math.floor(Math.log2(entries.length))
  view.setUint32(0, 0x00010000)
  view.setUint16(4, entries.length)
  view.setUint16(6, largest * 16)
  view.setUint16(8, Math.log2(largest))
  view.setUint16(10, (entries.length - largest) * 16)
  let offset = headerLength
  entries.forEach(([name, table], i) => {
    const record = 12 + 16 * i
    bytes.set(new TextEncoder().encode(name), record)
    bytes.set(table, offset)
    if (name === 'head') view.setUint32(offset + 8, 0)
    view.setUint32(record + 4, checksum(bytes.subarray(offset, offset + padded(table.length))))
    view.setUint32(record + 8, offset)
    view.setUint32(record + 12, table.length)
    offset += padded(table.length)
  })
  const head = entries.findIndex(([name]) => name === 'head')
  if (head >= 0) view.setUint32(view.getUint32(12 + 16 * head + 8) + 8, (0xb1b0afba - checksum(bytes)) >>> 0)
  return bytes
}

function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let sum = 0
  for (let i = 0; i + 4 <= bytes.length; i += 4) sum = (sum + view.getUint32(i)) >>> 0
  return sum
}
