/** Fewer points where there are more than pixels, and a note that says so. */

import { fixed } from './ticks.ts'

type Column = readonly (number | null)[]

export interface Decimated {
  x: (number | null)[]
  y: (number | null)[]
  /** What was done, for the figure's note; empty when nothing was. */
  note: string
}

/**
 * At most about `limit` points of a curve: of every stretch of equal length its lowest and its highest point, in their order, so
 * that no spike is lost; first and last point stay.
 */
export function decimateMinMax(x: Column, y: Column, limit: number): Decimated {
  const count = Math.min(x.length, y.length)
  if (count <= Math.max(4, limit)) return { x: x.slice(0, count), y: y.slice(0, count), note: '' }
  const stretches = Math.max(1, Math.floor((limit - 2) / 2))
  const kept = new Set<number>([0, count - 1])
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * count) / stretches)
    const to = Math.floor(((stretch + 1) * count) / stretches)
    let lowest = -1
    let highest = -1
    for (let i = from; i < to; i++) {
      const value = y[i]
      if (value === null) continue
      if (lowest < 0 || value < (y[lowest] ?? 0)) lowest = i
      if (highest < 0 || value > (y[highest] ?? 0)) highest = i
    }
    // A stretch of missing values stays a gap.
    if (lowest < 0) kept.add(from)
    else kept.add(lowest).add(highest)
  }
  const order = [...kept].sort((a, b) => a - b)
  return {
    x: order.map((i) => x[i]), y: order.map((i) => y[i]),
    note: `Lowest and highest of every ${grouped(Math.round(count / stretches))} of ${grouped(count)} points.`,
  }
}

/** Every n-th row of points `[count, 2]`, at most `limit` of them. */
export function thinnedPoints(data: ArrayLike<number>, limit: number): { x: number[]; y: number[]; note: string } {
  const count = Math.floor(data.length / 2)
  const stride = Math.max(1, Math.ceil(count / Math.max(1, limit)))
  const x: number[] = []
  const y: number[] = []
  for (let i = 0; i < count; i += stride) {
    x.push(data[2 * i])
    y.push(data[2 * i + 1])
  }
  return { x, y, note: stride > 1 ? `every ${ordinal(stride)} of ${grouped(count)} points` : '' }
}

/** Thin spaces between thousands from 10 000 on, as on the axes. */
export function grouped(count: number): string {
  return fixed(count, 0)
}

function ordinal(count: number): string {
  const tens = count % 100
  const ending = tens >= 11 && tens <= 13 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[count % 10] ?? 'th')
  return `${count}${ending}`
}
