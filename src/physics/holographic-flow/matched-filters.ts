import { bisect } from '../numerics/bisection.ts'
import { scanThenGoldenSection } from '../numerics/golden-section.ts'
import { Problem } from '../../shared/problem.ts'
import type { Geometry, PropagatorModes } from './geometry.ts'
import type { ModeLattice } from './mode-lattice.ts'

/**
 * Low-pass filters that replace the propagator as controls, functions of xi = |k| e^-r (in other geometries: of the
 * propagator's own argument): heat g = exp(-a xi²) and Matérn g = (1 + l² xi²/2nu)^-(nu + d/2). The AdS propagator is
 * itself a continuum of heat filters (see `propagator.ts`). Spec: 5.7.
 */
export interface Filter {
  readonly kind: 'heat' | 'matern'
  /** a or l */
  readonly parameter: number
  /** Root mean square of g - psi over the modes of the lattice at the UV cut-off, each mode once. */
  readonly rms: number
  /** g and ∂_r g */
  modes(k: number, r: number): PropagatorModes
}

export function matchFilter(kind: Filter['kind'], match: 'leastSquares' | 'equalPoint', geometry: Geometry, lattice: ModeLattice): Filter {
  const shape = kind === 'heat' ? heat : matern(geometry.propagatorOrder, geometry.boundaryDimension)
  const target = lattice.shells.map(({ k, count }) => ({
    count, xi: geometry.propagatorArgument(k, geometry.rUV).u, psi: geometry.propagator(k, geometry.rUV).psi,
  }))
  const rms = (parameter: number) => {
    const sum = target.reduce((total, { count, xi, psi }) => total + count * (shape.value(parameter, xi) - psi) ** 2, 0)
    return Math.sqrt(sum / lattice.modes ** 2)
  }
  const parameter = match === 'leastSquares'
    ? Math.exp(scanThenGoldenSection((logParameter) => rms(Math.exp(logParameter)), Math.log(1e-3), Math.log(1e3)).x)
    : shape.throughOneOverE(argumentOfOneOverE(geometry))
  return {
    kind,
    parameter,
    rms: rms(parameter),
    modes(k, r) {
      const { u, decayRate } = geometry.propagatorArgument(k, r)
      return { psi: shape.value(parameter, u), varpi: decayRate * shape.decay(parameter, u) }
    },
  }
}

interface FilterShape {
  /** g(xi) */
  value(parameter: number, xi: number): number
  /** -xi g'(xi), which is ∂_r g where xi falls as e^-r. */
  decay(parameter: number, xi: number): number
  /** The parameter for which g(xi) = 1/e. */
  throughOneOverE(xi: number): number
}

const heat: FilterShape = {
  value: (a, xi) => Math.exp(-a * xi * xi),
  decay: (a, xi) => 2 * a * xi * xi * Math.exp(-a * xi * xi),
  throughOneOverE: (xi) => 1 / (xi * xi),
}

function matern(nu: number, d: number): FilterShape {
  const tau = nu + d / 2
  return {
    value: (l, xi) => (1 + (l * xi) ** 2 / (2 * nu)) ** -tau,
    decay: (l, xi) => ((tau * (l * xi) ** 2) / nu) * (1 + (l * xi) ** 2 / (2 * nu)) ** (-tau - 1),
    throughOneOverE: (xi) => Math.sqrt(2 * nu * Math.expm1(1 / tau)) / xi,
  }
}

/** xi at which the propagator at the UV cut-off has fallen to 1/e. */
function argumentOfOneOverE(geometry: Geometry): number {
  const excess = (k: number) => geometry.propagator(k, geometry.rUV).psi - Math.exp(-1)
  const unit = 1 / geometry.propagatorArgument(1, geometry.rUV).u
  if (!(excess(0) > 0)) {
    throw new Problem('NoOneOverEPoint', 'The propagator at the UV cut-off is below 1/e even at k = 0, so no filter can share its 1/e point.', 'Match by least squares.')
  }
  let high = unit
  while (excess(high) > 0) high *= 2
  return geometry.propagatorArgument(bisect(excess, 0, high), geometry.rUV).u
}
