import { inflateSync } from 'node:zlib'

/** As much of a PDF reader as the tests need, for files with one page and fonts of type CIDFontType2 (ISO 32000-1). */
export interface ReadPdf {
  /** Width and height of the page in points. */
  page: [number, number]
  /** Entries of the document's properties. */
  info: Record<string, string>
  /** Names of fonts whose glyphs are in the file, subset tags removed. */
  embeddedFonts: string[]
  /** Runs of text as they are shown, in order. */
  texts: string[]
  /** Decoded page content. */
  content: string
  images: { width: number; height: number }[]
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  const objects = readObjects(bytes)
  const all = [...objects.values()]
  const page = all.find(({ head }) => /\/Type \/Page\b/.test(head))
  if (!page) throw new Error('no page')
  const box = /\/MediaBox \[([^\]]*)\]/.exec(page.head)?.[1].trim().split(/\s+/).map(Number) ?? []
  const content = objects.get(reference(page.head, 'Contents'))?.stream ?? ''
  const resources = objects.get(reference(page.head, 'Resources'))?.head ?? page.head
  const fonts = new Map<string, Map<string, string>>()
  for (const [, name, id] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const font = objects.get(Number(id))
    if (font) fonts.set(name, readCharacterMap(objects.get(reference(font.head, 'ToUnicode'))?.stream ?? ''))
  }
  const descriptors = all.filter(({ head }) => /\/Type \/FontDescriptor/.test(head))
  const infoId = reference(new TextDecoder('latin1').decode(bytes).slice(-2000), 'Info')
  return {
    page: [box[2] - box[0], box[3] - box[1]],
    info: Object.fromEntries([...(objects.get(infoId)?.head ?? '').matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, key, id]) => [key, objects.get(Number(id))?.head.trim() ?? ''])),
    embeddedFonts: descriptors.flatMap(({ head }) => {
      const file = objects.get(reference(head, 'FontFile2'))
      return file && file.stream.length > 100 ? [/\/FontName \/[A-Z]{6}\+(\S+)/.exec(head)?.[1] ?? ''] : []
    }).sort(),
    texts: readTexts(content, fonts),
    content,
    images: all.filter(({ head }) => /\/Subtype \/Image/.test(head)).map(({ head }) => ({
      width: Number(/\/Width (\d+)/.exec(head)?.[1]), height: Number(/\/Height (\d+)/.exec(head)?.[1]),
    })),
  }
}

interface PdfObject { head: string; stream: string }

function reference(head: string, key: string): number {
  return Number(new RegExp(`/${key} (\\d+) 0 R`).exec(head)?.[1] ?? -1)
}

function readObjects(bytes: Uint8Array): Map<number, PdfObject> {
  const text = new TextDecoder('latin1').decode(bytes)
  const objects = new Map<number, PdfObject>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length
    const end = text.indexOf('endobj', start)
    const streamAt = text.indexOf('stream\n', start)
    if (streamAt < 0 || streamAt > end) {
      objects.set(Number(match[1]), { head: text.slice(start, end), stream: '' })
      continue
    }
    const head = text.slice(start, streamAt)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1])
    const data = bytes.subarray(streamAt + 7, streamAt + 7 + length)
    const decoded = /FlateDecode/.test(head) ? inflateSync(data) : data
    objects.set(Number(match[1]), { head, stream: Buffer.from(decoded).toString('latin1') })
  }
  return objects
}

/** Glyph numbers (four hexadecimal digits) to characters. */
function readCharacterMap(stream: string): Map<string, string> {
  const map = new Map<string, string>()
  for (const [, from, list] of stream.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
    list.trim().split(/\s+(?=<)/).forEach((entry, i) => {
      const units = entry.match(/[0-9a-f]{4}/gi) ?? []
      map.set((Number.parseInt(from, 16) + i).toString(16).padStart(4, '0'), String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))))
    })
  }
  return map
}

function readTexts(content: string, fonts: Map<string, Map<string, string>>): string[] {
  const texts: string[] = []
  let map = new Map<string, string>()
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font) map = fonts.get(font) ?? map
    else texts.push([...shown.matchAll(/<([0-9a-f]*)>/gi)].flatMap(([, digits]) => digits.match(/.{4}/g) ?? []).map((glyph) => map.get(glyph) ?? '?').join(''))
  }
  return texts
}
