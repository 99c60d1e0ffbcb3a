import { differingFields, configFields, fieldText, fieldValueText } from './fields.ts'
import type { MetricName } from './compare-figure.ts'
import type { ComparedRun, RunGroup } from './groups.ts'
import { runValue } from './run-curves.ts'
import { type Band, bandTexts, type Spread, spreadOf } from './statistics.ts'

/** Final or best values of groups, and the fields in which runs differ, as tables for the screen, LaTeX and CSV. */

export interface ValueTable {
  which: 'final' | 'best'
  band: Band
  metrics: readonly (MetricName & { lowerIsBetter: boolean })[]
  /** `values` in the order of `metrics`; null where no run of the group logged it. */
  rows: { label: string; runs: number; values: (Spread | null)[] }[]
}

/** For each group and metric the spread, over its runs, of the last or the best logged value of each run. */
export function valueTable(groups: readonly RunGroup[], metrics: ValueTable['metrics'], which: ValueTable['which'], band: Band): ValueTable {
  return {
    which, band, metrics,
    rows: groups.map((group) => ({
      label: group.label, runs: group.runs.length,
      values: metrics.map(({ name, lowerIsBetter }) => {
        const values = group.runs.flatMap((run) => runValue(run, name, which, lowerIsBetter) ?? [])
        return values.length === 0 ? null : spreadOf(values, band)
      }),
    })),
  }
}

export interface FieldTable {
  fields: { path: string; label: string; symbol?: string }[]
  rows: { id: string; title: string; values: string[] }[]
}

/** The fields whose values are not the same in all runs. */
export function differenceTable(runs: readonly ComparedRun[]): FieldTable {
  const paths = differingFields(runs.map(({ config }) => config))
  const study = runs[0]?.study ?? ''
  return {
    fields: paths.map((path) => {
      const { label, symbol } = fieldText(study, path)
      return { path, label, symbol }
    }),
    rows: runs.map(({ id, title, config }) => {
      const fields = configFields(config)
      return { id, title: title || id, values: paths.map((path) => fieldValueText(fields.get(path))) }
    }),
  }
}

/** Comments that say what the columns are, then rows with all digits; reads with `pandas.read_csv(file, comment="#")`. */
export function valuesToCsv(table: ValueTable): string {
  const header = ['group', 'runs', ...table.metrics.flatMap(({ name }) => [`${name} mean`, `${name} low`, `${name} high`, `${name} n`])]
  const rows = table.rows.map(({ label, runs, values }) => [
    label, runs, ...values.flatMap((value) => (value ? [value.mean, value.low, value.high, value.count] : [null, null, null, 0])),
  ])
  return csv([`${table.which} values of each run; ${bandTexts[table.band].long}; low and high are the edges of the band`], header, rows)
}

export function differencesToCsv(table: FieldTable): string {
  return csv([], ['run', 'title', ...table.fields.map(({ path }) => path)], table.rows.map(({ id, title, values }) => [id, title, ...values]))
}

function csv(comments: readonly string[], header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  // Quotes double; a field that a spreadsheet would run as a formula is text all the same, in quotes.
  const field = (value: string | number | null) => (value === null ? '' : typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`)
  return [...comments.map((comment) => `# ${comment}`), ...[header, ...rows].map((row) => row.map(field).join(','))].map((line) => `${line}\r\n`).join('')
}

/** A `tabular` in the manner of booktabs, with a caption stub; needs `\usepackage{booktabs}`. */
export function valuesToLatex(table: ValueTable): string {
  const head = table.metrics.map(({ label, symbol, unit }) => `${symbol ? `$${symbol}$` : latexText(label)}${unit ? ` (${latexText(unit)})` : ''}`)
  return [
    `% \\usepackage{booktabs}`,
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${table.which === 'final' ? 'Final' : 'Best'} values of each run; ${bandTexts[table.band].latex} over $n$ runs.}`,
    `  \\begin{tabular}{lr${'l'.repeat(head.length)}}`,
    '    \\toprule',
    `    Group & $n$ & ${head.join(' & ')} \\\\`,
    '    \\midrule',
    ...table.rows.map(({ label, runs, values }) => `    ${latexText(label)} & ${runs} & ${values.map((value) => (value ? `$${latexSpread(value, table.band)}$` : '--')).join(' & ')} \\\\`),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n')
}

/** Text between dollar signs is mathematics already; elsewhere the ten special characters are escaped. */
export function latexText(text: string): string {
  return text.split('$').map((part, i) => (i % 2 === 1 ? `$${part}$` : part.replace(/[\\{}&%#_~^]/g, (character) => special[character]).replaceAll('−', '--'))).join('')
}
const special: Record<string, string> = {
  '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', '&': '\\&', '%': '\\%', '#': '\\#', _: '\\_', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}',
}

/** `0.0187 \pm 0.0023`: two significant digits of the spread, as many decimals of the mean; powers of ten outside a bracket. */
export function latexSpread(spread: Spread, band: Band): string {
  const { mantissa, exponent, texts } = roundedSpread(spread, band)
  const body = spread.low === null ? mantissa : band === 'range' ? `${mantissa}\\ [${texts.join(', ')}]` : `${mantissa} \\pm ${texts[0]}`
  if (exponent === 0) return body
  return `${spread.low === null || band === 'range' ? body : `(${body})`} \\times 10^{${exponent}}`
}

/** The same for the screen and the terminal. */
export function spreadText(spread: Spread, band: Band): string {
  const { mantissa, exponent, texts } = roundedSpread(spread, band)
  const body = spread.low === null ? mantissa : band === 'range' ? `${mantissa} [${texts.join(', ')}]` : `${mantissa} ± ${texts[0]}`
  const text = exponent === 0 ? body : `${spread.low === null || band === 'range' ? body : `(${body})`}·10^${exponent}`
  return text.replaceAll('-', '−')
}

function roundedSpread({ mean, low, high }: Spread, band: Band): { mantissa: string; exponent: number; texts: string[] } {
  const size = Math.max(Math.abs(mean), Math.abs(low ?? 0), Math.abs(high ?? 0))
  const magnitude = size > 0 ? Math.floor(Math.log10(size)) : 0
  const exponent = magnitude < -3 || magnitude > 5 ? magnitude : 0
  const scale = 10 ** exponent
  const half = low === null || high === null ? 0 : (high - low) / 2
  // Without a spread: four significant digits.
  const digit = half > 0 ? Math.floor(Math.log10(half)) - 1 : magnitude - 3
  // Counts that all agree stay counts.
  const decimals = half === 0 && exponent === 0 && Number.isInteger(mean) ? 0 : Math.min(12, Math.max(0, exponent - digit))
  const fixed = (value: number) => (value / scale).toFixed(decimals)
  return { mantissa: fixed(mean), exponent, texts: low === null || high === null ? [] : band === 'range' ? [fixed(low), fixed(high)] : [fixed(half)] }
}
