import { loadFont, type FontKey } from './fonts.ts'
import { coordinate } from './numbers.ts'
import { encodeIndexedPng } from './png-chunks.ts'
import { usedFonts, type Primitive, type Rectangle, type Scene, type Stroke } from './scene.ts'
import { subsetFont } from './subset-font.ts'

/**
 * Scene to SVG. Text stays text, so that it can be searched, edited and restyled; the glyphs that it uses travel in
 * `@font-face` rules, which browsers honour. Programs that do not (Inkscape, Illustrator) take the family by name where it is
 * installed, else the next of the list, whose letters have the same or nearly the same widths (Arimo is metric compatible with
 * Arial and Helvetica); every run starts at a measured place, so that nothing moves by more than a run's own difference.
 */
const families: Record<'sans' | 'serif' | 'symbols', string> = {
  sans: "Arimo, 'Liberation Sans', Arial, Helvetica, sans-serif",
  serif: "'STIX Two Text', 'STIX', 'Times New Roman', Times, 'Liberation Serif', serif",
  symbols: "'STIX Two Math', 'STIX Math', 'Cambria Math', 'DejaVu Sans', serif",
}

export interface SvgOptions {
  /** Carry the glyphs inside the file. @default true */
  embedFonts?: boolean
}

export function writeSvg(scene: Scene, options: SvgOptions = {}): string {
  const clips: string[] = []
  const body = scene.primitives.map((primitive) => element(primitive, clips)).join('\n')
  const millimetres = (value: number) => `${Math.round((value * 25.4) / 72 * 1000) / 1000}mm`
  const style = (options.embedFonts ?? true) ? `<style>${usedFonts(scene).map(fontFace).join('')}</style>\n` : ''
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${millimetres(scene.width)}" height="${millimetres(scene.height)}" viewBox="0 0 ${exact(scene.width)} ${exact(scene.height)}" xml:space="preserve">
<title>${escaped(scene.title)}</title>
<desc>${escaped(scene.description)}</desc>
<defs>
${style}${clips.join('\n')}
</defs>
<rect width="100%" height="100%" fill="#ffffff"/>
${body}
</svg>
`
}

function fontFace({ key, texts }: { key: FontKey; texts: string[] }): string {
  const { font, bytes } = loadFont(key)
  const data = Buffer.from(subsetFont(font, bytes, texts)).toString('base64')
  return `@font-face{font-family:'${font.familyName}';${descriptors(key).join(';')};src:url(data:font/ttf;base64,${data}) format('truetype')}`
}

function descriptors(key: FontKey): [weight: string, style: string] {
  return [`font-weight:${key.endsWith('-bold') ? 'bold' : 'normal'}`, `font-style:${key.endsWith('-italic') ? 'italic' : 'normal'}`]
}

function exact(value: number): string {
  return String(Math.round(value * 1e4) / 1e4)
}

function escaped(text: string): string {
  // Control characters and the two non-characters have no place in XML 1.0; half a surrogate pair is no character.
  return text.replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function element(primitive: Primitive, clips: string[]): string {
  switch (primitive.kind) {
    case 'path':
      return `<path d="${primitive.lines.map((line) => pathData(line, primitive.closed)).join('')}"${paint(primitive.fill, primitive.stroke)}/>`
    case 'rectangle':
      return `<rect ${place(primitive.box)}${paint(primitive.fill, primitive.stroke)}/>`
    case 'dots':
      return `<path d="${dotsData(primitive.centres)}" fill="none" stroke="${primitive.colour}" stroke-width="${coordinate(primitive.diameter)}" stroke-linecap="round"/>`
    case 'image': {
      const data = Buffer.from(encodeIndexedPng(primitive.image)).toString('base64')
      return `<image ${place(primitive.box)} preserveAspectRatio="none" image-rendering="optimizeSpeed" style="image-rendering:pixelated" xlink:href="data:image/png;base64,${data}"/>`
    }
    case 'text': return textElement(primitive)
    case 'clip': {
      const id = `clip${clips.length + 1}`
      clips.push(`<clipPath id="${id}"><rect ${place(primitive.box)}/></clipPath>`)
      return `<g clip-path="url(#${id})">\n${primitive.primitives.map((inner) => element(inner, clips)).join('\n')}\n</g>`
    }
  }
}

function place(box: Rectangle): string {
  return `x="${coordinate(box.x)}" y="${coordinate(box.y)}" width="${coordinate(box.width)}" height="${coordinate(box.height)}"`
}

function paint(fill: string | undefined, stroke: Stroke | undefined): string {
  const dash = stroke?.dash ? ` stroke-dasharray="${stroke.dash.map(coordinate).join(' ')}"` : ''
  const line = stroke ? ` stroke="${stroke.colour}" stroke-width="${coordinate(stroke.width)}" stroke-linejoin="round"${dash}` : ''
  return ` fill="${fill ?? 'none'}"${line}`
}

function pathData(line: readonly number[], closed: boolean): string {
  let data = `M${coordinate(line[0])} ${coordinate(line[1])}`
  for (let i = 2; i < line.length; i += 2) data += `${i === 2 ? 'L' : ' '}${coordinate(line[i])} ${coordinate(line[i + 1])}`
  return closed ? `${data}Z` : data
}

/** A disc is a line of length zero with round ends: a tenth of the bytes of a circle element. */
function dotsData(centres: readonly number[]): string {
  let data = ''
  for (let i = 0; i < centres.length; i += 2) data += `M${coordinate(centres[i])} ${coordinate(centres[i + 1])}h0`
  return data
}

function textElement(primitive: Extract<Primitive, { kind: 'text' }>): string {
  const { box, x, y } = primitive
  const spans = box.runs.map((run) => {
    const { key } = loadFont(run.font)
    const family = key === 'symbols' ? families.symbols : families[key.startsWith('sans') ? 'sans' : 'serif']
    const weight = key.endsWith('-bold') ? ' font-weight="bold"' : ''
    const slant = key.endsWith('-italic') ? ' font-style="italic"' : ''
    return `<tspan x="${exact(run.x)}" y="${exact(run.y)}" font-family="${family}" font-size="${exact(run.size)}"${weight}${slant}>${escaped(run.text)}</tspan>`
  })
  const turn = primitive.quarterTurn ? ' rotate(-90)' : ''
  const rules = box.rules.map((rule) => `<rect ${place({ x: rule.x, y: rule.y, width: rule.width, height: rule.thickness })}/>`)
  const text = `<text>${spans.join('')}</text>`
  return `<g transform="translate(${exact(x)} ${exact(y)})${turn}" fill="${primitive.colour}">${text}${rules.join('')}</g>`
}
