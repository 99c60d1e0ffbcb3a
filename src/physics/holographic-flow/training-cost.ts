import type { HolographicFlowConfig } from '../../shared/studies/holographic-flow/config.ts'
import { timeFeatureCount } from '../networks/time-features.ts'
import { variantOf } from './variants.ts'

/** Multiply-adds of one network evaluation on one sample, part by part; closed forms of the layers' shapes. Spec: 7. */
export interface EvaluationCost {
  total: number
  parts: { name: string; multiplyAdds: number }[]
}

/** A k × k convolution (or a transposed one, counted on its input) at n × n positions. */
const convolution = (kernel: number, inputs: number, outputs: number, n: number) => kernel ** 2 * inputs * outputs * n ** 2
const dense = (inputs: number, outputs: number) => inputs * outputs

/**
 * Simple U-Net (7.1) on a K × K grid. Normalisation, activations and additions are linear in the channels and left out, as is
 * usual. The time enters once per batch when all samples share it, else per sample; it is counted here, 0.05 % of the rest.
 */
export function costOfSimpleUnet(width: number, depth: number, modes: number, inPlanes: number, outPlanes: number): EvaluationCost {
  const levels = Array.from({ length: depth }, (_, level) => ({ channels: width * 2 ** level, n: modes / 2 ** level }))
  const deepest = width * 2 ** depth
  return summed([
    { name: 'time', multiplyAdds: dense(timeFeatureCount, 4 * width) + dense(4 * width, width) },
    { name: 'input', multiplyAdds: convolution(3, inPlanes, width, modes) },
    ...levels.map(({ channels: c, n }, i) => ({
      name: `down ${i + 1}`, multiplyAdds: convolution(3, c, 2 * c, n / 2) + convolution(3, 2 * c, 2 * c, n / 2),
    })),
    { name: 'middle', multiplyAdds: convolution(3, deepest, deepest, modes / 2 ** depth) },
    ...levels.toReversed().map(({ channels: c, n }, i) => ({
      name: `up ${i + 1}`, multiplyAdds: convolution(4, 2 * c, c, n / 2) + convolution(3, c, c, n),
    })),
    { name: 'output', multiplyAdds: convolution(3, width, outPlanes, modes) },
  ])
}

/** Fully connected network (7.3). */
export function costOfFcn(width: number, hiddenLayers: number, inputs: number, outputs: number): EvaluationCost {
  return summed([
    { name: 'input', multiplyAdds: dense(inputs + timeFeatureCount, width) },
    { name: 'hidden', multiplyAdds: (hiddenLayers - 1) * dense(width, width) },
    { name: 'output', multiplyAdds: dense(width, outputs) },
  ])
}

export function evaluationCost(config: Pick<HolographicFlowConfig, 'model' | 'network' | 'encoding'>): EvaluationCost {
  const { inPlanes, outPlanes } = variantOf(config)
  const { network, encoding } = config
  switch (network.kind) {
    case 'unet':
      return costOfSimpleUnet(network.width, network.depth, encoding.modes, inPlanes, outPlanes)
    case 'fcn':
      return costOfFcn(network.width, network.hiddenLayers, inPlanes, outPlanes)
  }
}

export interface TrainingCost {
  /** Multiply-adds of one evaluation on one sample. */
  multiplyAddsPerEvaluation: number
  /** Floating-point operations of one training step, of one sampling, and of the whole run. */
  perStep: number
  perSampling: number
  samplings: number
  total: number
}

/** Network evaluations in one step of each solver. */
const stages: Record<HolographicFlowConfig['sampling']['solver'], number> = { euler: 1, midpoint: 2, heun: 2, rk4: 4 }

/**
 * Floating-point operations of a run, two for each multiply-add: a training step costs three evaluations (forward, gradient of
 * the input, gradient of the weights) on a batch, a sampling stages × steps evaluations on every generated point. Spec: 7.
 */
export function trainingCost(config: Pick<HolographicFlowConfig, 'model' | 'network' | 'encoding' | 'training' | 'sampling' | 'cadence'>): TrainingCost {
  const { training, sampling, cadence } = config
  const { total: multiplyAdds } = evaluationCost(config)
  const perStep = 2 * 3 * multiplyAdds * training.batchSize
  const perSampling = 2 * multiplyAdds * stages[sampling.solver] * sampling.solverSteps * sampling.points
  const samplings = Math.ceil(training.steps / cadence.evaluateEvery)
  return { multiplyAddsPerEvaluation: multiplyAdds, perStep, perSampling, samplings, total: training.steps * perStep + samplings * perSampling }
}

function summed(parts: EvaluationCost['parts']): EvaluationCost {
  return { total: parts.reduce((sum, part) => sum + part.multiplyAdds, 0), parts }
}
