import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'
import { geometryChoicesSchema, hyperbolicSlopeRatio, type BulkGeometry } from '../../shared/studies/neural-rg/bulk-geometry.ts'
import { ballView, diskView } from '../neural-rg/geometry/ball-view.ts'
import { geometryWithNulls } from '../neural-rg/geometry/bulk-geometry.ts'
import { classicalEmbedding } from '../neural-rg/geometry/classical-embedding.ts'
import { decimatorDistances } from '../neural-rg/geometry/decimator-distances.ts'
import { decimatorIndex, decimatorsOf } from '../neural-rg/geometry/decimators.ts'
import { distanceScale } from '../neural-rg/geometry/distance-scale.ts'
import { gromovDelta } from '../neural-rg/geometry/gromov-delta.ts'
import { ballDistance, geodesic, halfSpaceDistance, toBall } from '../neural-rg/geometry/hyperbolic-space.ts'
import { informationFloor, informationOfCorrelation, mutualInformation } from '../neural-rg/geometry/mutual-information.ts'
import { exactCovariance } from '../neural-rg/kernel/bulk-covariance.ts'
import { type BulkKernel, factorKernel, kernelOfClasses, uniformKernel } from '../neural-rg/kernel/bulk-kernel.ts'
import { bulkEdges } from '../neural-rg/kernel/edge-set.ts'
import { bulkLayout } from '../neural-rg/map/layout.ts'
import { stream } from '../random/stream.ts'
import { type Computation, computation, type JsonValue } from './computation.ts'

/** Kernels of a bulk and their geometry. */

const kernelInput = {
  side: z.int().min(2).max(64).default(4).describe('L, a power of two.'),
  coupling: z.number().min(0).default(1).describe('λ of every edge.'),
  couplings: z.array(z.number().min(0)).optional().describe('λ of each class of edges instead, in the order of the answer of bulk-kernel.'),
  mass: z.number().positive().default(1).describe('m, the smallest eigenvalue.'),
  tied: z.boolean().default(false).describe('One class for each direction and layer.'),
}
type KernelInput = z.output<z.ZodObject<typeof kernelInput>>

function kernelOf({ side, coupling, couplings, mass, tied }: KernelInput): BulkKernel {
  const edges = bulkEdges(bulkLayout(side), { tied })
  return couplings ? kernelOfClasses(edges, couplings, mass) : uniformKernel(edges, coupling, mass)
}

const tableInput = z.array(z.array(z.number()).min(1)).min(1).max(1024)

function squareTable(rows: readonly (readonly number[])[]): Float64Array {
  if (rows.some((row) => row.length !== rows.length)) throw new Problem('NotSquare', `The table has ${rows.length} rows, but not as many numbers in each.`, 'Give n rows of n numbers.')
  return Float64Array.from(rows.flat())
}

const place = z.tuple([z.int().min(0), z.int().min(0), z.int().min(0)]).describe('(l, a, b)')
const point = z.array(z.number()).min(2).max(4)

const layoutInput = {
  side: z.int().min(2).max(64).default(8).describe('L, a power of two.'),
  depth: z.int().min(0).max(6).default(0).describe('Layers; 0 takes all.'),
  arcPoints: z.int().min(2).max(100).default(9).describe('Points on each geodesic.'),
}

