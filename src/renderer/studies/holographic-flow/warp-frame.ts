import type { ControlPoint } from './control-points.ts'

/** What the editor of a warp factor shows, in r and in ln f. */
export interface WarpFrame {
  r: readonly [number, number]
  logWarp: readonly [number, number]
}

/** The slab and all control points, with a margin that leaves room to drag. */
export function frameAround(points: readonly ControlPoint[], rIR: number, rUV: number): WarpFrame {
  const padded = (values: readonly number[], share: number): [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const margin = share * Math.max(high - low, 0.2)
    return [low - margin, high + margin]
  }
  return { r: padded([rIR, rUV, ...points.map((point) => point.r)], 0.06), logWarp: padded(points.map((point) => point.logWarp), 0.18) }
}
