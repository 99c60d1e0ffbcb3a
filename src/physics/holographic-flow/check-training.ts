import type { Issue } from '../../shared/issue.ts'
import type { HolographicFlowConfig, TrainingConfig } from '../../shared/studies/holographic-flow/config.ts'
import { fail, warn } from '../issue-makers.ts'
import { variantOf } from './variants.ts'

/** Groups of the U-Net's GroupNorm. */
const normGroups = 8

/** Network against model and lattice. Spec: 3.6, 7. */
export function checkNetwork(config: HolographicFlowConfig): Issue[] {
  const { network, encoding } = config
  const variant = variantOf(config)
  if (variant.state === 'points' && network.kind !== 'fcn') {
    return [fail('NetworkDoesNotFitModel', 'network.kind', 'The FCN baseline moves points, two coordinates and two momenta; a U-Net needs a lattice of modes. Choose the fully connected network.')]
  }
  if (variant.state === 'modes' && network.kind !== 'unet') {
    return [fail('NetworkDoesNotFitModel', 'network.kind', `The model ${variant.id} moves fields on a lattice of modes; the fully connected network takes only the four numbers of the FCN baseline. Choose the simple U-Net, or the model "fcn".`)]
  }
  if (network.kind === 'fcn') return []
  const issues: Issue[] = []
  const block = 2 ** network.depth
  if (encoding.modes % block !== 0) {
    const nearest = Math.max(block, Math.round(encoding.modes / block) * block)
    issues.push(fail('GridDoesNotHalve', 'encoding.modes', `${encoding.modes} modes per axis cannot be halved ${network.depth} times: the skip connections add fields of equal size, so K must be a multiple of 2^depth = ${block}. Take ${nearest} modes, or a smaller depth.`))
  }
  if (network.width % normGroups !== 0) {
    const nearest = Math.max(normGroups, Math.round(network.width / normGroups) * normGroups)
    issues.push(fail('WidthNotMultipleOfGroups', 'network.width', `Width ${network.width} does not divide into the ${normGroups} groups of the normalisation. Take a multiple of ${normGroups}, e.g. ${nearest}.`))
  }
  return issues
}

/** Settings that contradict the chosen model. Spec: 6.6. */
export function checkModel({ model }: HolographicFlowConfig): Issue[] {
  if (model.lossWeight === 'resolution' && model.preconditioning !== 'source') {
    return [fail('ResolutionWeightWithoutSource', 'model.lossWeight', 'Weights by resolution count errors in the source, which the network answers only with the preconditioning "source". Choose that, or the slice volume.')]
  }
  if (model.variant === 'cnn-spectral' && model.lossWeight === 'sliceVolume') {
    return [warn('LossWeightIgnored', 'model.lossWeight', 'The spectral CNN baseline is trained without the slice volume, so this weight is not used. For the weighted form choose the model "none-warped".')]
  }
  return []
}

export function checkTraining({ training, data }: HolographicFlowConfig): Issue[] {
  const issues: Issue[] = []
  if (data.kind === 'generator' && training.batchSize > data.points) {
    issues.push(fail('BatchLargerThanData', 'training.batchSize', `A batch of ${training.batchSize} cannot be drawn from ${data.points} training points; a partial batch is dropped, so no step would ever run. Lower the batch size or raise the number of points.`))
  }
  if (training.schedule === 'warmupCosine' && training.warmupSteps >= training.steps) {
    issues.push(warn('WarmupNeverEnds', 'training.warmupSteps', `The warm-up of ${training.warmupSteps} steps is not over when the run ends after ${training.steps}: the full learning rate is never reached. A twentieth of the steps is usual.`))
  }
  const remembered = initialWeightShare(training)
  if (remembered > 0.05) {
    issues.push(warn('EmaRemembersInitialWeights', 'training.emaDecay', `After ${training.steps} steps the averaged weights, from which samples are drawn, still hold ${Math.round(100 * remembered)} % of the initial ones. Switch the EMA ramp on, lower the decay (0.999 suits some thousand steps), or train longer.`))
  }
  return issues
}

/**
 * Share of the initial weights in the moving average at the end of a run: the product of all decays, min(decay, (1+i)/(10+i))
 * with the ramp. Spec: 8.
 */
export function initialWeightShare({ steps, emaDecay, emaRamp, emaStart }: Pick<TrainingConfig, 'steps' | 'emaDecay' | 'emaRamp' | 'emaStart'>): number {
  if (emaDecay === 0) return 0
  const updates = Math.max(0, steps - emaStart)
  if (!emaRamp) return emaDecay ** updates
  let share = 1
  let i = 0
  for (; i < updates && (1 + i) / (10 + i) < emaDecay && share > 1e-12; i++) share *= (1 + i) / (10 + i)
  return share * emaDecay ** (updates - i)
}
