import type { HolographicFlowConfig } from '../../shared/studies/holographic-flow/config.ts'
import { variantOf } from './variants.ts'

/** Weights and biases of each part of a network, in the order in which it is evaluated; closed forms. Spec: 7. */
export interface ParameterCount {
  total: number
  parts: { name: string; count: number }[]
}

/** Numbers that describe the time. */
const timeFeatures = 128
const dense = (inputs: number, outputs: number) => inputs * outputs + outputs
const convolution = (kernel: number, inputs: number, outputs: number) => kernel ** 2 * inputs * outputs + outputs
const groupNorm = (channels: number) => 2 * channels

/** Simple U-Net (7.1): time added once, skips added. */
export function countSimpleUnet(width: number, depth: number, inPlanes: number, outPlanes: number): ParameterCount {
  const levels = Array.from({ length: depth }, (_, level) => width * 2 ** level)
  const deepest = width * 2 ** depth
  return summed([
    { name: 'time', count: dense(timeFeatures, 4 * width) + dense(4 * width, width) },
    { name: 'input', count: convolution(3, inPlanes, width) },
    ...levels.map((c, i) => ({
      name: `down ${i + 1}`, count: convolution(3, c, 2 * c) + convolution(3, 2 * c, 2 * c) + 2 * groupNorm(2 * c),
    })),
    { name: 'middle', count: convolution(3, deepest, deepest) + groupNorm(deepest) },
    ...levels.toReversed().map((c, i) => ({
      name: `up ${i + 1}`, count: convolution(4, 2 * c, c) + convolution(3, c, c) + 2 * groupNorm(c),
    })),
    { name: 'output', count: convolution(3, width, outPlanes) },
  ])
}

/** U-Net of the MNIST runs (7.2): time enters every block, skips are concatenated. */
export function countMnistUnet(width: number, depth: number, inPlanes: number, outPlanes: number): ParameterCount {
  const time = 128
  const levels = Array.from({ length: depth }, (_, level) => width * 2 ** level)
  const deepest = width * 2 ** depth
  return summed([
    { name: 'time', count: dense(timeFeatures, 512) + dense(512, time) },
    { name: 'input', count: convolution(3, inPlanes, width) },
    ...levels.map((c, i) => ({
      name: `down ${i + 1}`,
      count: convolution(3, c, 2 * c) + dense(time, 2 * c) + convolution(3, 2 * c, 2 * c) + 2 * groupNorm(2 * c),
    })),
    { name: 'middle', count: 2 * convolution(3, deepest, deepest) + dense(time, deepest) + 2 * groupNorm(deepest) },
    ...levels.toReversed().map((c, i) => ({
      name: `up ${i + 1}`,
      count: convolution(4, 2 * c, c) + convolution(1, 2 * c, c) + dense(time, c) + convolution(3, c, c) + 2 * groupNorm(c),
    })),
    { name: 'output', count: groupNorm(width) + convolution(3, width, outPlanes) },
  ])
}

/** Fully connected network (7.3) on coordinates, momenta and time features. */
export function countFcn(width: number, hiddenLayers: number, inputs: number, outputs: number): ParameterCount {
  return summed([
    { name: 'input', count: dense(inputs + timeFeatures, width) },
    { name: 'hidden', count: (hiddenLayers - 1) * dense(width, width) },
    { name: 'output', count: dense(width, outputs) },
  ])
}

/** The network of a configuration. */
export function parameterCount(config: Pick<HolographicFlowConfig, 'model' | 'network'>): ParameterCount {
  const { inPlanes, outPlanes } = variantOf(config)
  const { network } = config
  switch (network.kind) {
    case 'unet':
      return countSimpleUnet(network.width, network.depth, inPlanes, outPlanes)
    case 'fcn':
      return countFcn(network.width, network.hiddenLayers, inPlanes, outPlanes)
  }
}

function summed(parts: ParameterCount['parts']): ParameterCount {
  return { total: parts.reduce((sum, part) => sum + part.count, 0), parts }
}
