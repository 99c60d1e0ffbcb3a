import { figureSchema, type Figure, type FigureInput } from '../../shared/figure.ts'
import { assembleFigure } from '../../shared/figures/assemble.ts'
import { plainLabel } from '../../shared/figures/math-text.ts'
import type { Problem } from '../../shared/problem.ts'
import { abscissae, type FigureChoices, type FigureOptions, type RunFigure, type RunRecord } from '../../shared/studies/run-figures.ts'
import { type Command, type CommandContext, integerOption, usageProblem } from './command.ts'
import { figureFileDescription, figureFileOf, figureFileOptions, oneOf, saveFigure } from './figure-file.ts'
import { type FigureFolder, isDrawable, openFigureFolder, readRecord } from './run-figures.ts'
import { setPath } from './set-path.ts'
import { table } from './table.ts'

export const figureCommand: Command = {
  name: 'figure',
  usage: 'figure DIR [NAME[,NAME…]] -o FILE.{pdf,svg,png,csv,py} [--width MM] [--font sans|serif] [--step N] …',
  summary: 'draw a figure of a run for a paper; without NAME list them',
  description:
    'Draws what the window draws of the run in DIR, in the format that the ending of FILE names: PDF with embedded fonts, SVG, ' +
    'PNG, the numbers as CSV, or a matplotlib script that redraws the figure. Several names, separated by commas, give one sheet ' +
    'with panels (a), (b), … in --columns columns.\n\n' +
    'What is drawn from a checkpoint (the bulk, diagnostics) is drawn now where it was not drawn before, at --step (default: the ' +
    'newest) with --seed (default: the run\'s), and kept in the run folder. --choose NAME=VALUE sets what a figure lets one choose, ' +
    'e.g. bulk-mode --choose mode=[2,1]; the list names it. --against is step, epoch or seconds, --scale linear or log.\n\n' +
    `${figureFileDescription} The caption, which names the configuration by its hash, goes to standard output.`,
  options: {
    ...figureFileOptions,
    columns: { type: 'string' },
    step: { type: 'string' },
    seed: { type: 'string' },
    choose: { type: 'string', multiple: true },
    against: { type: 'string' },
    scale: { type: 'string' },
  },
  async run(context) {
    const [folder, names, ...rest] = context.positionals
    if (folder === undefined) throw usageProblem('Which run folder?', 'E.g. holoscope figure DIR loss -o loss.pdf')
    if (rest.length > 0) throw usageProblem(`"${rest[0]}" is one argument too many.`, 'Separate names of figures by commas: loss,points.')
    const target = figureFileOf(context)
    const opened = await openFigureFolder(folder)
    if (names === undefined) {
      listFigures(context, opened)
      return 0
    }
    const chosen = names.split(',').map((name) => figureNamed(opened, name.trim()))
    const options = curveOptions(context, opened, chosen)
    if (!target) throw usageProblem('Where to? -o is needed.', 'E.g. -o loss.pdf')
    const columns = integerOption(context, 'columns', 1)
    const choices = new Map(chosen.map((figure) => [figure, checkedChoices(figure, options.choices)]))
    const record = await readRecord(opened, chosen, {
      choicesOf: (figure) => choices.get(figure) ?? {},
      step: integerOption(context, 'step', 0), seed: integerOption(context, 'seed', 0),
      onProgress: (analysis, share) => context.output.progress(`drawing ${analysis} from a checkpoint, ${Math.round(100 * share)} %`),
    })
    await saveFigure(context, sheetOf(chosen.map((one) => built(one, record, { ...options, choices: choices.get(one) })), columns), target)
    return 0
  },
}

function sheetOf(parts: FigureInput[], columns: number | undefined): Figure {
  const [first] = parts
  const one = parts.length === 1 ? figureSchema.parse(first) : assembleFigure(parts, { name: parts.map(({ name }) => name).join('-').slice(0, 80) })
  if (!one) throw usageProblem('Which figure?')
  return columns === undefined ? one : { ...one, columns: Math.min(columns, one.panels.length, 6) }
}

function listFigures(context: CommandContext, opened: FigureFolder): void {
  const rows = opened.figures.map((figure) => ({
    name: figure.name, title: plainLabel(figure.title), group: figure.group, available: isDrawable(opened, figure), analysis: figure.analysis ?? null,
    choices: Object.fromEntries(Object.entries(figure.choices?.shape ?? {}).map(([name, schema]) => [name, schema.description ?? helpOf(schema)])),
  }))
  const remark = ({ available, analysis, choices }: (typeof rows)[number]) => {
    if (!available) return 'nothing to draw yet'
    const names = Object.keys(choices)
    return [...(analysis === null ? [] : ['from a checkpoint']), ...(names.length > 0 ? [`--choose ${names.join(', ')}`] : [])].join('; ')
  }
  context.output.result(rows, table(['figure', 'shows', ''], rows.map((row) => [row.name, row.title, remark(row)])))
}

/** What a parameter tells of itself. */
function helpOf(schema: { meta(): unknown }): string {
  const meta = schema.meta()
  return typeof meta === 'object' && meta !== null && 'help' in meta ? String(meta.help) : ''
}

function figureNamed(opened: FigureFolder, name: string): RunFigure {
  const figure = opened.figures.find((known) => known.name === name)
  if (!figure) throw usageProblem(`There is no figure "${name}".`, `The run has: ${opened.figures.map((known) => known.name).join(', ')}.`)
  if (!isDrawable(opened, figure)) throw nothingToDraw(name, opened.folder)
  return figure
}

/** Those of the choices that are the figure's own; refused where its schema refuses them. */
function checkedChoices(figure: RunFigure, given: FigureChoices = {}): FigureChoices {
  const choices = Object.fromEntries(Object.entries(given).filter(([name]) => name in (figure.choices?.shape ?? {})))
  const checked = figure.choices?.safeParse(choices)
  if (checked?.success === false) {
    const [issue] = checked.error.issues
    throw usageProblem(`--choose ${issue.path.join('.')} cannot be ${JSON.stringify(choices[String(issue.path[0])])}: ${issue.message}.`)
  }
  return choices
}

function built(figure: RunFigure, record: RunRecord, options: FigureOptions): FigureInput {
  const drawn = figure.build(record, options)
  if (!drawn) throw nothingToDraw(figure.name)
  return drawn
}

function nothingToDraw(name: string, folder = 'DIR'): Problem {
  return usageProblem(`The run has nothing to draw for "${name}" yet.`, `"holoscope figure ${folder}" tells what can be drawn.`)
}

function curveOptions(context: CommandContext, { bare }: FigureFolder, chosen: readonly RunFigure[]): FigureOptions {
  const against = oneOf(context, 'against', abscissae)
  if (against === 'epoch' && bare.stepsPerEpoch === null) {
    throw usageProblem('The run does not tell how many steps an epoch has, as with data that are made as they are used.', 'Take --against step or --against seconds.')
  }
  const given = context.options.choose
  const choices = (Array.isArray(given) ? given : []).reduce<Record<string, unknown>>(setPath, {})
  const unknown = Object.keys(choices).find((name) => !chosen.some((figure) => name in (figure.choices?.shape ?? {})))
  if (unknown !== undefined) throw usageProblem(`None of the figures lets one choose "${unknown}".`, `"holoscope figure DIR" names what each lets one choose.`)
  return { against, scale: oneOf(context, 'scale', ['linear', 'log'] as const), choices }
}
