import type { Figure, Panel, Series } from '../../shared/figure.ts'

/**
 * The numbers of a figure, lossless (shortest decimals that read back to the same double): header comments that begin with `#`
 * and say what every column is, one line of column names, then rows. Shorter columns end in empty fields, missing values are
 * empty. Reads with `pandas.read_csv(file, comment="#")`, Origin, Veusz and gnuplot (`set datafile separator ","`).
 */
export function writeCsv(figure: Figure): string {
  const names = new Set<string>()
  const columns = figure.panels.flatMap((panel, index) => panelColumns(panel, index, figure.panels.length > 1, names))
  const rows = Math.max(0, ...columns.map((column) => column.values.length))
  const comments = [
    `figure: ${figure.title}`,
    ...(figure.caption ? [`caption: ${figure.caption}`] : []),
    ...figure.panels.flatMap((panel, index) => panelComments(panel, index, figure.panels.length > 1)),
    ...columns.map((column, i) => `column ${i + 1}: ${column.meaning}`),
  ]
  const lines = comments.map((comment) => `# ${comment.replace(/\s+/g, ' ')}`)
  lines.push(columns.map((column) => quoted(column.name)).join(','))
  for (let row = 0; row < rows; row++) lines.push(columns.map((column) => field(column.values[row])).join(','))
  return `${lines.join('\r\n')}\r\n`
}

interface Column { name: string; meaning: string; values: readonly (number | null)[] }

function panelComments(panel: Panel, index: number, many: boolean): string[] {
  const head = many ? `panel (${letter(index)})` : 'panel'
  return [
    `${head}: ${[panel.title, `x = ${panel.x.label} (${panel.x.scale})`, `y = ${panel.y.label} (${panel.y.scale})`].filter(Boolean).join('; ')}`,
    ...(panel.note ? [`${head} note: ${panel.note}`] : []),
  ]
}

function letter(index: number): string {
  return String.fromCharCode(97 + index)
}

/** Columns of a panel; curves over the same abscissae share one. */
function panelColumns(panel: Panel, index: number, many: boolean, names: Set<string>): Column[] {
  const prefix = many ? `${letter(index)}: ` : ''
  const columns: Column[] = []
  const abscissae: { values: readonly (number | null)[]; name: string }[] = []
  const add = (name: string, meaning: string, values: readonly (number | null)[]) => {
    const unique = distinct(prefix + name, names)
    columns.push({ name: unique, meaning: prefix + meaning, values })
    return unique
  }
  const abscissa = (series: Series) => {
    if (abscissae.some((known) => sameNumbers(known.values, series.x))) return
    abscissae.push({ values: series.x, name: add(panel.x.label || 'x', `x of ${series.name}`, series.x) })
  }
  for (const series of panel.series) {
    const name = series.name || 'unnamed'
    switch (series.kind) {
      case 'line': case 'scatter':
        abscissa(series)
        add(name, `${name}, y = ${panel.y.label}${series.role === 'main' ? '' : ` (${series.role})`}`, series.y)
        break
      case 'band':
        abscissa(series)
        add(`${name} low`, `${name}, lower edge, y = ${panel.y.label}`, series.low)
        add(`${name} high`, `${name}, upper edge, y = ${panel.y.label}`, series.high)
        break
      case 'heatmap': {
        const cells = series.values.length
        add(panel.x.label || 'x', `x of ${name}, cell centre`, Array.from({ length: cells }, (_, i) => series.x[i % series.x.length] ?? null))
        add(panel.y.label || 'y', `y of ${name}, cell centre`, Array.from({ length: cells }, (_, i) => series.y[Math.floor(i / series.x.length)] ?? null))
        add(name, `${name} = ${series.valueLabel}`, series.values)
      }
    }
  }
  return columns
}

export function sameNumbers(a: readonly (number | null)[], b: readonly (number | null)[]): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => Object.is(value, b[i])))
}

function distinct(name: string, names: Set<string>): string {
  let candidate = name
  for (let copy = 2; names.has(candidate); copy++) candidate = `${name} (${copy})`
  names.add(candidate)
  return candidate
}

function field(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return ''
  return Object.is(value, -0) ? '-0' : String(value)
}

function quoted(text: string): string {
  return `"${text.replace(/\s+/g, ' ').replaceAll('"', '""')}"`
}
