import { readConfig, readRunContents } from '../../engine/run-folder/run-folder.ts'
import { compareFigure, groupRemarks, type MetricName } from '../../shared/compare/compare-figure.ts'
import { isNameOnly, differingFields, configFields } from '../../shared/compare/fields.ts'
import { type ComparedRun, type Grouping, groupRuns, repeatedRuns, type RunGroup } from '../../shared/compare/groups.ts'
import { metricTexts } from '../../shared/compare/metric-texts.ts'
import { loggedMetrics } from '../../shared/compare/run-curves.ts'
import { type Band, bands, bandTexts } from '../../shared/compare/statistics.ts'
import { differencesToCsv, differenceTable, spreadText, valuesToCsv, valuesToLatex, valueTable } from '../../shared/compare/tables.ts'
import { plainLabel } from '../../shared/figures/math-text.ts'
import { Problem } from '../../shared/problem.ts'
import { type Figure, figureSchema } from '../../shared/figure.ts'
import { abscissae } from '../../shared/studies/run-figures.ts'
import { type Command, type CommandContext, integerOption, stringOption, usageProblem } from './command.ts'
import { figureFileDescription, figureFileOf, figureFileOptions, saveFigure } from './figure-file.ts'
import { table } from './table.ts'

export const compareCommand: Command = {
  name: 'compare',
  usage: 'compare DIR… [--group FIELD] [--metric NAME …] [--value final|best] [--band std|sem|range] [--latex|--csv|--differences|-o FILE.pdf]',
  summary: 'metrics of several runs, with seeds as replicates',
  description:
    'Groups runs and prints, for each group and metric, the mean and the band over its runs of the final (or best) logged value. ' +
    'Without --group, runs whose configurations agree in all but seed, title, device and cadence are one group; --group run takes ' +
    'each by itself; --group PATH, e.g. --group geometry.conformalDimension, goes by the value of a field. --metric may be repeated; ' +
    'without it all metrics of the study are shown, and the loss. The band is the sample standard deviation (n − 1), its ratio to √n (sem), or ' +
    'least and greatest value (range). --latex prints a booktabs table, --csv all digits, --differences the fields in which the ' +
    'configurations differ (with --csv as CSV).\n\n' +
    '-o FILE.{pdf,svg,png,csv,py} draws the curves of one metric (the first --metric, else the loss) with mean and band of each ' +
    'group, --against step, epoch or seconds, --scale log or linear, --smooth half-life in logged points. ' +
    figureFileDescription,
  options: {
    group: { type: 'string' },
    metric: { type: 'string', multiple: true },
    value: { type: 'string' },
    band: { type: 'string' },
    latex: { type: 'boolean' },
    csv: { type: 'boolean' },
    differences: { type: 'boolean' },
    ...figureFileOptions,
    against: { type: 'string' },
    scale: { type: 'string' },
    smooth: { type: 'string' },
  },
  async run(context) {
    if (context.positionals.length === 0) throw usageProblem('Which run folders?', 'Name two or more, e.g. holoscope compare ~/Holoscope/runs/*.')
    if (context.options.latex && (context.options.csv || context.options.differences)) throw usageProblem('--latex cannot be combined with --csv or --differences.')
    const target = figureFileOf(context)
    if (target && (context.options.latex || context.options.csv || context.options.differences)) throw usageProblem('-o draws a figure; it cannot be combined with --latex, --csv or --differences.')
    const runs = await Promise.all(context.positionals.map(readRun))
    const grouping = groupingOf(context, runs)
    const band = oneOf(context, 'band', bands)
    const groups = groupRuns(runs, grouping)
    if (target) {
      await saveFigure(context, curvesOf(context, runs, groups, band), target)
      return 0
    }
    const values = valueTable(groups, metricsOf(context, runs), oneOf(context, 'value', ['final', 'best'] as const), band)
    const differences = differenceTable(runs)
    for (const remark of groupRemarks(groups, repeatedRuns)) context.output.remark(plainLabel(remark))

    if (context.options.differences) {
      const header = ['run', ...differences.fields.map(({ path }) => path)]
      const rows = differences.rows.map((row) => [row.title, ...row.values])
      context.output.result(differences, context.options.csv ? differencesToCsv(differences) : table(header, rows))
      return 0
    }
    context.output.result(
      { grouping, band, value: values.which, metrics: values.metrics.map(({ name }) => name), groups: values.rows.map((row, i) => ({ ...row, members: groups[i].runs.map(({ id }) => id) })), differences },
      context.options.latex ? valuesToLatex(values) : context.options.csv ? valuesToCsv(values) : screenTable(values, band),
    )
    return 0
  },
}

