import type { Row } from './measurement.ts'

const digits = (value: number, unit: Row['unit']) => unit === '' ? String(value) : value.toPrecision(3).includes('e') ? value.toFixed(0) : Number(value.toPrecision(3)).toString()
export const withUnit = (value: number, unit: Row['unit']) => [digits(value, unit), unit].filter(Boolean).join(' ')

const head = ['', 'Holoscope', 'beside', 'ratio', 'goal', 'note']

/**
 * Markdown, which reads well in a terminal too. Where the table would be wider than `width`, its notes stand below it.
 *
 * @param failure why there are no rows
 * @param width columns of a terminal
 */
export function table(title: string, rows: readonly Row[], failure?: string, width = 100): string {
  if (failure !== undefined) return [`### ${title}`, '', ...failure.split('\n').flatMap((line, i) => wrap(i === 0 ? `Not measured: ${line}` : line, width)), ''].join('\n')
  const lines = rows.map(({ what, unit, ours, peer, ratio, goal, note, failure }) => [
    what, ours === null ? '' : withUnit(ours, unit), peer ? `${withUnit(peer.value, unit)} (${peer.name})` : '',
    ratio === undefined ? '' : ratio.toFixed(2), goal ? `${goal.text} ${goal.met ? 'met' : 'missed'}` : '', failure ? `not measured: ${failure}` : note ?? '',
  ])
  const whole = grid(lines)
  const fits = whole.every((line) => line.length <= width)
  const notes = fits ? [] : lines.flatMap(([what, , , , , note]) => note ? wrap(`- ${what}: ${note}`, width) : [])
  const drawn = fits ? whole : grid(lines.map((line) => [...line.slice(0, -1), '']))
  return [`### ${title}`, '', ...drawn, '', ...notes, ...(notes.length > 0 ? [''] : [])].join('\n')
}

function grid(lines: readonly string[][]): string[] {
  // A column in which nothing stands is left out.
  const columns = head.map((_, i) => i).filter((i) => i === 0 || lines.some((line) => line[i] !== ''))
  const widths = columns.map((i) => Math.max(head[i].length, ...lines.map((line) => line[i].length)))
  const row = (cells: readonly string[]) => `| ${columns.map((i, at) => cells[i].padEnd(widths[at])).join(' | ')} |`
  return [row(head), `|${widths.map((columnWidth) => '-'.repeat(columnWidth + 2)).join('|')}|`, ...lines.map(row)]
}

/** Breaks a list's line between words; what follows is set in under its text. */
export function wrap(text: string, width = 100): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(last === undefined ? word : `  ${word}`)
  }
  return lines
}
