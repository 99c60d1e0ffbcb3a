export interface Rectangle {
  left: number
  top: number
  width: number
  height: number
}

/** The largest box inside `outer` in which one unit of x is as long as one unit of y: in the middle of its width, at its top, under the title. */
export function equalAspectBox(outer: Rectangle, x: readonly [number, number], y: readonly [number, number]): Rectangle {
  const scale = Math.min(outer.width / Math.abs(x[1] - x[0]), outer.height / Math.abs(y[1] - y[0]))
  const width = Math.abs(x[1] - x[0]) * scale
  const height = Math.abs(y[1] - y[0]) * scale
  return { left: outer.left + (outer.width - width) / 2, top: outer.top, width, height }
}

/** Columns that make `count` equal squares largest inside a rectangle. */
export function bestColumns(count: number, width: number, height: number): number {
  let best = 1
  let largest = 0
  for (let columns = 1; columns <= count; columns++) {
    const side = Math.min(width / columns, height / Math.ceil(count / columns))
    if (side > largest + 1e-9) [best, largest] = [columns, side]
  }
  return best
}
