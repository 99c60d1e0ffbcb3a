import type { MetricDescription } from '../metric.ts'

/** A metric of points; some exist only for the checkerboard. */
interface PointMetric extends MetricDescription {
  boardOnly: boolean
}

const metric = (
  label: string, symbol: string, meaning: string, options: { unit?: string; lowerIsBetter?: boolean; boardOnly?: boolean } = {},
): PointMetric => ({ label, symbol, meaning, unit: options.unit ?? '', lowerIsBetter: options.lowerIsBetter ?? true, boardOnly: options.boardOnly ?? false })

/** Unit of a length in the space of the data. */
const length = 'data length'

/**
 * n generated against m reference points; both counts are in the run's configuration (`sampling`), the estimator is the
 * unbiased U-statistic.
 */
export const holographicFlowMetrics = {
  boundaryViolation: metric('Boundary violation', '\\mathrm{BV}',
    'Share of generated points outside the filled tiles; 0 for the true law, 0.5 for points spread evenly over the board.', { boardOnly: true }),
  energyDistance: metric('Energy distance', 'E',
    'Distance of the two laws from mean distances of pairs; unbiased, so it scatters around 0 for a perfect model.', { unit: length }),
  withinCellEnergyDistance: metric('Within-cell energy distance', '\\mathrm{WED}',
    'Energy distance inside each filled tile, weighted by its true points; a tile without points counts 0.4876.', { unit: length, boardOnly: true }),
  withinCellEnergyDistanceNormalised: metric('Normalised within-cell energy distance', '\\mathrm{WED}/\\mu',
    'WED over 1.0428, the mean distance of two uniform points of a tile; our normalisation.', { boardOnly: true }),
  cellJensenShannon: metric('Cell Jensen-Shannon divergence', '\\mathrm{JS}',
    'Do all tiles get their share? Divergence of the 17-cell histogram from the exact one; about 7/(8n) for n true points, at most ln 2.', { unit: 'nat', boardOnly: true }),
  qualityScore: metric('Quality score', '\\mathrm{CQS}',
    'BV + JS + normalised WED; our definition, the authors’ is not documented.', { boardOnly: true }),
  slicedWasserstein: metric('Sliced Wasserstein distance', '\\mathrm{SWD}',
    'Root mean square over 128 directions of the transport distance of the projections; falls as 1/√n for a perfect model.', { unit: length }),
  maximumMeanDiscrepancy: metric('Maximum mean discrepancy', '\\mathrm{MMD}^2',
    'Squared, with five Gaussian kernels around the median distance; unbiased, so it scatters around 0 for a perfect model.'),
  emptyTiles: metric('Empty tiles', 'n_\\varnothing', 'Filled tiles with fewer than two generated points, of 8.', { unit: 'tiles', boardOnly: true }),
  divergedPoints: metric('Diverged points', 'n_\\infty',
    'Generated points that are not finite; the distances leave them out. Not shown while there are none.', { unit: 'points' }),
} as const satisfies Record<string, PointMetric>

export type MetricName = keyof typeof holographicFlowMetrics
