import type { LayerKernels } from './layer-kernels.ts'

type Parts = Pick<LayerKernels,
  | 'convolution' | 'convolutionGradient' | 'transposedConvolution' | 'transposedConvolutionGradient' | 'groupNormSilu' | 'groupNormSiluGradient'
  | 'dense' | 'denseGradient' | 'silu' | 'siluGradient'>
type Blocks = Pick<LayerKernels, 'convolutionBlock' | 'convolutionBlockGradient' | 'denseSilu' | 'denseSiluGradient'>

/** Kernels for one layer at a time. */
export type SingleLayerKernels = Omit<LayerKernels, keyof Blocks>

/** The blocks of kernels that do their layers one by one. */
export function blocksOfParts(parts: Parts): Blocks {
  return {
    convolutionBlock(x, { filter, bias, scale, shift }, sampling, groups, added) {
      const convolved = sampling === 'doubled' ? parts.transposedConvolution(x, filter, bias) : parts.convolution(x, filter, bias, strideOf(sampling))
      const forward = parts.groupNormSilu(convolved, scale, shift, groups, added)
      convolved.dispose()
      return forward
    },
    convolutionBlockGradient(dy, x, forward, { filter, scale }, sampling, groups) {
      const { dx: dConvolved, dScale, dShift } = parts.groupNormSiluGradient(dy, forward, scale, groups)
      const gradient = sampling === 'doubled'
        ? parts.transposedConvolutionGradient(x, filter, dConvolved)
        : parts.convolutionGradient(x, filter, dConvolved, strideOf(sampling))
      dConvolved.dispose()
      return { ...gradient, dScale, dShift }
    },
    denseSilu(x, weight, bias) {
      const z = parts.dense(x, weight, bias)
      return { y: parts.silu(z), z }
    },
    denseSiluGradient(x, weight, z, dy) {
      const dz = parts.siluGradient(z, dy)
      const gradient = parts.denseGradient(x, weight, dz)
      dz.dispose()
      return gradient
    },
  }
}

const strideOf = (sampling: 'same' | 'halved') => (sampling === 'same' ? 1 : 2)
