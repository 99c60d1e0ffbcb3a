import { z } from 'zod'
import type { FigureInput } from '../../figure.ts'

/** The answer of the computation `bulk-disk`: one slice of the decimators in the Poincaré disk. */
export const diskAnswerSchema = z.object({
  points: z.array(z.object({ layer: z.int(), u: z.array(z.number()).length(2) })).min(1),
  arcs: z.array(z.array(z.array(z.number()).length(2))),
})
export type DiskAnswer = z.infer<typeof diskAnswerSchema>

/** The disk, its boundary circle, a colour for each layer, neighbours joined by geodesics. */
export function poincareDiskFigure({ points, arcs }: DiskAnswer, caption = ''): FigureInput {
  const layers = [...new Set(points.map(({ layer }) => layer))]
  const angles = Array.from({ length: 181 }, (_, i) => (i * Math.PI) / 90)
  const joined = (axis: number) => arcs.flatMap((arc) => [...arc.map((point) => point[axis]), null])
  const ends: [number, number] = [-1.05, 1.05]
  return {
    name: 'poincare-disk', title: 'Ideal bulk in the Poincaré disk', caption,
    panels: [{
      equalAspect: true, legend: 'outside', x: { label: '$u_1$', range: ends }, y: { label: '$u_2$', range: ends },
      series: [
        { kind: 'line', name: '', role: 'reference', x: angles.map(Math.cos), y: angles.map(Math.sin) },
        { kind: 'line', name: '', role: 'reference', x: joined(0), y: joined(1) },
        ...layers.map((layer) => {
          const own = points.filter((point) => point.layer === layer)
          return { kind: 'scatter' as const, name: `$l = ${layer}$`, colour: layer, size: 4, x: own.map(({ u }) => u[0]), y: own.map(({ u }) => u[1]) }
        }),
      ],
    }],
  }
}
