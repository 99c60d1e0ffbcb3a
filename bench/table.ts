import type { Row } from './measurement.ts'

const digits = (value: number, unit: Row['unit']) => unit === '' ? String(value) : value.toPrecision(3).includes('e') ? value.toFixed(0) : Number(value.toPrecision(3)).toString()
const withUnit = (value: number, unit: Row['unit']) => [digits(value, unit), unit].filter(Boolean).join(' ')

/** Markdown, which reads well in a terminal too. */
export function table(title: string, rows: readonly Row[]): string {
  const lines = rows.map(({ what, unit, ours, peer, ratio, goal, note }) => [
    what, ours === null ? '' : withUnit(ours, unit), peer ? `${withUnit(peer.value, unit)} (${peer.name})` : '',
    ratio === undefined ? '' : ratio.toFixed(2), goal ? `${goal.text} ${goal.met ? 'met' : 'missed'}` : '', note ?? '',
  ])
  const head = ['', 'Holoscope', 'beside', 'ratio', 'goal', 'note']
  // A column in which nothing stands is left out.
  const columns = head.map((_, i) => i).filter((i) => i === 0 || lines.some((line) => line[i] !== ''))
  const widths = columns.map((i) => Math.max(head[i].length, ...lines.map((line) => line[i].length)))
  const row = (cells: readonly string[]) => `| ${columns.map((i, at) => cells[i].padEnd(widths[at])).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [`### ${title}`, '', row(head), rule, ...lines.map(row), ''].join('\n')
}
