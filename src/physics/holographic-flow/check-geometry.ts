import type { Issue } from '../../shared/issue.ts'
import type { GeometryConfig } from '../../shared/studies/holographic-flow/config.ts'
import { fail, finiteNumbers, warn } from '../issue-makers.ts'

/** What is wrong with a geometry by itself, without a mode lattice. Paths start with `root`. Spec: table of 3.6. */
export function checkGeometry(config: GeometryConfig, root = 'geometry'): Issue[] {
  const nonFinite = finiteNumbers(config, root)
  if (nonFinite.length > 0) return nonFinite
  const dimension = checkBoundaryDimension(config.boundaryDimension, root)
  switch (config.kind) {
    case 'ads':
      return [...dimension, ...checkDimension(config, root), ...checkCutoffs(config, root), ...checkAdsVolume(config, root)]
    case 'hsv':
      return [...dimension, ...checkHsv(config, root)]
    case 'custom':
      return [...dimension, ...checkDimension(config, root), ...checkCutoffs(config, root), ...checkControlPoints(config, root)]
  }
}

function checkBoundaryDimension(d: number, root: string): Issue[] {
  if (d === 1 || d === 2 || d === 3) return []
  return [fail('BadBoundaryDimension', `${root}.boundaryDimension`, `The boundary dimension is ${d}; the bulk formulas here hold for d = 1, 2 or 3. Points in the plane need d = 2.`)]
}

/** Standard quantisation: Delta > d/2. */
function checkDimension({ boundaryDimension: d, conformalDimension }: { boundaryDimension: number; conformalDimension: number }, root: string): Issue[] {
  const path = `${root}.conformalDimension`
  const nu = conformalDimension - d / 2
  const remedy = `Choose Δ > d/2 = ${d / 2}; the paper uses 1.5 to 3 at d = 2.`
  if (conformalDimension < d / 2 - 1) {
    return [fail('UnitarityViolated', path, `Δ = ${conformalDimension} lies below the unitarity bound d/2 − 1 = ${d / 2 - 1}: no unitary boundary theory has such an operator. ${remedy}`)]
  }
  if (nu < 0) {
    return [fail('AlternativeQuantizationUnsupported', path, `Δ = ${conformalDimension} lies between d/2 − 1 and d/2, which is the alternative quantisation: there the faster-decaying solution is the source, and the propagator used here does not apply. ${remedy}`)]
  }
  if (nu === 0) {
    return [fail('LogarithmicMode', path, `Δ = d/2 = ${conformalDimension} saturates the Breitenlohner-Freedman bound m² = −d²/4 = ${-(d * d) / 4}: the source solution is logarithmic, so it has no normalised propagator. ${remedy}`)]
  }
  const issues: Issue[] = []
  if (nu < 0.1) issues.push(warn('SlowResponse', path, `ν = Δ − d/2 = ${nu.toPrecision(3)} is small: the response decays only as e^(−2νr), so source and response hardly separate at the UV cut-off. ν above 0.1 is safer.`))
  if (conformalDimension > d) issues.push(warn('IrrelevantSource', path, `Δ = ${conformalDimension} > d = ${d}: the source is irrelevant and grows toward the UV. The paper finds worse models there; Δ = 1.5 did best on the checkerboard.`))
  return issues
}

function checkCutoffs({ rIR, rUV }: { rIR: number; rUV: number }, root: string): Issue[] {
  if (rUV > rIR) return []
  return [fail('BadCutoffs', `${root}.rUV`, `The UV cut-off r₁ = ${rUV} does not lie above the IR cut-off r₀ = ${rIR}. The flow runs from r₀ up to r₁, toward the boundary: raise r₁ or lower r₀.`)]
}

function checkHsv({ hsvP, zIR, zUV }: { hsvP: number; zIR: number; zUV: number }, root: string): Issue[] {
  const issues: Issue[] = []
  if (!(hsvP > 0 && hsvP <= 1)) {
    const remedy = hsvP === 0
      ? 'p = 0 is anti-de Sitter space: choose that geometry with Δ = d.'
      : 'Choose p between 0 (exclusive) and 1 (flat space); for anti-de Sitter space itself choose that geometry with Δ = d.'
    issues.push(fail('BadHsvParameter', `${root}.hsvP`, `The hyperscaling-violation parameter p = ${hsvP} lies outside (0, 1]. ${remedy}`))
  }
  if (!(zUV > 0 && zUV < zIR)) {
    issues.push(fail('BadCutoffs', `${root}.zUV`, `The cut-offs z_UV = ${zUV} and z_IR = ${zIR} must obey 0 < z_UV < z_IR: z falls toward the boundary. The paper takes z_IR = 1, z_UV = e⁻¹ ≈ 0.368.`))
  }
  return issues
}

/** |ln omega| beyond which the loss weight leaves the range of float32, in which a run computes. */
const largestLogVolume = 70

function checkAdsVolume({ boundaryDimension: d, rIR, rUV }: { boundaryDimension: number; rIR: number; rUV: number }, root: string): Issue[] {
  const limit = largestLogVolume / d
  if (Math.abs(rIR) <= limit && Math.abs(rUV) <= limit) return []
  const field = Math.abs(rUV) > limit ? 'rUV' : 'rIR'
  return [fail('BadCutoffs', `${root}.${field}`, `With cut-offs r₀ = ${rIR} and r₁ = ${rUV} the slice volume e^(d r) leaves the range of float32. Keep |r| below ${limit}; the paper runs from 0 to 1, wider studies to 5.`)]
}

function checkControlPoints({ boundaryDimension: d, rIR, rUV, controlPoints }: Extract<GeometryConfig, { kind: 'custom' }>, root: string): Issue[] {
  const path = `${root}.controlPoints`
  const radii = controlPoints.map((point) => point.r).sort((x, y) => x - y)
  const repeated = radii.find((r, i) => i > 0 && r === radii[i - 1])
  if (repeated !== undefined) return [fail('BadWarpFactor', path, `Two control points share the radius ${repeated}; ln f must be a function of r. Move or delete one of them.`)]
  const limit = Math.floor(largestLogVolume / d)
  const wild = controlPoints.find((point) => Math.abs(point.logWarp) > limit)
  if (wild) return [fail('BadWarpFactor', path, `ln f = ${wild.logWarp} at r = ${wild.r} takes the slice volume f^d out of the range of float32. Keep ln f between −${limit} and ${limit}.`)]
  const [first, last] = [radii[0], radii[radii.length - 1]]
  if (first > rIR || last < rUV) {
    return [warn('ControlPointsDoNotCover', path, `The control points reach from r = ${first} to ${last}, the slab from ${rIR} to ${rUV}. Outside the points the warp factor goes on as in AdS, f ∝ eʳ; add points at the cut-offs to shape it there too.`)]
  }
  return []
}
