import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'
import { generatorNames } from '../../shared/studies/holographic-flow/config.ts'
import { generatePoints } from '../datasets/generate-points.ts'
import {
  boundaryViolation, cellHistogram, cellJensenShannon, jensenShannon, prepareTileReference, targetHistogram, withinCellEnergyDistance,
} from '../metrics/board-metrics.ts'
import { energyDistance } from '../metrics/energy-distance.ts'
import { meanDistanceInSquare, meanDistanceToCentre, normalEnergyDistance, squareToCentreEnergyDistance } from '../metrics/exact-distances.ts'
import { frechetDistance, type NormalLaw } from '../metrics/frechet-distance.ts'
import { maximumMeanDiscrepancy, polynomialMmd } from '../metrics/maximum-mean-discrepancy.ts'
import { medianDistance } from '../metrics/median.ts'
import { precisionRecall } from '../metrics/precision-recall.ts'
import { slicedWasserstein } from '../metrics/sliced-wasserstein.ts'
import { computation, type Computation, type JsonValue } from './computation.ts'

/** Points as rows `[[x, y], …]`, of any dimension; plain numbers are points on the line. */
const pointsInput = z.array(z.union([z.number(), z.array(z.number()).min(1)])).min(1)
  .describe('Points, one row of coordinates each; plain numbers are points on the line.')
const planeInput = z.array(z.tuple([z.number(), z.number()])).min(1).describe('Points of the plane in data units.')
const estimatorInput = z.enum(['U', 'V']).default('U').describe('U: unbiased, pairs of different points. V: all pairs.')
const twoSets = z.object({ x: pointsInput, y: pointsInput })
const seedInput = z.int().min(0).max(0xffffffff).default(1)

/** Both sets as flat arrays of one dimension. */
function flatten({ x, y }: z.output<typeof twoSets>) {
  const size = (point: number | number[]) => (typeof point === 'number' ? 1 : point.length)
  const dimension = size(x[0])
  for (const [name, set] of [['x', x], ['y', y]] as const) {
    const odd = set.findIndex((point) => size(point) !== dimension)
    if (odd >= 0) {
      throw new Problem('BadPoints', `Point ${odd} of ${name} has ${size(set[odd])} coordinates, the first point of x has ${dimension}.`, 'Give every point the same number of coordinates.')
    }
  }
  return { x: Float64Array.from(x.flat()), y: Float64Array.from(y.flat()), dimension, n: x.length, m: y.length }
}

const normalLawInput = z.object({ mean: z.array(z.number()).min(1).max(512), covariance: z.array(z.array(z.number())) })
const law = ({ mean, covariance }: z.output<typeof normalLawInput>): NormalLaw => ({ mean: Float64Array.from(mean), covariance: Float64Array.from(covariance.flat()) })

const histogramInput = z.array(z.number().min(0)).min(1).max(100_000).refine((values) => values.some((value) => value > 0), 'a histogram needs a positive entry')

