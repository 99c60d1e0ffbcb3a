/** Pieces of Python source. */

/** A string literal; raw where backslashes would otherwise have to be doubled, as in formulas. */
export function pythonText(text: string): string {
  const isPlain = !/["\p{C}]/u.test(text) && !text.endsWith('\\')
  if (isPlain) return text.includes('\\') ? `r"${text}"` : `"${text}"`
  // The escapes of JSON are Python’s too.
  return JSON.stringify(text)
}

/** A length, a fraction, a limit: six digits are finer than any printer; limits keep all of theirs. */
export function short(value: number): string {
  return pythonNumber(Number(value.toPrecision(6)))
}

/** The shortest decimal that reads back to the same double. */
export function pythonNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'nan'
  return Object.is(value, -0) ? '-0.0' : String(value)
}

/** `name = column(…)`, its numbers on lines of at most about a hundred characters. */
export function pythonColumn(name: string, values: readonly (number | null)[]): string {
  const lines: string[] = []
  let line = ''
  for (const value of values) {
    const next = `${pythonNumber(value)}, `
    if (line.length + next.length > 112) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += next
  }
  if (line) lines.push(line.trimEnd())
  return `${name} = column([\n${lines.map((part) => `    ${part}\n`).join('')}])`
}

/** One comment line, whatever the text holds. */
export function comment(text: string): string {
  return `# ${text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '').trim()}`.trimEnd()
}
