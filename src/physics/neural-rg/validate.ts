import type { Issue } from '../../shared/issue.ts'
import { fieldComponents, temperatures, totalSteps, type NeuralRgConfig } from '../../shared/studies/neural-rg/config.ts'
import { fail, finiteNumbers, warn } from '../issue-makers.ts'

/** Largest lattice that the lab computes: its bulk kernel is a dense matrix of L² rows in places. */
const largestSide = 64

/** Everything that physics has to say about a configuration of the study; errors forbid a run. Spec: chapters 2 to 4. */
export function checkNeuralRg(config: NeuralRgConfig): Issue[] {
  const nonFinite = finiteNumbers(config, '')
  return nonFinite.length > 0 ? nonFinite : [...checkTheory(config), ...checkMap(config), ...checkStart(config), ...checkTraining(config)]
}

function checkTheory({ theory }: NeuralRgConfig): Issue[] {
  const issues: Issue[] = []
  if (theory.side < 2 || theory.side > largestSide || !Number.isInteger(Math.log2(theory.side))) {
    issues.push(fail('LatticeSideNotAPowerOfTwo', 'theory.side', `Blocks of 2 × 2 halve the lattice down to one site, so its side is 2, 4, 8, … ${largestSide}, not ${theory.side}.`))
  }
  if (theory.kind === 'free' && theory.mu <= 2 * theory.hopping) {
    issues.push(fail('NotNormalisable', 'theory.mu', `The free action is unbounded below unless μ > 2t = ${2 * theory.hopping}.`))
  }
  if (theory.kind === 'phi4' && theory.lambda === 0 && Math.abs(theory.kappa) >= 0.25) {
    issues.push(fail('NotNormalisable', 'theory.kappa', 'Without a quartic coupling the action is unbounded below unless |κ| < 1/4.'))
  }
  return issues
}

function checkMap({ theory, map }: NeuralRgConfig): Issue[] {
  const issues: Issue[] = []
  const real = fieldComponents(theory) === 1
  if (real !== (map.kind === 'realNvp')) {
    issues.push(fail('MapDoesNotFitField', 'map.kind', real
      ? 'The field is real: take the RealNVP block.'
      : 'The field is complex: take the U(1) block or the equivariant coupling, which keep its symmetry.'))
  }
  if (map.depth > Math.log2(theory.side)) {
    issues.push(fail('DepthTooLarge', 'map.depth', `A lattice of side ${theory.side} can be halved ${Math.log2(theory.side)} times, not ${map.depth}.`))
  }
  if (map.kind === 'u1' && map.activation === 'sinh') {
    issues.push(warn('SinhOverflows', 'map.activation', 'Training with sinh in the direction of generation overflowed in all reference runs; asinh is what the paper’s appendix states.'))
  }
  if (map.kind === 'u1' && map.activation === 'none' && (theory.kind === 'cphi4' || theory.kind === 'xyHS')) {
    issues.push(warn('LinearMap', 'map.activation', 'A linear map makes Gaussian fields only; it cannot form the ring of this theory.'))
  }
  return issues
}

function checkStart({ start, theory, map }: NeuralRgConfig): Issue[] {
  if (start.kind === 'fresh') return []
  if (start.run === '') return [fail('NoRunChosen', 'start.run', 'Choose the run whose map this one starts from.')]
  if (map.kind === 'realNvp' && start.matched === 'infrared') {
    return [warn('MasksBelongToLayers', 'start.matched', `RealNVP blocks draw their masks layer by layer; layers that change their place on the way to L = ${theory.side} fit only where the masks happen to agree. Match them at the UV, with the seed of the other run.`)]
  }
  return []
}

function checkTraining(config: NeuralRgConfig): Issue[] {
  const { theory, map, stageOne, stageTwo, evaluation } = config
  const issues: Issue[] = []
  if (totalSteps(config) === 0) issues.push(fail('NothingToTrain', 'stageOne.steps', 'Both stages have 0 steps.'))
  if (stageOne.furtherTemperatures.length > 0 && !('temperature' in theory)) {
    issues.push(fail('NoTemperature', 'stageOne.furtherTemperatures', 'This theory has no temperature to scan.'))
  }
  if (new Set(temperatures(config)).size < temperatures(config).length) {
    issues.push(warn('TemperatureTwice', 'stageOne.furtherTemperatures', 'A temperature stands twice in the scan; it is trained again.'))
  }
  if (stageTwo.steps > 0 && fieldComponents(theory) === 1) {
    issues.push(fail('KernelNeedsComplexField', 'stageTwo.steps', 'The bulk kernel is defined for complex fields; set the steps of stage II to 0.'))
  }
  if (stageTwo.steps > 0 && map.depth > 0 && map.depth < Math.log2(theory.side)) {
    issues.push(fail('KernelNeedsWholeTree', 'stageTwo.steps', 'The bulk kernel needs the full depth; set the depth to 0, or the steps of stage II.'))
  }
  if (stageTwo.steps > 0 && stageTwo.estimator === 'moments' && evaluation.monteCarloSamples === 0) {
    issues.push(fail('MomentsNeedSamples', 'evaluation.monteCarloSamples', 'Moment matching needs Monte Carlo samples; 0 are asked for.'))
  }
  if (stageOne.symmetrise !== 'none' && fieldComponents(theory) === 2) {
    issues.push(fail('SymmetryIsExact', 'stageOne.symmetrise', 'The maps of complex fields are exactly symmetric; symmetrisation is for real fields.'))
  }
  if (stageOne.rampFraction > 0 && theory.kind !== 'cphi4') {
    issues.push(warn('RampWithoutWell', 'stageOne.rampFraction', 'Only complex φ⁴ has a coupling to ramp; the value is not used.'))
  }
  return issues
}
