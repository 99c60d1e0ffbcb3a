import type { LayerKernels } from './layer-kernels.ts'

type Parts = Pick<LayerKernels,
  'convolution' | 'convolutionGradient' | 'transposedConvolution' | 'transposedConvolutionGradient' | 'groupNormSilu' | 'groupNormSiluGradient'>

/** The block of kernels that do its layers one by one. */
export function blockOfParts(parts: Parts): Pick<LayerKernels, 'convolutionBlock' | 'convolutionBlockGradient'> {
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
  }
}

const strideOf = (sampling: 'same' | 'halved') => (sampling === 'same' ? 1 : 2)
