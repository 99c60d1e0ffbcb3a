import type { GeometrySource } from '../../../../shared/studies/neural-rg/bulk-geometry.ts'
import type { SourceReport } from '../../../../shared/studies/neural-rg/stored-geometry.ts'

const digits = (value: number) => String(Number(value.toPrecision(2)))

/** Why a source has no geometry; null where it has one. */
export function sourceProblem(sources: readonly SourceReport[], source: GeometrySource): string | null {
  const found = sources.find((one) => one.source === source)
  if (!found || found.available) return null
  if (source === 'kernel') return 'Stage II has not begun, so there is no bulk kernel. Train it, or take the correlations of samples.'
  if (found.leftOut > 0) {
    return `Of ${found.fields + found.leftOut} Monte Carlo fields ${found.leftOut} leave the range of numbers on their way through the map: fields unlike the map’s own overflow in the RG direction. The kernel does not need them.`
  }
  return 'The run has too few Monte Carlo fields: the evaluation asks for none, or for fewer than 20. The kernel does not need them.'
}

/** What moments of samples rest on; empty for a kernel. */
export function samplesRemark(sources: readonly SourceReport[], source: GeometrySource): string {
  const found = sources.find((one) => one.source === source)
  if (source === 'kernel' || !found?.available) return ''
  return [
    `From ${found.fields} Monte Carlo fields, independent as far as the sampler is; mutual information below 3/M = ${digits(3 / found.fields)} is noise, if the fields are Gaussian.`,
    ...(found.leftOut > 0 ? [`${found.leftOut} more leave the range of numbers on their way through the map and are left out, which makes the rest milder than the theory.`] : []),
    ...(found.largestShare === null ? [] : [`The largest field holds ${digits(100 * found.largestShare)} % of Σ|ζ|².`]),
  ].join(' ')
}
