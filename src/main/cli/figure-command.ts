import { extname } from 'node:path'
import { writeFileAtomic } from '../../engine/files/atomic-write.ts'
import { fileProblem } from '../../engine/files/file-problem.ts'
import { figureFormats, figureSchema, figureStyleSchema, type Figure, type FigureFormat, type FigureInput } from '../../shared/figure.ts'
import { assembleFigure } from '../../shared/figures/assemble.ts'
import { journals } from '../../shared/figures/journals.ts'
import { plainLabel } from '../../shared/figures/math-text.ts'
import type { CurveOptions } from '../../shared/studies/holographic-flow/figures.ts'
import { renderFigure } from '../figures/index.ts'
import { type Command, type CommandContext, integerOption, stringOption, usageProblem } from './command.ts'
import { readFigureData } from './run-figures.ts'
import { table } from './table.ts'

const widths = journals.map(({ id, widths: all }) => `${id} (${all.map(({ widthMm }) => widthMm).join(', ')} mm)`).join(', ')

export const figureCommand: Command = {
  name: 'figure',
  usage: 'figure DIR [NAME[,NAME…]] -o FILE.{pdf,svg,png,csv,py} [--width MM] [--font sans|serif] [--size PT] …',
  summary: 'draw a figure of a run for a paper; without NAME list them',
  description:
    'Draws what the window draws of the run in DIR, in the format that the ending of FILE names: PDF with embedded fonts, SVG, ' +
    'PNG, the numbers as CSV, or a matplotlib script that redraws the figure. Several names, separated by commas, give one sheet ' +
    `with panels (a), (b), … in --columns columns. --width is the width of the page in millimetres (default 86). Journals: ${widths}. ` +
    '--size is the size of the text in points (default 8), --aspect height over width of the axes (default 0.75), --dpi the ' +
    'resolution of the PNG (default 300), --against step, epoch or seconds, --scale linear or log. The caption, which names the ' +
    'configuration by its hash, goes to standard output.',
  options: {
    output: { type: 'string', short: 'o' },
    width: { type: 'string' },
    font: { type: 'string' },
    size: { type: 'string' },
    aspect: { type: 'string' },
    dpi: { type: 'string' },
    columns: { type: 'string' },
    against: { type: 'string' },
    scale: { type: 'string' },
  },
  async run(context) {
    const [folder, names, ...rest] = context.positionals
    if (folder === undefined) throw usageProblem('Which run folder?', 'E.g. holoscope figure DIR loss -o loss.pdf')
    if (rest.length > 0) throw usageProblem(`"${rest[0]}" is one argument too many.`, 'Separate names of figures by commas: loss,points.')
    const options = curveOptions(context)
    const style = styleOf(context)
    const { data, figures } = await readFigureData(folder)
    const built = (name: string) => {
      const known = figures.find((figure) => figure.name === name)
      if (!known) throw usageProblem(`There is no figure "${name}".`, `The run has: ${figures.map((figure) => figure.name).join(', ')}.`)
      const figure = known.build(data, options)
      if (!figure) throw usageProblem(`The run has nothing to draw for "${name}" yet.`, `"holoscope figure ${folder}" tells what can be drawn.`)
      return figure
    }
    if (names === undefined) {
      const rows = figures.map((figure) => ({ name: figure.name, title: plainLabel(figure.title), available: figure.build(data, options) !== null }))
      context.output.result(rows, table(['figure', 'shows', ''], rows.map((row) => [row.name, row.title, row.available ? '' : 'nothing to draw yet'])))
      return 0
    }
    const file = stringOption(context, 'output')
    if (file === undefined) throw usageProblem('Where to? -o is needed.', 'E.g. -o loss.pdf')
    const format = formatOf(file)
    const figure = sheetOf(names.split(',').map((name) => built(name.trim())), integerOption(context, 'columns', 1))
    await writeFileAtomic(file, await renderFigure(figure, style, format)).catch((error: unknown) => {
      throw fileProblem(error, 'write the figure', file)
    })
    context.output.remark(`${plainLabel(figure.title)} is in ${file}${format === 'csv' ? '' : `, ${style.widthMm} mm wide`}.`)
    context.output.result({ file, format, figure: figure.name, panels: figure.panels.length, style, caption: figure.caption }, figure.caption || file)
    return 0
  },
}

function sheetOf(parts: FigureInput[], columns: number | undefined): Figure {
  const [first] = parts
  const one = parts.length === 1 ? figureSchema.parse(first) : assembleFigure(parts, { name: parts.map(({ name }) => name).join('-').slice(0, 80) })
  if (!one) throw usageProblem('Which figure?')
  return columns === undefined ? one : { ...one, columns: Math.min(columns, one.panels.length, 6) }
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
  const given = { widthMm: number('width'), fontSize: number('size'), aspect: number('aspect'), dpi: number('dpi'), font: stringOption(context, 'font') }
  const parsed = figureStyleSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const options: Record<string, string> = { widthMm: 'width', fontSize: 'size' }
  const [issue] = parsed.error.issues
  const field = String(issue.path[0])
  throw usageProblem(`--${options[field] ?? field} ${String(given[field as keyof typeof given])} cannot be: ${issue.message}.`, '"holoscope help figure" tells what each option takes.')
}

function curveOptions(context: CommandContext): CurveOptions {
  return { against: oneOf(context, 'against', ['step', 'epoch', 'seconds'] as const), scale: oneOf(context, 'scale', ['linear', 'log'] as const) }
}

function oneOf<Value extends string>(context: CommandContext, name: string, values: readonly Value[]): Value | undefined {
  const text = stringOption(context, name)
  if (text === undefined) return undefined
  const value = values.find((known) => known === text)
  if (value === undefined) throw usageProblem(`--${name} is "${text}"; it must be ${values.join(' or ')}.`)
  return value
}
