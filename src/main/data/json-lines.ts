/**
 * The line (1 is the first) on which each member of one array or object of a JSON text begins; `path` leads to it by keys. The
 * text is known to be JSON, up to bare NaN and Infinity. Runs only when a row has to be named.
 */
export function elementLines(text: string, path: readonly string[]): number[] {
  const lines: number[] = []
  /** Of the containers around the position: is it an array, and how many keys of the path lead to it (-1: not on the path). */
  const stack: Array<{ array: boolean; matched: number }> = []
  let line = 1
  let key = ''
  /** A value may begin here: behind [, a comma of an array, or a colon. */
  let expectsValue = true
  let expectsKey = false

  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '\n' || (letter === '\r' && text[at + 1] !== '\n')) line++
    if (letter <= ' ') continue
    const inside = stack.at(-1)
    if (expectsValue && letter !== ']') {
      expectsValue = false
      if (inside?.matched === path.length) lines.push(line)
      const matched = inside === undefined ? 0 : inside.matched >= 0 && !inside.array && inside.matched < path.length && key === path[inside.matched] ? inside.matched + 1 : -1
      if (letter === '[' || letter === '{') {
        stack.push({ array: letter === '[', matched })
        expectsValue = letter === '['
        expectsKey = letter === '{'
        continue
      }
    }
    if (letter === '"') {
      const end = endOfText(text, at)
      if (expectsKey) {
        key = JSON.parse(text.slice(at, end + 1)) as string
        expectsKey = false
      }
      at = end
    } else if (letter === ':') expectsValue = true
    else if (letter === ',') {
      expectsValue = inside?.array === true
      expectsKey = inside?.array === false
    } else if (letter === ']' || letter === '}') {
      stack.pop()
      expectsValue = false
      expectsKey = false
    }
  }
  return lines
}

/** Position of the quote that ends the text which begins at `at`. */
function endOfText(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i
  }
  return text.length
}
