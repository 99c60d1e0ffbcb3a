import { besselIScaled } from '../numerics/bessel-i.ts'
import { integrate } from '../numerics/gauss-legendre.ts'
import { Problem } from '../../shared/problem.ts'
import type { BackboneCoefficients, Geometry } from './geometry.ts'
import { adsPropagator, propagatorNormalisation } from './propagator.ts'
import type { WarpProfile } from './warp-profile.ts'

export interface CustomOptions {
  boundaryDimension: number
  conformalDimension: number
  rIR: number
  rUV: number
  profile: WarpProfile
  /** Radial steps of the propagator's integration, at least. @default 2048 */
  steps?: number
}

/**
 * Geometry with any warp factor f = e^A(r) on [rIR, rUV], continued by AdS tails e^(r - rIR) and e^(r - rUV) outside.
 *
 * Z and s by Gauss-Legendre on every radial step (rounding error). The propagator's mode starts from the regular solution of
 * the IR tail, pi/phi = varpi_nu(u)/psi_nu(u) at u = k/f(rIR), is integrated by RK4 toward the UV, where the regular solution
 * dominates, and is divided by its source, read off from the UV tail. What is stored is ln phi and pi/phi, so nothing
 * overflows. Steps never straddle a knot of A, hence the order stays four. Spec: 3.4, 4.5, 4.6.
 */
export function customGeometry(options: CustomOptions): Geometry {
  const { boundaryDimension: d, conformalDimension, rIR, rUV, profile } = options
  const nu = conformalDimension - d / 2
  const a = d - conformalDimension
  const massSquared = conformalDimension * (conformalDimension - d)
  const warpFactor = (r: number) => Math.exp(profile.logWarp(r))
  const inverseVolume = (r: number) => Math.exp(-d * profile.logWarp(r))

  const coefficients = (r: number): BackboneCoefficients => {
    const h = profile.derivative(r)
    return {
      friction: 2 * a - d * h,
      inverseWarpSquared: Math.exp(-2 * profile.logWarp(r)),
      massTerm: massSquared - a * a + a * d * h,
    }
  }

  const knots = profile.knots.filter((knot) => knot > rIR && knot < rUV)
  const radii = radialGrid(rIR, rUV, knots, options.steps ?? 2048)
  requirePositiveWarp(radii, warpFactor)
  const last = radii.length - 1
  const cells = Array.from({ length: last }, (_, i) => stepCoefficients(coefficients, radii[i], radii[i + 1], radii[i + 1]))
  const volumeUpTo = new Float64Array(radii.length)
  for (let i = 0; i < last; i++) volumeUpTo[i + 1] = volumeUpTo[i] + integrate(inverseVolume, radii[i], radii[i + 1], nodesPerStep)
  const affineNorm = volumeUpTo[last]

  /** Index of the radial step that holds r. */
  function cellOf(r: number): number {
    const slack = 1e-9 * (rUV - rIR)
    if (!(r >= rIR - slack && r <= rUV + slack)) {
      throw new Problem('RadiusOutOfRange', `The radius ${r} lies outside the slab ${rIR} to ${rUV} on which the warp factor is given.`, 'Choose a radius between the cut-offs.')
    }
    let low = 0
    let high = last
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (radii[middle] <= r) low = middle
      else high = middle
    }
    return low
  }

  const trajectories = new Map<number, Trajectory>()
  function trajectory(k: number): Trajectory {
    let known = trajectories.get(k)
    if (!known) {
      if (trajectories.size >= mostTrajectories) trajectories.clear()
      known = integrateMode(k)
      trajectories.set(k, known)
    }
    return known
  }

  function integrateMode(k: number): Trajectory {
    const logField = new Float64Array(radii.length)
    const slope = new Float64Array(radii.length)
    slope[0] = regularSlope(nu, k / warpFactor(rIR))
    for (let i = 0; i < last; i++) {
      const [field, momentum] = advance(cells[i], k, slope[i], radii[i + 1] - radii[i])
      if (!(field > 0)) throw tachyonicMode(k, radii[i + 1])
      logField[i + 1] = logField[i] + Math.log(field)
      slope[i + 1] = momentum / field
    }
    const logSource = logField[last] + logSourceRatio(nu, k / warpFactor(rUV), slope[last])
    if (Number.isNaN(logSource)) throw tachyonicMode(k, rUV)
    return { logField, slope, logSource }
  }

  return {
    kind: 'custom',
    boundaryDimension: d,
    rIR,
    rUV,
    conformalDimension,
    massSquared,
    propagatorOrder: nu,
    knots,
    warpFactor,
    logWarpDerivative: (r) => profile.derivative(r),
    logWarpSecondDerivative: (r) => profile.secondDerivative(r),
    sliceVolume: (r) => Math.exp(d * profile.logWarp(r)),
    affineParameter(r) {
      const i = cellOf(r)
      return (volumeUpTo[i] + integrate(inverseVolume, radii[i], r, nodesPerStep)) / affineNorm
    },
    affineNorm,
    inverseWarpSquared: (r) => Math.exp(-2 * profile.logWarp(r)),
    propagatorArgument: (k, r) => ({ u: k / warpFactor(r), decayRate: profile.derivative(r) }),
    propagator(k, r) {
      const i = cellOf(r)
      const { logField, slope, logSource } = trajectory(k)
      // From the grid point below, one more step of the same method reaches any radius with the same accuracy.
      const cell = stepCoefficients(coefficients, radii[i], r, radii[i + 1])
      const [field, momentum] = advance(cell, k, slope[i], r - radii[i])
      const scale = Math.exp(logField[i] - logSource)
      return { psi: scale * field, varpi: scale * momentum }
    },
    backboneCoefficients: coefficients,
  }
}