export const bulkEntries: Computation[] = [
  computation(
    'bulk-kernel',
    'K = m + Σ λ_e b_e b_eᵀ on the graph of the bulk: ln det K, traces, classes of edges, entries of K⁻¹ at sites of the bulk array (row-major).',
    z.object({ ...kernelInput, entries: z.array(z.tuple([z.int().min(0), z.int().min(0)])).max(100_000).default([[0, 0]]).describe('Pairs of sites.') }),
    ({ entries, ...input }) => {
      const kernel = kernelOf(input)
      const { classes, from } = kernel.edges
      const sites = input.side ** 2
      const beyond = entries.flat().find((site) => site >= sites)
      if (beyond !== undefined) throw new Problem('NoSuchSite', `There is no site ${beyond} in a bulk of ${sites}.`, `Take 0 to ${sites - 1}.`)
      const factor = factorKernel(kernel)
      const inverse = factor.inverse()
      let inverseTrace = 0
      for (let i = 0; i < sites; i++) inverseTrace += inverse[i * sites + i]
      return {
        logDeterminant: factor.logDeterminant,
        trace: sites * kernel.mass + 2 * kernel.couplings.reduce((sum, value) => sum + value, 0),
        inverseTrace,
        edges: from.length,
        classes: classes.map(({ direction, layer, places, edges }) => ({ direction, layer, places: places ? [...places] : null, edges })),
        inverse: entries.map(([i, j]) => ({ i, j, value: inverse[i * sites + j] })),
      }
    },
  ),
  computation(
    'mutual-information',
    'I = -ln(1 - χ) of circular complex Gaussian variables, χ = |c_ij|²/(c_ii c_jj); half of it for real ones.',
    z.object({
      correlation: z.array(z.number().min(0).max(1)).default([0.1, 0.5, 0.9]).describe('|c_ij| / √(c_ii c_jj).'),
      factor: geometryChoicesSchema.shape.informationFactor,
    }),
    ({ correlation, factor }) => ({ correlation, information: correlation.map((value) => informationOfCorrelation(value, factor)) }),
  ),
  computation(
    'decimator-distances',
    'D(A:B), the mean of -ξ ln(I_ij/I₀) over the variables of two decimators, of a bulk kernel.',
    z.object({
      ...kernelInput, scale: geometryChoicesSchema.shape.scale, informationFactor: geometryChoicesSchema.shape.informationFactor,
      pairs: z.array(z.tuple([place, place])).max(100_000).default([[[0, 0, 0], [0, 0, 1]]]),
    }),
    ({ scale: choice, informationFactor, pairs, ...input }) => {
      const kernel = kernelOf(input)
      const { layout } = kernel.edges
      const outside = pairs.flat().find(([layer, a, b]) => !(layer < layout.depth && Math.max(a, b) < layout.layers[layer].blocksPerSide))
      if (outside) throw new Problem('NoSuchDecimator', `There is no decimator (${outside.join(', ')}) in a bulk of side ${layout.side}.`, 'a and b run from 0 to L/2^(l+1) - 1.')
      const covariance = exactCovariance(factorKernel(kernel).inverse())
      const information = mutualInformation(covariance, informationFactor)
      const floor = informationFloor(covariance, informationFactor, information)
      const scale = distanceScale(choice, layout, information, floor)
      const decimators = decimatorsOf(layout)
      const { distances } = decimatorDistances(decimators, information, scale, floor, covariance.samples === null ? 0 : 0.5)
      const index = decimatorIndex(layout)
      return { scale, distances: pairs.map(([one, other]) => distances[index(...one) * decimators.length + index(...other)]) }
    },
  ),
  computation(
    'bulk-geometry',
    'Distance laws with slope ratio, embedding quality, Gromov δ and curvature of a bulk kernel, beside its null kernels.',
    z.object({ ...kernelInput, choices: geometryChoicesSchema.prefault({}) }),
    ({ choices, ...input }) => ({
      hyperbolicSlopeRatio,
      geometries: geometryWithNulls({ kernel: kernelOf(input) }, choices).map(summary),
    }),
  ),
  computation(
    'multidimensional-scaling',
    'Classical scaling of a table of distances: eigenvalues of -½ J D∘D J, coordinates, share of the positive spectrum, negative mass, Kruskal stress.',
    z.object({ distances: tableInput, dimensions: z.int().min(1).max(16).default(3) }),
    ({ distances, dimensions }) => {
      const { coordinates, eigenvalues, ...quality } = classicalEmbedding(squareTable(distances), distances.length, dimensions)
      return { eigenvalues: [...eigenvalues], coordinates: distances.map((_, i) => [...coordinates.subarray(i * dimensions, (i + 1) * dimensions)]), ...quality }
    },
  ),
  computation(
    'gromov-delta',
    'Four-point δ of a table of distances, with the error of its mean from resampled points.',
    z.object({ distances: tableInput, quadruples: geometryChoicesSchema.shape.quadruples, seed: geometryChoicesSchema.shape.seed }),
    ({ distances, quadruples, seed }) => ({ ...gromovDelta(squareTable(distances), distances.length, stream(seed, 'subsample'), { quadruples }) }),
  ),
  computation(
    'hyperbolic-distance',
    'd = arcosh(1 + (|Δx|² + Δh²)/(2hh′)) of two points (x…, h) of the upper half space, curvature -1.',
    z.object({ p: point, q: point }),
    ({ p, q }) => {
      soundPoints(p, q)
      return { distance: halfSpaceDistance(p, q) }
    },
  ),
  computation(
    'poincare-ball',
    'Ball model (2x, |x|² + h² - 1)/(|x|² + (h + 1)²) of a point of the upper half space; with a second one the distance there and the geodesic arc.',
    z.object({ p: point, q: point.optional(), arcPoints: z.int().min(2).max(1000).default(9) }),
    ({ p, q, arcPoints }): JsonValue => {
      soundPoints(p, q ?? p)
      const u = toBall(p)
      if (!q) return { u }
      const v = toBall(q)
      return { u, v, distance: ballDistance(u, v), arc: geodesic(u, v, arcPoints) }
    },
  ),
  computation(
    'bulk-ball',
    'Where a self-similar bulk has its decimators, (x, h = 2^l) in the Poincaré ball, sorted by (l, a, b), with neighbours, parents and the geodesics between.',
    z.object(layoutInput),
    ({ side, depth, arcPoints }) => {
      const layout = bulkLayout(side, depth)
      const { positions, links, arcs } = ballView(layout, arcPoints)
      const triples = (values: Float64Array) => Array.from({ length: values.length / 3 }, (_, i) => [...values.subarray(3 * i, 3 * i + 3)])
      const along = triples(arcs)
      return {
        points: decimatorsOf(layout).map(({ layer, a, b }, i) => ({ layer, a, b, u: [...positions.subarray(3 * i, 3 * i + 3)] })),
        links: links.map((link, k) => ({ ...link, arc: along.slice(k * arcPoints, (k + 1) * arcPoints) })),
      }
    },
  ),
  computation(
    'bulk-disk',
    'One slice of these decimators, x₂ fixed, in the Poincaré disk, with the geodesics between neighbours and to parents.',
    z.object(layoutInput),
    ({ side, depth, arcPoints }) => {
      const layout = bulkLayout(side, depth)
      const { indices, positions, links } = diskView(layout, arcPoints)
      const decimators = decimatorsOf(layout)
      return {
        points: indices.map((index, i) => ({ layer: decimators[index].layer, a: decimators[index].a, b: decimators[index].b, u: positions[i] })),
        arcs: links.map(({ arc }) => arc),
      }
    },
  ),
]

function soundPoints(p: readonly number[], q: readonly number[]): void {
  if (p.length !== q.length || !(p[p.length - 1] > 0) || !(q[q.length - 1] > 0)) {
    throw new Problem('NotInHalfSpace', 'Both points need as many coordinates and a height above zero, which comes last.')
  }
}

/** The numbers of a geometry without its tables. */
function summary({ origin, scale, angular, radial, slopeRatio, embedding, gromov, curvature, maskedShare, negativeShare, negativeDistances }: BulkGeometry) {
  return {
    origin, scale, angular: angular.map((law) => ({ ...law, logarithmic: law.logarithmic && { ...law.logarithmic }, linear: law.linear && { ...law.linear } })),
    radial: { ...radial, linear: radial.linear && { ...radial.linear } }, slopeRatio,
    embedding: { positiveShare: embedding.positiveShare, negativeMass: embedding.negativeMass, stress: embedding.stress },
    gromov: { ...gromov }, curvature: curvature && { ...curvature }, maskedShare, negativeShare, negativeDistances,
  }
}
