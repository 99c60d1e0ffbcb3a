import { z } from 'zod'
import { countFcn, countMnistUnet, countSimpleUnet } from '../holographic-flow/parameter-counts.ts'
import { exactTimeFeatures } from '../holographic-flow/time-features.ts'
import { type Computation, computation } from './computation.ts'

const unet = {
  width: z.int().min(8).multipleOf(8).default(64).describe('Channels of the first level.'),
  depth: z.int().min(1).max(8).default(3).describe('Times the grid is halved.'),
}

export const networkEntries: Computation[] = [
  computation(
    'parameter-counts',
    'Weights and biases of the simple U-Net, the MNIST U-Net and the fully connected network, part by part.',
    z.discriminatedUnion('network', [
      z.object({
        network: z.literal('simple-unet'), ...unet,
        inPlanes: z.int().min(1).default(8).describe('4C'), outPlanes: z.int().min(1).default(4).describe('2C on the Hermite path, else 4C.'),
      }),
      z.object({
        network: z.literal('mnist-unet'), ...unet,
        inPlanes: z.int().min(1).default(4).describe('4C'), outPlanes: z.int().min(1).default(2).describe('2C on the Hermite path, else 4C.'),
      }),
      z.object({
        network: z.literal('fcn'), width: z.int().min(1).default(1442), hiddenLayers: z.int().min(1).default(6),
        inputs: z.int().min(1).default(4), outputs: z.int().min(1).default(4),
      }),
    ]),
    (input) => {
      switch (input.network) {
        case 'simple-unet':
          return { ...countSimpleUnet(input.width, input.depth, input.inPlanes, input.outPlanes) }
        case 'mnist-unet':
          return { ...countMnistUnet(input.width, input.depth, input.inPlanes, input.outPlanes) }
        case 'fcn':
          return { ...countFcn(input.width, input.hiddenLayers, input.inputs, input.outputs) }
      }
    },
  ),
  computation(
    'time-features',
    'The 128 numbers by which the networks know the time: sin(t ω_j), then cos(t ω_j), ω_j = 10^(−4j/64).',
    z.object({ t: z.number().min(0).max(1) }),
    ({ t }) => ({ t, features: [...exactTimeFeatures(t)] }),
  ),
]
