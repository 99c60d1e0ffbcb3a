import { z } from 'zod'
import { type BulkGeometry, type DecimatorPlace, type GeometryOrigin, originNames } from '../../../../shared/studies/neural-rg/bulk-geometry.ts'
import type { Vector } from './camera.ts'

/** The answer of the computation `bulk-ball`: decimators of a self-similar bulk in the Poincaré ball, neighbours, parents, geodesics. */
export const ballAnswerSchema = z.object({
  points: z.array(z.object({ layer: z.int(), a: z.int(), b: z.int(), u: z.array(z.number()).length(3) })).min(1),
  links: z.array(z.object({ from: z.int(), to: z.int(), direction: z.enum(['x', 'y', 'z']), wraps: z.boolean(), arc: z.array(z.array(z.number()).length(3)) })),
})
export type BallAnswer = z.infer<typeof ballAnswerSchema>

export const bulkSpaces = ['embedding', 'ball', 'half-space'] as const
export type BulkSpace = (typeof bulkSpaces)[number]

export interface CloudLink {
  from: number
  to: number
  /** Around the torus, which the picture cuts open. */
  wraps: boolean
  /** Points along it, ends included. */
  path: readonly Vector[]
}

export interface CloudAxis { label: string; from: Vector; to: Vector }

/** Decimators as points of space: what the scene, the vector figure and the table of positions all show. */
export interface BulkCloud {
  space: BulkSpace
  /** Whose correlations it shows; null for the ideal bulk, which knows the layout alone. */
  origin: GeometryOrigin | null
  /** Stands on the picture. */
  name: string
  /** How far the picture is to be believed; stands below the name. */
  quality: string
  places: readonly DecimatorPlace[]
  /** `[points, 3]` */
  positions: Float64Array
  links: readonly CloudLink[]
  axes: readonly CloudAxis[]
  /** Names of the coordinates, in math text. */
  coordinates: readonly [string, string, string]
  /** Middle, and the radius of the sphere around it that holds everything but wrapping links. */
  centre: Vector
  radius: number
  /** Draws the unit sphere, the boundary at infinity. */
  boundary: boolean
}

const digits = (value: number, count: number) => String(Number(value.toPrecision(count)))

/** Classical scaling of the distances of one geometry, links straight. */
export function embeddingCloud(geometry: BulkGeometry, ball: BallAnswer): BulkCloud {
  const { coordinates, positiveShare, negativeMass, stress } = geometry.embedding
  const at = (i: number): Vector => [coordinates[3 * i], coordinates[3 * i + 1], coordinates[3 * i + 2]]
  const radius = reachOf(coordinates, [0, 0, 0])
  return {
    space: 'embedding', origin: geometry.origin, name: `Embedding: ${originNames[geometry.origin]}`,
    quality: `${digits(100 * positiveShare, 3)} % of the positive spectrum, stress ${digits(stress, 2)}, negative mass ${digits(100 * negativeMass, 2)} %`,
    places: geometry.decimators, positions: coordinates,
    links: ball.links.map(({ from, to, wraps }) => ({ from, to, wraps, path: [at(from), at(to)] })),
    axes: axesThrough([0, 0, 0], radius, ['X₁', 'X₂', 'X₃']), coordinates: ['X_1', 'X_2', 'X_3'], centre: [0, 0, 0], radius, boundary: false,
  }
}

const idealQuality = 'From the layout alone: nothing of it was learned'

/** Where a self-similar bulk has its decimators, in the Poincaré ball; links are geodesics. */
export function ballCloud({ points, links }: BallAnswer): BulkCloud {
  return {
    space: 'ball', origin: null, name: 'Ideal bulk, Poincaré ball', quality: idealQuality,
    places: points, positions: Float64Array.from(points.flatMap(({ u }) => u)), links: links.map(({ from, to, wraps, arc }) => ({ from, to, wraps, path: arc.map(vector) })),
    axes: axesThrough([0, 0, 0], 1, ['u₁', 'u₂', 'u₃']), coordinates: ['u_1', 'u_2', 'u_3'], centre: [0, 0, 0], radius: 1, boundary: true,
  }
}

/** The same in the upper half space over the lattice: x₁/L, x₂/L and ln h/ln L, so that layers stand evenly above each other. */
export function halfSpaceCloud({ points, links }: BallAnswer, side: number): BulkCloud {
  const top = 2 ** Math.max(...points.map(({ layer }) => layer))
  const place = (u: readonly number[]): Vector => {
    const [x, y, h] = fromBall(u)
    return [(top * x + (side - 1) / 2) / side, (top * y + (side - 1) / 2) / side, Math.log(top * h) / Math.log(side)]
  }
  const positions = Float64Array.from(points.flatMap(({ u }) => [...place(u)]))
  const centre: Vector = [(side - 1) / 2 / side, (side - 1) / 2 / side, Math.log(top) / Math.log(side) / 2]
  return {
    space: 'half-space', origin: null, name: 'Ideal bulk, upper half space', quality: idealQuality,
    places: points, positions, links: links.map(({ from, to, wraps, arc }) => ({ from, to, wraps, path: arc.map(place) })),
    axes: axesThrough([0, 0, 0], 1, ['x₁/L', 'x₂/L', 'ln h/ln L']), coordinates: ['x_1/L', 'x_2/L', '\\ln h/\\ln L'],
    centre, radius: Math.max(reachOf(positions, centre), Math.hypot(...centre)), boundary: false,
  }
}

/** The isometry of the ball onto the upper half space: x = 2 u_x / D, h = (1 - |u|²) / D with D = |u_x|² + (1 - u_z)². */
export function fromBall(u: readonly number[]): Vector {
  const level = u[0] ** 2 + u[1] ** 2
  const scale = level + (1 - u[2]) ** 2
  return [(2 * u[0]) / scale, (2 * u[1]) / scale, (1 - level - u[2] ** 2) / scale]
}

/** What of a cloud is looked at. */
export interface CloudView {
  hiddenLayers: ReadonlySet<number>
  links: boolean
  wrappingLinks: boolean
}

export function linkShown({ places }: Pick<BulkCloud, 'places'>, { from, to, wraps }: CloudLink, view: CloudView): boolean {
  return view.links && (view.wrappingLinks || !wraps) && !view.hiddenLayers.has(places[from].layer) && !view.hiddenLayers.has(places[to].layer)
}

export const layersOf = ({ places }: Pick<BulkCloud, 'places'>): number[] => [...new Set(places.map(({ layer }) => layer))].toSorted((a, b) => a - b)

/** A table of the positions: x, y, z, l, a, b, with names of the columns. */
export function positionsTable({ positions, places }: Pick<BulkCloud, 'positions' | 'places'>): string {
  return ['x,y,z,l,a,b', ...places.map(({ layer, a, b }, i) => [positions[3 * i], positions[3 * i + 1], positions[3 * i + 2], layer, a, b].join(','))].join('\n') + '\n'
}

function axesThrough(origin: Vector, length: number, labels: readonly [string, string, string]): CloudAxis[] {
  const [x, y, z] = origin
  const ends: Vector[] = [[x + length, y, z], [x, y + length, z], [x, y, z + length]]
  return labels.map((label, k) => ({ label, from: origin, to: ends[k] }))
}

function reachOf(positions: ArrayLike<number>, [x, y, z]: Vector): number {
  let reach = 1e-9
  for (let i = 0; i < positions.length; i += 3) reach = Math.max(reach, Math.hypot(positions[i] - x, positions[i + 1] - y, positions[i + 2] - z))
  return reach
}

const vector = ([x, y, z]: readonly number[]): Vector => [x, y, z]