export const metricEntries: Computation[] = [
  computation(
    'energy-distance',
    'Energy distance 2 E|X−Y| − E|X−X′| − E|Y−Y′| of two point sets, no square root.',
    twoSets.extend({ estimator: estimatorInput }),
    ({ estimator, ...sets }) => {
      const { x, y, dimension, n, m } = flatten(sets)
      return { value: energyDistance(x, y, { estimator, dimension }), estimator, n, m }
    },
  ),
  computation(
    'energy-distance-normal',
    'Exact energy distance of two normal laws on the line.',
    z.object({
      mean1: z.number().default(0), deviation1: z.number().min(0).default(1), mean2: z.number().default(1), deviation2: z.number().min(0).default(1),
    }),
    ({ mean1, deviation1, mean2, deviation2 }) => ({ value: normalEnergyDistance(mean1, deviation1, mean2, deviation2) }),
  ),
  computation(
    'mean-distances',
    'Exact mean distances in a square: of two uniform points, of one to the centre; energy distance of the square to its centre.',
    z.object({ side: z.number().positive().default(1) }),
    ({ side }) => ({
      twoPoints: meanDistanceInSquare(side), toCentre: meanDistanceToCentre(side), energyDistanceToCentre: squareToCentreEnergyDistance(side),
    }),
  ),
  computation(
    'mmd',
    'MMD² of two point sets with Gaussian kernels exp(−|x−y|²/2b²σ²): the mean over b = 1/4, 1/2, 1, 2, 4, or b = 1 alone.',
    twoSets.extend({
      bandwidth: z.number().positive().optional().describe('σ; the median distance of pairs of y when absent.'),
      bandwidths: z.enum(['one', 'five']).default('five'),
      estimator: estimatorInput,
    }),
    ({ bandwidth, bandwidths, estimator, ...sets }) => {
      const { x, y, dimension, n, m } = flatten(sets)
      const width = bandwidth ?? medianDistance(y, { dimension })
      return { value: maximumMeanDiscrepancy(x, y, { bandwidth: width, bandwidths, estimator, dimension }), bandwidth: width, estimator, n, m }
    },
  ),
  computation(
    'kid-kernel-mmd',
    'MMD² of two feature sets with the KID kernel (x·y/D + 1)³.',
    twoSets.extend({ estimator: estimatorInput }),
    ({ estimator, ...sets }) => {
      const { x, y, dimension, n, m } = flatten(sets)
      return { value: polynomialMmd(x, y, { estimator, dimension }), estimator, n, m }
    },
  ),
  computation(
    'fid-gaussians',
    'FID of two normal laws: |μ₁−μ₂|² + Tr(S₁ + S₂ − 2(S₁S₂)^(1/2)).',
    z.object({ first: normalLawInput, second: normalLawInput }),
    ({ first, second }) => ({ value: frechetDistance(law(first), law(second)) }),
  ),
  computation(
    'js-cells',
    'Jensen-Shannon divergence in nats: of points against the exact checkerboard (17 cells), or of two histograms p and q.',
    z.union([
      z.object({ points: planeInput }),
      z.object({
        p: histogramInput,
        q: histogramInput.optional().describe('The checkerboard (16 tiles, lower left first, then outside) when absent.'),
      }),
    ]),
    (input): JsonValue => {
      if ('points' in input) {
        const points = Float64Array.from(input.points.flat())
        return { value: cellJensenShannon(points), histogram: cellHistogram(points), n: input.points.length }
      }
      const q = input.q ?? targetHistogram
      if (input.p.length !== q.length) {
        throw new Problem('BadHistogram', `p has ${input.p.length} cells, q has ${q.length}.`, 'Give both the same cells; the checkerboard has 16 tiles and one cell for outside.')
      }
      return { value: jensenShannon(input.p, q) }
    },
  ),
  computation(
    'boundary-violation',
    'Share of points outside the filled tiles of the checkerboard [−4, 4)².',
    z.object({ points: planeInput }),
    ({ points }) => ({ value: boundaryViolation(Float64Array.from(points.flat())), n: points.length }),
  ),
  computation(
    'within-cell-energy-distance',
    'WED: energy distance inside each filled tile of the checkerboard, weighted by the true points y.',
    z.object({ x: planeInput, y: planeInput, estimator: estimatorInput }),
    ({ x, y, estimator }) => {
      const result = withinCellEnergyDistance(Float64Array.from(x.flat()), prepareTileReference(Float64Array.from(y.flat()), estimator))
      return { value: result.distance, normalised: result.normalised, emptyTiles: result.emptyTiles, estimator, n: x.length, m: y.length }
    },
  ),
  computation(
    'sliced-wasserstein',
    'Root mean square over directions of the one-dimensional W₂ between projections; equally spaced angles in the plane.',
    twoSets.extend({ directions: z.int().min(1).max(10_000).default(128), seed: seedInput.describe('Of random directions, where the dimension is not 2.') }),
    ({ directions, seed, ...sets }) => {
      const { x, y, dimension, n, m } = flatten(sets)
      return { value: slicedWasserstein(x, y, { directions, seed, dimension }), directions, n, m }
    },
  ),
  computation(
    'precision-recall',
    'Share of generated points x inside the k-nearest-neighbour balls of the real points y, and the converse.',
    twoSets.extend({ neighbours: z.int().min(1).max(1000).default(3) }),
    ({ neighbours, ...sets }) => {
      const { x, y, dimension, n, m } = flatten(sets)
      return { ...precisionRecall(x, y, { neighbours, dimension }), neighbours, n, m }
    },
  ),
  computation(
    'generate-points',
    'Points of a built-in distribution, the same as a run draws with this seed.',
    z.object({
      name: z.enum(generatorNames).default('checkerboard'), count: z.int().min(1).max(100_000).default(1000), seed: seedInput,
      stream: z.enum(['data', 'reference']).default('data').describe('Training points or true points for the metrics.'),
    }),
    ({ name, count, seed, stream }) => {
      const points = generatePoints(name, count, seed, stream)
      return Array.from({ length: count }, (_, i) => [points[2 * i], points[2 * i + 1]])
    },
  ),
]
