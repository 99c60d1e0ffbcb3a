import PDFDocument from 'pdfkit'
import { loadFont } from './fonts.ts'
import { coordinate } from './numbers.ts'
import type { IndexedImage } from '../../shared/figures/heat-map.ts'
import { usedFonts, type Primitive, type Rectangle, type Scene, type Stroke } from './scene.ts'

/**
 * Scene to PDF: vector graphics, fonts embedded as subsets, page box exactly the scene. The bytes depend on the scene alone:
 * no clock, no random identifiers. Graphics are written as operators (ISO 32000-1, 8.5); pdfkit does fonts and file structure.
 */
export interface PdfOptions {
  /** Creation date in the file's properties; none when absent. */
  created?: Date
  /** Streams as plain text, for inspection. @default false */
  uncompressed?: boolean
}

export function writePdf(scene: Scene, options: PdfOptions = {}): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: [scene.width, scene.height],
    margin: 0,
    font: '',
    // 1.3 has all that figures use, and needs no metadata stream with a date in it.
    pdfVersion: '1.3',
    compress: !options.uncompressed,
    // pdfkit derives the file identifier from these, and would put today's date if there were none.
    info: { Title: scene.title, Subject: scene.description, Creator: 'Holoscope', CreationDate: options.created ?? new Date(0) },
  })
  // Hidden from the file's properties, which pdfkit copies, but there for its metadata code, which wants some date.
  if (!options.created) Object.defineProperty(document.info, 'CreationDate', { enumerable: false })
  const chunks: Uint8Array[] = []
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    document.on('error', reject)
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    for (const { key } of usedFonts(scene)) document.registerFont(key, Buffer.from(loadFont(key).bytes))
    const images = { count: 0 }
    for (const primitive of scene.primitives) draw(document, primitive, images)
    document.end()
  })
}

type Document = InstanceType<typeof PDFDocument>

/** What pdfkit's types leave out: raw content, and objects of our own. */
interface RawDocument {
  addContent(operators: string): void
  ref(data: Record<string, unknown>): { end(data: Uint8Array): void }
  page: { xobjects: Record<string, unknown> }
}

function raw(document: Document): RawDocument {
  return document as unknown as RawDocument
}

function draw(document: Document, primitive: Primitive, images: { count: number }): void {
  const write = (operators: string) => raw(document).addContent(operators)
  switch (primitive.kind) {
    case 'path': {
      const path = primitive.lines.map((line) => pathOperators(line, primitive.closed)).join('\n')
      write(`q ${paintState(primitive.fill, primitive.stroke)}\n${path}\n${paintOperator(primitive.fill, primitive.stroke)} Q`)
      return
    }
    case 'rectangle':
      write(`q ${paintState(primitive.fill, primitive.stroke)} ${rectangle(primitive.box)} re ${paintOperator(primitive.fill, primitive.stroke)} Q`)
      return
    case 'dots': {
      // Lines of length zero with round ends are discs.
      let path = ''
      for (let i = 0; i < primitive.centres.length; i += 2) {
        const at = `${coordinate(primitive.centres[i])} ${coordinate(primitive.centres[i + 1])}`
        path += `${at} m ${at} l\n`
      }
      write(`q ${rgb(primitive.colour)} RG 1 J ${coordinate(primitive.diameter)} w\n${path}S Q`)
      return
    }
    case 'image': {
      images.count += 1
      const name = `Map${images.count}`
      raw(document).page.xobjects[name] = imageObject(document, primitive.image)
      const { x, y, width, height } = primitive.box
      write(`q ${[width, 0, 0, -height, x, y + height].map(coordinate).join(' ')} cm /${name} Do Q`)
      return
    }
    case 'text':
      drawText(document, primitive)
      return
    case 'clip':
      write(`q ${rectangle(primitive.box)} re W n`)
      for (const inner of primitive.primitives) draw(document, inner, images)
      write('Q')
  }
}

function drawText(document: Document, primitive: Extract<Primitive, { kind: 'text' }>): void {
  const { box, x, y, colour } = primitive
  document.save()
  document.translate(x, y)
  if (primitive.quarterTurn) document.rotate(-90)
  document.fillColor(colour)
  for (const run of box.runs) {
    document.font(run.font).fontSize(run.size).text(run.text, run.x, run.y, { lineBreak: false, baseline: 'alphabetic' })
  }
  for (const rule of box.rules) document.rect(rule.x, rule.y, rule.width, rule.thickness).fill(colour)
  document.restore()
}

function imageObject(document: Document, image: IndexedImage): unknown {
  const object = raw(document).ref({
    Type: 'XObject', Subtype: 'Image', Width: image.columns, Height: image.rows, BitsPerComponent: 8, Interpolate: false,
    ColorSpace: ['Indexed', 'DeviceRGB', 255, Buffer.from(image.palette)],
    ...(image.transparent === null ? {} : { Mask: [image.transparent, image.transparent] }),
  })
  object.end(Buffer.from(image.pixels))
  return object
}

function pathOperators(line: readonly number[], closed: boolean): string {
  let operators = ''
  for (let i = 0; i < line.length; i += 2) operators += `${coordinate(line[i])} ${coordinate(line[i + 1])} ${i === 0 ? 'm' : 'l'}\n`
  return closed ? `${operators}h` : operators
}

function rectangle(box: Rectangle): string {
  return [box.x, box.y, box.width, box.height].map(coordinate).join(' ')
}

function rgb(colour: string): string {
  return [1, 3, 5].map((at) => String(Math.round((Number.parseInt(colour.slice(at, at + 2), 16) / 255) * 1e4) / 1e4)).join(' ')
}

function paintState(fill: string | undefined, stroke: Stroke | undefined): string {
  const dash = stroke?.dash ? `[${stroke.dash.map(coordinate).join(' ')}] 0 d ` : ''
  const line = stroke ? `${rgb(stroke.colour)} RG ${coordinate(stroke.width)} w 1 j ${dash}` : ''
  return `${fill ? `${rgb(fill)} rg ` : ''}${line}`
}

function paintOperator(fill: string | undefined, stroke: Stroke | undefined): string {
  return fill && stroke ? 'B' : fill ? 'f' : stroke ? 'S' : 'n'
}