/** Modes whose trajectories are kept, 32 KiB each: more than the shells of 64 × 64 modes. */
const mostTrajectories = 1024

/** Four Gauss-Legendre nodes on a step of 1/2048 leave only rounding errors. */
const nodesPerStep = 4

/** ln phi and pi/phi on the radial grid, and ln of the source that they belong to. */
interface Trajectory {
  logField: Float64Array
  slope: Float64Array
  logSource: number
}

/** Radii from rIR to rUV, evenly spaced between neighbouring knots. */
function radialGrid(rIR: number, rUV: number, knots: readonly number[], steps: number): Float64Array {
  const ends = [rIR, ...knots, rUV]
  const radii = [rIR]
  for (let i = 0; i + 1 < ends.length; i++) {
    const count = Math.ceil((steps * (ends[i + 1] - ends[i])) / (rUV - rIR))
    for (let j = 1; j <= count; j++) radii.push(j === count ? ends[i + 1] : ends[i] + (j * (ends[i + 1] - ends[i])) / count)
  }
  return Float64Array.from(radii)
}

type StepCoefficients = readonly [BackboneCoefficients, BackboneCoefficients, BackboneCoefficients]

/**
 * Coefficients at the start, middle and end of a step that lies in the cell ending at `cellEnd`. Where h jumps at a knot
 * the values must be those from inside the cell, so the ends are moved inward by a billionth of the cell.
 */
function stepCoefficients(
  coefficients: (r: number) => BackboneCoefficients, from: number, to: number, cellEnd: number,
): StepCoefficients {
  const inward = 1e-9 * (cellEnd - from)
  return [coefficients(from + inward), coefficients((from + to) / 2), coefficients(Math.max(to, from + 2 * inward) - inward)]
}

/** One RK4 step of phi' = pi, pi' = friction pi + (k² invF2 + massTerm) phi from (1, slope). */
function advance([start, middle, end]: StepCoefficients, k: number, slope: number, step: number): [number, number] {
  const k2 = k * k
  const stiffness = (c: BackboneCoefficients) => k2 * c.inverseWarpSquared + c.massTerm
  const middleStiffness = stiffness(middle)
  const p1 = start.friction * slope + stiffness(start)
  const f2 = slope + (step / 2) * p1
  const p2 = middle.friction * f2 + middleStiffness * (1 + (step / 2) * slope)
  const f3 = slope + (step / 2) * p2
  const p3 = middle.friction * f3 + middleStiffness * (1 + (step / 2) * f2)
  const f4 = slope + step * p3
  const p4 = end.friction * f4 + stiffness(end) * (1 + step * f3)
  return [1 + (step / 6) * (slope + 2 * f2 + 2 * f3 + f4), slope + (step / 6) * (p1 + 2 * p2 + 2 * p3 + p4)]
}

/** pi/phi of the solution that is regular in the AdS interior, u K_(nu-1)(u)/K_nu(u). */
function regularSlope(nu: number, u: number): number {
  if (u === 0) return 0
  if (u > 600) return u + 0.5 - nu // leading terms of the large-argument expansion
  const { psi, varpi } = adsPropagator(nu, u)
  return varpi / psi
}

/** ln(J/phi) for the AdS tail beyond rUV, from pi/phi at u = k/f(rUV). Spec: 4.5. */
function logSourceRatio(nu: number, u: number, slope: number): number {
  if (u === 0) return Math.log(1 + slope / (2 * nu))
  const bracket = u * besselIScaled(nu - 1, u) + besselIScaled(nu, u) * slope
  return Math.log(bracket) + u - nu * Math.log(u) - Math.log(propagatorNormalisation(nu))
}

function requirePositiveWarp(radii: Float64Array, warpFactor: (r: number) => number): void {
  for (const r of radii) {
    const f = warpFactor(r)
    if (!(f > 0 && Number.isFinite(f))) {
      throw new Problem('BadWarpFactor', `The warp factor is ${f} at r = ${r.toPrecision(4)}; it must be positive and finite between the cut-offs.`, 'Move the control points of ln f to moderate values, say between -10 and 10.')
    }
  }
}

function tachyonicMode(k: number, r: number): Problem {
  return new Problem(
    'TachyonicMode',
    `The mode |k| = ${k.toPrecision(4)} has no positive regular solution: it changes sign near r = ${r.toPrecision(4)}, so it has no propagator.`,
    'Flatten the warp factor there, or raise the conformal dimension (a larger mass² stabilises the mode).',
  )
}
