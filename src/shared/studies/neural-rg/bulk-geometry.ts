import { z } from 'zod'
import { parameter } from '../../parameter.ts'

/** What the lab says about the geometry of a bulk, of the trained one and of the null ones alike. Arrays are row-major. */

export const distanceScaleSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('fixed'),
    xi: parameter(z.number().positive().default(1), { label: 'Unit of distance', symbol: '\\xi', help: 'Distance over which mutual information falls by a factor e.' }),
    i0: parameter(z.number().positive().default(1), { label: 'Information at distance zero', symbol: 'I_0', help: 'In nats.' }),
  }).meta({ label: 'Fixed', help: 'The same for every geometry: distances compare at once. ξ = I₀ = 1 as in the self-checks.' }),
  z.object({ kind: z.literal('auto') }).meta({ label: 'Smallest is one', help: 'ξ = 1 and I₀ = e times the largest mutual information.' }),
  z.object({ kind: z.literal('fit') }).meta({ label: 'Fitted to hyperbolic space', help: 'Regression of −ln I on the ideal hyperbolic distance: slope 1/ξ, intercept −ln I₀.' }),
])
export type DistanceScaleChoice = z.infer<typeof distanceScaleSchema>

export const geometryChoicesSchema = z.object({
  scale: distanceScaleSchema.prefault({ kind: 'fixed' }).meta({ label: 'Distance scale' }),
  informationFactor: parameter(z.literal([1, 0.5]).default(1), {
    label: 'Factor of the mutual information', help: '1 for complex Gaussian fields, ½ for real ones (and in the paper’s print).',
    choices: { 1: { label: '1 (complex)' }, 0.5: { label: '½ (real)' } },
  }),
  quadruples: parameter(z.int().min(100).max(5_000_000).default(100_000), { label: 'Quadruples', help: 'For Gromov δ; all of them where there are no more.', scale: 'log', sliderRange: [1000, 1_000_000], advanced: true }),
  bootstraps: parameter(z.int().min(10).max(2000).default(100), { label: 'Resamplings', help: 'Of the points, for the errors of δ and of the curvature.', advanced: true }),
  seed: parameter(z.int().min(0).default(1), { label: 'Seed', help: 'Of the shuffled couplings, the quadruples and the resamplings.', advanced: true }),
})
export type GeometryChoices = z.infer<typeof geometryChoicesSchema>

/** Who made the correlations: the trained map, or a graph without physics. */
export type GeometryOrigin = 'trained' | 'equal' | 'shuffled' | 'untrained'

export const originNames: Record<GeometryOrigin, string> = {
  trained: 'trained', equal: 'equal couplings (null)', shuffled: 'shuffled couplings (null)', untrained: 'untrained map (null)',
}

/** Where the correlations of the bulk come from: the learned kernel, or moments of exact boundary fields pushed through the map. */
export const geometrySources = ['kernel', 'samples'] as const
export type GeometrySource = (typeof geometrySources)[number]

export interface DecimatorPlace { layer: number; a: number; b: number }

export interface LawFit { slope: number; intercept: number; rSquared: number | null }

/** D between decimators of one layer against their lateral separation. */
export interface AngularLaw {
  layer: number
  /** r = 2^(l+1) k, k = 1 … m/2 */
  separations: number[]
  /** Mean over positions and both axes; null where most pairs lie below the noise. */
  distances: (number | null)[]
  /** Standard deviation over positions. */
  spreads: (number | null)[]
  /** D = intercept + slope ln r */
  logarithmic: LawFit | null
  /** D = intercept + slope r, to compare with. */
  linear: LawFit | null
}

/** D between decimators of the lowest layer and their ancestors, against the number of layers between. */
export interface RadialLaw {
  depths: number[]
  distances: (number | null)[]
  spreads: (number | null)[]
  /** D = intercept + slope Δl, over Δl >= 1. */
  linear: LawFit | null
}

export interface Embedding {
  /** `[points, 3]` */
  coordinates: Float64Array
  /** All eigenvalues of -½ J D∘D J, descending. */
  eigenvalues: Float64Array
  /** Share of the positive eigenvalues in the three that are shown; 1 means that three dimensions are enough. */
  positiveShare: number
  /** Σ|negative| / Σ|all|; 0 for distances of points in a flat space. */
  negativeMass: number
  /** Kruskal's √(Σ(D - D̂)² / ΣD²), D̂ measured in the embedding. */
  stress: number
}