/** The curves of the first metric that was asked for, else of the loss. */
function curvesOf(context: CommandContext, runs: readonly ComparedRun[], groups: readonly RunGroup[], band: Band): Figure {
  const metrics = metricsOf(context, runs)
  const metric = Array.isArray(context.options.metric) ? metrics[0] : metrics.find(({ name }) => name === 'loss') ?? metrics[0]
  if (!metric) throw usageProblem('None of the runs has logged a metric yet.')
  const { figure, remarks } = compareFigure(groups, metric, {
    band, against: oneOf(context, 'against', abscissae), scale: oneOf(context, 'scale', ['log', 'linear'] as const), halfLife: integerOption(context, 'smooth', 0),
  })
  for (const remark of [...groupRemarks(groups, repeatedRuns), ...remarks]) context.output.remark(plainLabel(remark))
  if (!figure) throw usageProblem(`The runs have no curve of "${metric.name}" to draw.`, 'Take another --metric, or --against step.')
  return figureSchema.parse(figure)
}

/** Metrics stand below each other: their names are long, and groups are few. */
function screenTable(values: ReturnType<typeof valueTable>, band: Band): string {
  const header = ['metric', ...values.rows.map(({ label, runs }) => `${plainLabel(label)} (n = ${runs})`)]
  const rows = values.metrics.map(({ name }, i) => [name, ...values.rows.map((row) => (row.values[i] ? spreadText(row.values[i], band) : '–'))])
  return `${table(header, rows)}\n\n${values.which} values, ${bandTexts[band].long}`
}

async function readRun(folder: string): Promise<ComparedRun> {
  const config = await readConfig(folder)
  if (!('value' in config)) throw new Problem('RunBroken', `${folder} cannot be compared: ${config.reason}.`, 'Name run folders only.')
  const { metrics, provenance } = await readRunContents(folder)
  return { id: folder, title: config.value.title, study: config.value.study, config: config.value, metrics, stepsPerEpoch: provenance?.stepsPerEpoch }
}

function groupingOf(context: CommandContext, runs: readonly ComparedRun[]): Grouping {
  const field = stringOption(context, 'group') ?? 'replicates'
  if (field === 'replicates' || field === 'run' || runs.some(({ config }) => configFields(config).has(field))) return field
  const differing = differingFields(runs.map(({ config }) => config), isNameOnly)
  throw usageProblem(`No run has the field "${field}".`, differing.length > 0 ? `These differ: ${differing.join(', ')}.` : 'The configurations do not differ.')
}

function metricsOf(context: CommandContext, runs: readonly ComparedRun[]): (MetricName & { lowerIsBetter: boolean })[] {
  const logged = loggedMetrics(runs)
  const asked = context.options.metric
  if (Array.isArray(asked)) {
    const unknown = asked.find((name) => !logged.includes(name))
    if (unknown !== undefined) throw usageProblem(`No run logged "${unknown}".`, `Logged: ${logged.join(', ')}.`)
  }
  const texts = metricTexts(runs[0].study, Array.isArray(asked) ? asked : logged)
  return Array.isArray(asked) ? texts : texts.filter(({ known }) => known)
}

function oneOf<Name extends string>(context: CommandContext, option: string, names: readonly Name[]): Name {
  const given = stringOption(context, option) ?? names[0]
  const found = names.find((name) => name === given)
  if (found === undefined) throw usageProblem(`--${option} is "${given}"; it can be ${names.join(', ')}.`)
  return found
}
