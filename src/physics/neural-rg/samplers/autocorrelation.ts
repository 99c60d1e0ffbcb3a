import { Problem } from '../../../shared/problem.ts'

export interface AutocorrelationTime {
  /** τ_int = ½ + Σ_{k=1}^W ρ(k), in steps between the entries of the series. */
  time: number
  /** One standard deviation. */
  error: number
  /** W, where the sum was cut. */
  window: number
}

/**
 * Integrated autocorrelation time of a series, or of several components of one (Re and Im of e^{i arg m}), whose autocovariances
 * add. The window W is the smallest with W ≥ 6 τ(W); the error is that of Wolff's Γ method, τ √(4(W + ½ - τ)/n). The number of
 * independent measurements in the series is n/(2τ). A series that never changes has no autocorrelation time.
 *
 * Madras, Sokal, J. Stat. Phys. 50 (1988) 109; U. Wolff, Comput. Phys. Commun. 156 (2004) 143.
 */
export function autocorrelationTime(...components: Float64Array[]): AutocorrelationTime {
  const n = components[0].length
  if (components.some((series) => series.length !== n)) throw new Problem('BadInput', 'The components of a series have different lengths.')
  if (n < 20) throw new Problem('TooShort', `An autocorrelation time cannot be read off ${n} entries.`, 'Measure at least 20, better 1000.')
  const centred = components.map(subtractMean)
  const covariance = (lag: number) => centred.reduce((sum, series) => sum + lagged(series, lag), 0)
  const variance = covariance(0)
  if (!(variance > 0)) throw new Problem('ConstantSeries', 'The series never changes, so it has no autocorrelation time.', 'Measure longer, or another observable.')
  let time = 0.5
  for (let window = 1; window < n / 2; window++) {
    time += covariance(window) / variance
    if (window >= 6 * time) return { time, error: Math.abs(time) * Math.sqrt((4 * (window + 0.5 - time)) / n), window }
  }
  throw new Problem('TooShort', `The series of ${n} entries is shorter than some twelve of its autocorrelation times (≥ ${time.toPrecision(3)}).`, 'Measure longer.')
}

function subtractMean(series: Float64Array): Float64Array {
  let sum = 0
  for (const value of series) sum += value
  return series.map((value) => value - sum / series.length)
}

/** (n - k)⁻¹ Σ_i x_i x_{i+k} */
function lagged(series: Float64Array, lag: number): number {
  let sum = 0
  for (let i = 0; i + lag < series.length; i++) sum += series[i] * series[i + lag]
  return sum / (series.length - lag)
}
