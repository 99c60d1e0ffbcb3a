import * as tf from '@tensorflow/tfjs-core'

const { backend_util: util } = tf

/**
 * Registers the one kernel that tfjs's WebAssembly back end lacks for training a convolutional network: the gradient of a
 * convolution by its filter,
 *
 *   dW[u,v,c,k] = Σ_{b,i,j} x[b, s i + u - p, s j + v - p, c] · dy[b,i,j,k].
 *
 * Read with the channel c as the batch and the batch b as the channel, that is again a convolution: of the transposed input
 * xᵀ[c, h, w, b] with the transposed gradient dyᵀ[i, j, b, k] as its filter, whose taps lie a stride s apart (dilation s),
 * and with the same padding p. Rows that no window of the forward pass reached lengthen the result; they are cut off.
 *
 * NHWC, as the forward kernel; dilation 1, as tfjs's own gradient of the convolution demands.
 */
export function registerWasmConv2DBackpropFilter(): void {
  if (tf.getKernel(tf.Conv2DBackpropFilter, 'wasm')) return
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    // A kernel's intermediate operations are not recorded on the gradient tape, so plain ones may be used.
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as Record<'x' | 'dy', tf.Tensor4D>
      const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs
      const { padInfo, strideHeight, strideWidth } =
        util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode)
      const padding: tf.backend_util.ExplicitPadding =
        [[0, 0], [padInfo.top, padInfo.bottom], [padInfo.left, padInfo.right], [0, 0]]
      return tf.tidy(() => {
        const transposedInput = tf.transpose(x, [3, 1, 2, 0])
        const transposedGradient = tf.transpose(dy, [1, 2, 0, 3])
        const product = tf.conv2d(transposedInput, transposedGradient, 1, padding, 'NHWC', [strideHeight, strideWidth])
        const [height, width] = filterShape
        const filter = tf.slice(product, [0, 0, 0, 0], [-1, height, width, -1])
        return tf.transpose(filter, [1, 2, 0, 3])
      })
    },
  })
}
