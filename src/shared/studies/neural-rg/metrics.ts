import type { MetricDescription } from '../metric.ts'

const metric = (label: string, symbol: string, meaning: string, options: { unit?: string; lowerIsBetter?: boolean } = {}): MetricDescription =>
  ({ label, symbol, meaning, unit: options.unit ?? '', lowerIsBetter: options.lowerIsBetter ?? true })

/** "Above the well" takes λρ² off each site of a complex φ⁴ theory, so that numbers of order one remain; other theories have no well. */
export const neuralRgMetrics = {
  freeEnergyPerSite: metric('Free energy bound', '\\mathcal{L}/N',
    'Variational free energy per site, above the well: an upper bound on −ln Z/N that a perfect map reaches.', { unit: 'nat' }),
  freeEnergyError: metric('Error of the bound', '\\sigma(\\mathcal{L})/N', 'Standard error of the bound per site, from the samples of the evaluation.', { unit: 'nat' }),
  freeEnergyGap: metric('Gap to the exact value', '(\\mathcal{L}+\\ln Z)/N',
    'Kullback-Leibler divergence per site, where ln Z is known exactly or from Monte Carlo; 0 for a perfect map.', { unit: 'nat' }),
  freeEnergyGapError: metric('Error of the gap', '\\sigma(\\mathcal{L}+\\ln Z)/N', 'Standard error of the gap per site, that of ln Z included where it comes from Monte Carlo.', { unit: 'nat' }),
  lowerBoundError: metric('Error of the lower bound', '\\sigma(\\mathbb{E}_p[\\ell])/N', 'Standard error of the lower bound per site, from blocks of Monte Carlo samples.', { unit: 'nat' }),
  lowerBoundPerSite: metric('Lower bound', '\\mathbb{E}_p[\\ell]/N',
    'Mean of S + ln q over Monte Carlo samples, per site above the well: −ln Z/N lies between it and the free energy bound. Left out where it is more than 100 nats away.', { unit: 'nat', lowerIsBetter: false }),
  reweightedFreeEnergyPerSite: metric('Reweighted free energy', '-\\ln\\hat Z/N',
    'From importance weights; biased high, and of no use while the effective sample size is small.', { unit: 'nat' }),
  weightSpread: metric('Spread of log-weights', '\\sigma(\\ell)', 'Standard deviation of S + ln q over generated fields; 0 only for a perfect map.', { unit: 'nat' }),
  effectiveSampleShare: metric('Effective samples', '\\mathrm{ESS}/M', 'Share of generated fields that count after reweighting; 1 for a perfect map. Below 10 samples in all reweighting is meaningless.', { lowerIsBetter: false }),
  orderParameter: metric('Order parameter', '\\langle|m|\\rangle', 'Mean modulus of the mean field (of the mean spin for Ising) over generated samples.', { lowerIsBetter: false }),
  orderParameterSquared: metric('Squared order parameter', '\\langle|m|^2\\rangle', 'Mean squared modulus of the mean field (of the mean spin for Ising) over generated samples.', { lowerIsBetter: false }),
  reweightedOrderParameter: metric('Reweighted order parameter', '\\langle|m|\\rangle_w', 'Order parameter of the theory itself, from generated fields with weights e^{-ℓ}; only where ten or more fields count.', { lowerIsBetter: false }),
  reweightedOrderParameterError: metric('Error of the reweighted order parameter', '\\sigma(\\langle|m|\\rangle_w)', 'Jackknife error of the reweighted order parameter.'),
  reweightedOrderParameterSquared: metric('Reweighted squared order parameter', '\\langle|m|^2\\rangle_w', 'Squared order parameter of the theory itself, by the same weights.', { lowerIsBetter: false }),
  reweightedOrderParameterSquaredError: metric('Error of the reweighted square', '\\sigma(\\langle|m|^2\\rangle_w)', 'Jackknife error of the reweighted squared order parameter.'),
  reweightedNeighbourCorrelation: metric('Reweighted neighbour correlation', 'c_{1,w}', 'Neighbour correlation of the theory itself, by the same weights.', { lowerIsBetter: false }),
  reweightedNeighbourCorrelationError: metric('Error of the reweighted correlation', '\\sigma(c_{1,w})', 'Jackknife error of the reweighted neighbour correlation.'),
  neighbourCorrelation: metric('Neighbour correlation', 'c_1', 'Mean product of nearest neighbours over generated samples.', { lowerIsBetter: false }),
  modulusSpread: metric('Spread of the modulus', '\\sigma(|\\phi|)', 'Standard deviation of |φ| over sites and samples: the width of the ring.'),
  phaseLock: metric('Phase lock', '|\\langle e^{i(\\arg m-\\arg\\zeta_0)}\\rangle|',
    'Whether the order parameter follows the zero mode of the bulk; 1 when the map has made the one the other. Complex fields only.', { lowerIsBetter: false }),
  inverseError: metric('Inverse error', '\\lVert R(G\\zeta)-\\zeta\\rVert_\\infty', 'Largest difference after generation and renormalisation; rounding alone for a sound map.'),
  residualKurtosis: metric('Residual kurtosis', '\\max_l|\\kappa_l-1|',
    'Largest deviation of a layer’s E|ζ|⁴ from that of normal variables, in the bulk of Monte Carlo fields; 0 where the map makes them normal and of one size.'),
  bulkMass: metric('Bulk mass', 'm', 'Smallest eigenvalue of the learned bulk kernel.'),
  temperature: metric('Temperature', 'T', 'Of the theory that is being trained.'),
} as const satisfies Record<string, MetricDescription>

export type NeuralRgMetric = keyof typeof neuralRgMetrics
