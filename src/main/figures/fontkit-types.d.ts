/** The part of fontkit 2 that the figures use; the package has no types of its own. */
declare module 'fontkit' {
  export interface Glyph { id: number; advanceWidth: number; codePoints: number[] }
  export interface GlyphRun { glyphs: Glyph[]; positions: { xAdvance: number; xOffset: number }[]; advanceWidth: number }
  export interface Subset { includeGlyph(glyph: number | Glyph): number; encode(): Uint8Array }
  export interface Font {
    postscriptName: string
    familyName: string
    unitsPerEm: number
    ascent: number
    descent: number
    capHeight: number
    xHeight: number
    hasGlyphForCodePoint(codePoint: number): boolean
    glyphForCodePoint(codePoint: number): Glyph
    layout(text: string): GlyphRun
    createSubset(): Subset
  }
  export function create(data: Uint8Array): Font
}
