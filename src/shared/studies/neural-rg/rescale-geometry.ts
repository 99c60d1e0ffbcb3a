import type { BulkGeometry, DistanceScaleChoice, Embedding } from './bulk-geometry.ts'

/** A geometry at another scale; no embedding where it would have to be computed anew. */
export type RescaledGeometry = Omit<BulkGeometry, 'embedding'> & { embedding: Embedding | null }

interface Scale { xi: number; i0: number }

/**
 * D = -ξ ⟨ln I - ln I₀⟩ is affine in ln I, so that distances at ξ', I₀' and a mutual information multiplied by `factor` follow from
 * those at ξ, I₀ without the correlations: D' = stretch D + shift between different decimators.
 */
export function affineRescaling(from: Scale, to: Scale, factor = 1): { stretch: number; shift: number } {
  return { stretch: to.xi / from.xi, shift: to.xi * (Math.log(to.i0) - Math.log(from.i0) - Math.log(factor)) }
}

/** Distances `[n, n]`, zero on the diagonal. */
export function rescaleDistances(distances: Float64Array, n: number, { stretch, shift }: { stretch: number; shift: number }): Float64Array {
  return distances.map((distance, at) => (at % (n + 1) === 0 ? distance : stretch * distance + shift))
}

/**
 * The geometry at another choice of ξ and I₀, and with another factor of the mutual information. Slopes, δ and R stretch with ξ;
 * ratios, R² and the curvature fit's exponent do not change; a shift of all distances moves intercepts and the offset D₀ only. The
 * embedding is not affine: it is there for the scale that it was computed at, for the automatic and for the fitted one.
 *
 * Null where the fitted scale is asked for and mutual information does not fall with the hyperbolic distance.
 */
export function rescaleGeometry(geometry: BulkGeometry, choice: DistanceScaleChoice, informationFactor: 1 | 0.5 = geometry.informationFactor): RescaledGeometry | null {
  const factor = informationFactor / geometry.informationFactor
  const chosen = choice.kind === geometry.scale.kind && choice.kind !== 'fixed' ? geometry.scale : scaleOf(geometry, choice)
  if (!chosen) return null
  // What is found from the mutual information moves with its factor.
  const to = { xi: chosen.xi, i0: choice.kind === 'fixed' ? chosen.i0 : chosen.i0 * factor }
  const affine = affineRescaling(geometry.scale, to, factor)
  const { stretch, shift } = affine
  const { distances, decimators, angular, radial, gromov, curvature, statisticalErrors } = geometry
  const placed = (distance: number | null) => (distance === null ? null : stretch * distance + shift)
  const stretched = (spread: number | null) => (spread === null ? null : stretch * spread)
  const line = <Fit extends { slope: number; intercept: number }>(fit: Fit | null) => fit && { ...fit, slope: stretch * fit.slope, intercept: stretch * fit.intercept + shift }
  const law = <Law extends { distances: (number | null)[]; spreads: (number | null)[] }>(one: Law) => ({ ...one, distances: one.distances.map(placed), spreads: one.spreads.map(stretched) })
  const over = (delta: number, old: number, relative: number) => (relative > 0 ? delta / (stretch * (old / relative) + shift) : 0)
  return {
    ...geometry,
    scale: { kind: choice.kind, ...to }, informationFactor,
    distances: rescaleDistances(distances, decimators.length, affine),
    noiseFloor: geometry.noiseFloor === null ? null : geometry.noiseFloor * factor,
    negativeDistances: distances.reduce((count, distance, at) => count + (at % (decimators.length + 1) !== 0 && stretch * distance + shift < 0 ? 1 : 0), 0) / 2,
    information: geometry.information.map((entry) => ({ ...entry, mean: factor * entry.mean, smallest: factor * entry.smallest, largest: factor * entry.largest })),
    angular: angular.map((one) => ({ ...law(one), logarithmic: line(one.logarithmic), linear: line(one.linear) })),
    radial: { ...law(radial), linear: line(radial.linear) },
    gromov: {
      ...gromov, max: stretch * gromov.max, mean: stretch * gromov.mean, meanError: stretch * gromov.meanError,
      relative: over(2 * stretch * gromov.max, 2 * gromov.max, gromov.relative), meanRelative: over(stretch * gromov.mean, gromov.mean, gromov.meanRelative),
    },
    curvature: curvature && {
      ...curvature, curvature: curvature.curvature / stretch ** 2, curvatureError: curvature.curvatureError / stretch ** 2,
      radius: stretch * curvature.radius, radiusError: stretch * curvature.radiusError, offset: stretch * curvature.offset + shift,
    },
    statisticalErrors: statisticalErrors && {
      ...statisticalErrors, deltaMean: stretch * statisticalErrors.deltaMean,
      curvature: statisticalErrors.curvature === null ? null : statisticalErrors.curvature / stretch ** 2,
    },
    embedding: embeddingAt(geometry, choice, affine),
  }
}

function scaleOf({ scaledEmbeddings }: BulkGeometry, choice: DistanceScaleChoice): Scale | null {
  return choice.kind === 'fixed' ? choice : scaledEmbeddings.find(({ kind }) => kind === choice.kind) ?? null
}

function embeddingAt({ embedding, scale, scaledEmbeddings }: BulkGeometry, choice: DistanceScaleChoice, { stretch, shift }: { stretch: number; shift: number }): Embedding | null {
  if (choice.kind !== 'fixed') return choice.kind === scale.kind ? embedding : scaledEmbeddings.find(({ kind }) => kind === choice.kind)?.embedding ?? null
  if (Math.abs(shift) > 1e-12) return null
  return { ...embedding, coordinates: embedding.coordinates.map((x) => stretch * x), eigenvalues: embedding.eigenvalues.map((value) => stretch ** 2 * value) }
}
