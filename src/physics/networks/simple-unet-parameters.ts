import { fanInLaw, ones, zeros } from './initial-values.ts'
import type { NamedParameter } from './network.ts'
import { timeFeatureCount } from './time-features.ts'

export interface SimpleUnetOptions {
  /** 4C for C field channels: real and imaginary planes of phi and of pi. */
  inputPlanes: number
  /** 4C, or 2C for a network that gives the velocity of pi alone. */
  outputPlanes: number
  /** Channels of the first level, a multiple of the 8 groups. */
  width: number
  /** Times the grid is halved. */
  depth: number
  /** The last layer starts at zero instead of at random. @default false */
  zeroInitialisedOutput?: boolean
}

/** Parameters of the simple U-Net in the order in which `simple-unet.ts` reads them. Spec: 7.1. */
export function simpleUnetParameters(options: SimpleUnetOptions): NamedParameter[] {
  const { inputPlanes, outputPlanes, width, depth } = options
  const deepest = width * 2 ** depth
  const levels = Array.from({ length: depth }, (_, level) => level)
  const output = convolutionParameters('output', width, outputPlanes)
  return [
    ...denseParameters('time.0', timeFeatureCount, 4 * width),
    ...denseParameters('time.1', 4 * width, width),
    ...convolutionParameters('input', inputPlanes, width),
    ...levels.flatMap((level) => {
      const channels = width * 2 ** level
      return [
        ...convolutionParameters(`down.${level}.halve`, channels, 2 * channels),
        ...normParameters(`down.${level}.norm0`, 2 * channels),
        ...convolutionParameters(`down.${level}.convolution`, 2 * channels, 2 * channels),
        ...normParameters(`down.${level}.norm1`, 2 * channels),
      ]
    }),
    ...convolutionParameters('middle.convolution', deepest, deepest),
    ...normParameters('middle.norm', deepest),
    ...levels.flatMap((level) => {
      const channels = deepest / 2 ** level
      return [
        ...transposedConvolutionParameters(`up.${level}.double`, channels, channels / 2),
        ...normParameters(`up.${level}.norm0`, channels / 2),
        ...convolutionParameters(`up.${level}.convolution`, channels / 2, channels / 2),
        ...normParameters(`up.${level}.norm1`, channels / 2),
      ]
    }),
    ...(options.zeroInitialisedOutput ? output.map((parameter) => ({ ...parameter, initial: zeros })) : output),
  ]
}

export function denseParameters(name: string, inputs: number, outputs: number): NamedParameter[] {
  const initial = fanInLaw(inputs)
  return [{ name: `${name}.weight`, shape: [inputs, outputs], initial }, { name: `${name}.bias`, shape: [outputs], initial }]
}

function convolutionParameters(name: string, inputs: number, outputs: number): NamedParameter[] {
  const initial = fanInLaw(inputs * 9)
  return [{ name: `${name}.weight`, shape: [3, 3, inputs, outputs], initial }, { name: `${name}.bias`, shape: [outputs], initial }]
}

function transposedConvolutionParameters(name: string, inputs: number, outputs: number): NamedParameter[] {
  const initial = fanInLaw(outputs * 16)
  return [{ name: `${name}.weight`, shape: [4, 4, outputs, inputs], initial }, { name: `${name}.bias`, shape: [outputs], initial }]
}

function normParameters(name: string, channels: number): NamedParameter[] {
  return [{ name: `${name}.scale`, shape: [channels], initial: ones }, { name: `${name}.shift`, shape: [channels], initial: zeros }]
}