export interface GromovDelta {
  /** Largest half difference of the two largest of the three sums of opposite distances; 0 for a tree. A lower bound unless exact. */
  max: number
  mean: number
  /** Standard error of the mean, from resampled points. */
  meanError: number
  /** 2 max / diameter: 0 for a tree, at most 1. */
  relative: number
  /** Mean over the mean distance: does not change with ξ. */
  meanRelative: number
  quadruples: number
  exact: boolean
}

export interface CurvatureFit {
  /** -1/R² in units of the distance. */
  curvature: number
  curvatureError: number
  /** R */
  radius: number
  radiusError: number
  /** Height grows by e^p a layer: ln 2 = 0.693 for a self-similar bulk, 0 for a flat one. */
  exponentPerLayer: number
  exponentError: number
  /** Lateral scale g, and the distance at zero separation. */
  lateralScale: number
  offset: number
  /** Share of the variance of the mean distances explained, and by the best flat space. */
  rSquared: number
  flatRSquared: number
}

/**
 * Standard errors that resampled decimators do not see. `fields`: of moments of M fields, by the jackknife over blocks of fields.
 * `deals`: of shuffled couplings, the scatter over further deals of the same couplings. A kernel learned in one run has neither.
 */
export interface StatisticalErrors {
  kind: 'fields' | 'deals'
  slopeRatio: number | null
  deltaMean: number
  curvature: number | null
  exponentPerLayer: number | null
}

/** Another choice of ξ and I₀ with the embedding that belongs to it: that alone does not follow from the distances by a line. */
export interface ScaledEmbedding { kind: 'auto' | 'fit'; xi: number; i0: number; embedding: Embedding }

export interface ClassInformation {
  direction: 'in' | 'x' | 'y' | 'z' | 'beside'
  layer: number
  places: readonly [number, number] | null
  /** Mean mutual information over the edges of the class. */
  mean: number
  smallest: number
  largest: number
}

export interface BulkGeometry {
  origin: GeometryOrigin
  source: GeometrySource
  name: string
  side: number
  decimators: DecimatorPlace[]
  scale: { kind: DistanceScaleChoice['kind']; xi: number; i0: number }
  informationFactor: 1 | 0.5
  /** D, `[points, points]`; where masked, with the distance at the floor for pairs below it, a lower bound. */
  distances: Float64Array
  /** 1 where most pairs of variables lie below the noise, or with exact moments any is not correlated at all; null where there is none. */
  masked: Uint8Array | null
  maskedShare: number
  /** Pairs of decimators whose D is negative, because I exceeds I₀. */
  negativeDistances: number
  /** 3/M with M samples; null for exact moments. */
  noiseFloor: number | null
  /** Share of anticorrelated pairs of variables, which no positive kernel represents. */
  negativeShare: number | null
  information: ClassInformation[]
  angular: AngularLaw[]
  radial: RadialLaw
  /** Slope of the lowest angular law over that of the radial law: 2/ln 2 = 2.885 in hyperbolic space, for any ξ. */
  slopeRatio: number | null
  /** From resampled positions of the lowest layer; 0 where all positions are alike. */
  slopeRatioError: number | null
  /** Null where nothing tells them. */
  statisticalErrors: StatisticalErrors | null
  embedding: Embedding
  /** The automatic and the fitted scale; a fit that fails is absent. */
  scaledEmbeddings: ScaledEmbedding[]
  gromov: GromovDelta
  /** Null where there are too few decimators to fit. */
  curvature: CurvatureFit | null
}

/** One coupling of a kernel, as figures show it. */
export interface KernelCoupling {
  direction: ClassInformation['direction']
  layer: number
  places: readonly [number, number] | null
  coupling: number
}

/** Ideal hyperbolic slope ratio, 2/ln 2. */
export const hyperbolicSlopeRatio = 2 / Math.LN2

/** Places of the decimators in the ball model, and the arcs that join neighbours. */
export interface BallView {
  /** `[points, 3]`, inside the unit ball. */
  positions: Float64Array
  links: { from: number; to: number; direction: 'x' | 'y' | 'z'; wraps: boolean }[]
  /** Points on the geodesic of each link, `[links, arcPoints, 3]`. */
  arcs: Float64Array
  arcPoints: number
}
