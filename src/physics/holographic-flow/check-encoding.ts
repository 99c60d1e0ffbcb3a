import type { Issue } from '../../shared/issue.ts'
import { Problem } from '../../shared/problem.ts'
import type { HolographicFlowConfig } from '../../shared/studies/holographic-flow/config.ts'
import { checkBox, measureStandardisation, noStandardisation, standardise } from '../datasets/standardise.ts'
import { generatePoints } from '../datasets/generate-points.ts'
import type { Geometry } from './geometry.ts'
import { fail, warn } from '../issue-makers.ts'
import { makeGeometry } from './make-geometry.ts'
import { modeLattice } from './mode-lattice.ts'
import { variantOf } from './variants.ts'

/** More modes per axis than any machine could train on; beyond, even the check would take long. */
const mostModes = 256

/** The encoding's own numbers. Spec: 3.6, 5. */
export function checkEncoding({ encoding, geometry, model }: Pick<HolographicFlowConfig, 'encoding' | 'geometry' | 'model'>): Issue[] {
  const { modes, boxLength, liftNoiseSigma, decoder, decoderGrid } = encoding
  const issues: Issue[] = []
  if (!Number.isInteger(modes) || modes % 2 !== 0 || modes < 4) {
    issues.push(fail('BadModeCount', 'encoding.modes', `K = ${modes} modes per axis: K must be an even whole number, 4 or more, so that wave numbers come in pairs ±n. Try 16.`))
  } else if (modes > mostModes) {
    issues.push(fail('BadModeCount', 'encoding.modes', `K = ${modes} modes per axis make states of ${modes}² modes, beyond the limit of ${mostModes}. The paper uses 16.`))
  }
  if (!(boxLength > 0)) issues.push(fail('BadBoxLength', 'encoding.boxLength', `The box length L = ${boxLength} must be positive. The paper uses 8, in units of the standardised data.`))
  if (liftNoiseSigma < 0) issues.push(fail('BadLiftNoise', 'encoding.liftNoiseSigma', `The lift noise σ_L = ${liftNoiseSigma} is a standard deviation and cannot be negative. The released program uses 0.1; 0 switches it off.`))
  if (decoder !== 'phaseGradient' && decoderGrid < modes) {
    issues.push(fail('DecoderGridTooCoarse', 'encoding.decoderGrid', `A decoder grid of ${decoderGrid} points per axis cannot show ${modes} modes. Take at least ${modes}; 128 keeps the soft-argmax exact to 5·10⁻⁶.`))
  }
  if (decoder === 'sourceReadout' && variantOf({ model }).envelope !== 'propagator') {
    issues.push(fail('SourceReadoutUndefined', 'encoding.decoder', `The source readout inverts the bulk-to-boundary propagator, and the model "${model.variant}" does not encode with it. Choose the soft-argmax or the phase gradient, or one of the AdS models.`))
  }
  if (encoding.fieldRescaling === 'vev' && geometry.kind === 'hsv') {
    issues.push(fail('RescalingUnsupported', 'encoding.fieldRescaling', 'The massless field of the hyperscaling-violating geometry is not rescaled at all. Choose the source rescaling, or an AdS geometry.'))
  }
  return issues
}

/** Built-in laws must fit into the box; own data sets are checked where their points are read. Spec: 5.2. */
export function checkBoxOfGenerator({ data, encoding, seed }: HolographicFlowConfig): Issue[] {
  if (data.kind !== 'generator') return []
  const points = generatePoints(data.name, Math.min(data.points, 4096), seed)
  const encoded = standardise(points, encoding.standardise ? measureStandardisation(points) : noStandardisation)
  const issue = checkBox(encoded, encoding.boxLength, encoding.modes)
  return issue ? [issue] : []
}

/** Highest modes that are encoded with less than this amplitude drown in float32 noise and lift noise. */
const smallestUsefulEnvelope = 1e-3

/** What only the geometry and the mode lattice together show: unstable modes, unresolvable ones. */
export function checkModes(config: HolographicFlowConfig): Issue[] {
  const { modes, boxLength } = config.encoding
  try {
    const geometry = makeGeometry(config.geometry)
    const { shells } = modeLattice(modes, boxLength)
    // k² only adds stiffness, so pi/phi grows with k at every radius (comparison of the Riccati equations): where the zero
    // mode has a positive regular solution, all modes have one. See docs/derivations/free-bulk-dynamics.md.
    geometry.propagator(0, geometry.rUV)
    return variantOf(config).envelope === 'none' ? [] : unresolvable(geometry, shells[shells.length - 1].k)
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    return [fail(problem.code, 'geometry.controlPoints', [problem.message, problem.action].filter(Boolean).join(' '))]
  }
}

function unresolvable(geometry: Geometry, largest: number): Issue[] {
  const { psi } = geometry.propagator(largest, geometry.rUV)
  if (psi >= smallestUsefulEnvelope) return []
  const path = geometry.kind === 'hsv' ? 'geometry.zUV' : 'geometry.rUV'
  return [warn('ModesNotResolvable', path, `At this UV cut-off the highest mode, |k| = ${largest.toPrecision(3)}, is encoded with amplitude ψ = ${psi.toExponential(1)}, below 10⁻³: it cannot be told from noise. Move the cut-off toward the boundary, or take fewer modes or a larger box.`)]
}
