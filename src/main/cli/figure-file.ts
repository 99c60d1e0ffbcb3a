import { extname } from 'node:path'
import { writeFileAtomic } from '../../engine/files/atomic-write.ts'
import { fileProblem } from '../../engine/files/file-problem.ts'
import { type Figure, type FigureFormat, figureFormats, type FigureStyle, figureStyleSchema } from '../../shared/figure.ts'
import { colourMapKinds, colourMapNames, colourMapTitles, kindOfMap, mapsOfKind } from '../../shared/figures/colour-map-names.ts'
import { journals } from '../../shared/figures/journals.ts'
import { plainLabel } from '../../shared/figures/math-text.ts'
import { renderFigure } from '../figures/index.ts'
import { type CommandContext, stringOption, usageProblem } from './command.ts'

/** The part of commands that write a figure: how it looks, and in which file it goes. */

const widths = journals.map(({ id, widths: all }) => `${id} (${all.map(({ widthMm }) => widthMm).join(', ')} mm)`).join(', ')

const maps = colourMapKinds.map((kind) => `${kind} ${mapsOfKind[kind].map((name) => colourMapTitles[name]).join(', ')}`).join('; ')

export const figureFileOptions = {
  output: { type: 'string', short: 'o' },
  width: { type: 'string' },
  font: { type: 'string' },
  size: { type: 'string' },
  aspect: { type: 'string' },
  dpi: { type: 'string' },
  map: { type: 'string', multiple: true },
} as const

export const figureFileDescription =
  `--width is the width of the page in millimetres (default 86). Journals: ${widths}. --font is sans or serif, --size the size of the ` +
  'text in points (default 8), --aspect height over width of the axes (default 0.75), --dpi the resolution of the PNG (default 300). ' +
  `--map sets the colours of heat maps in place of those of the same kind: ${maps}.`

export interface FigureFile {
  file: string
  format: FigureFormat
  style: FigureStyle
}

/** Where the figure goes and how it looks; null without `-o`. */
export function figureFileOf(context: CommandContext): FigureFile | null {
  const style = styleOf(context)
  const file = stringOption(context, 'output')
  return file === undefined ? null : { file, format: formatOf(file), style }
}

/** Writes the figure and tells that it did; the caption is the command's result. */
export async function saveFigure(context: CommandContext, figure: Figure, { file, format, style }: FigureFile): Promise<void> {
  await writeFileAtomic(file, await renderFigure(figure, style, format)).catch((error: unknown) => {
    throw fileProblem(error, 'write the figure', file)
  })
  context.output.remark(`${plainLabel(figure.title)} is in ${file}${format === 'csv' ? '' : `, ${style.widthMm} mm wide`}.`)
  context.output.result({ file, format, figure: figure.name, panels: figure.panels.length, style, caption: figure.caption }, figure.caption || file)
}

function formatOf(file: string): FigureFormat {
  const ending = extname(file).slice(1).toLowerCase()
  const format = figureFormats.find((known) => known === ending)
  if (!format) throw usageProblem(`${file} does not end in a format that can be written.`, `Formats: ${figureFormats.map((known) => `.${known}`).join(', ')}.`)
  return format
}

function styleOf(context: CommandContext) {
  const number = (name: string) => {
    const text = stringOption(context, name)
    return text === undefined ? undefined : Number(text)
  }
  const given = { widthMm: number('width'), fontSize: number('size'), aspect: number('aspect'), dpi: number('dpi'), font: stringOption(context, 'font'), ...mapChoices(context) }
  const parsed = figureStyleSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const options: Record<string, string> = { widthMm: 'width', fontSize: 'size' }
  const [issue] = parsed.error.issues
  const field = String(issue.path[0])
  throw usageProblem(`--${options[field] ?? field} ${String(given[field as keyof typeof given])} cannot be: ${issue.message}.`, '"holoscope help figure" tells what each option takes.')
}

function mapChoices(context: CommandContext): Record<string, string> {
  const given = context.options.map
  return Object.fromEntries((Array.isArray(given) ? given : []).map((title) => {
    const name = colourMapNames.find((known) => colourMapTitles[known].toLowerCase() === title.toLowerCase())
    if (!name) throw usageProblem(`There is no colour map "${title}".`, `Maps: ${maps}.`)
    return [`${kindOfMap(name)}Map`, name]
  }))
}

/** One of a few words; undefined where the option is absent. */
export function oneOf<Value extends string>(context: CommandContext, name: string, values: readonly Value[]): Value | undefined {
  const text = stringOption(context, name)
  if (text === undefined) return undefined
  const value = values.find((known) => known === text)
  if (value === undefined) throw usageProblem(`--${name} is "${text}"; it must be ${values.join(' or ')}.`)
  return value
}
