import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core'
import { decodePoints, type FieldDecoding, softArgmaxSharpness } from './decode-points.ts'
import type { ModeLattice } from './mode-lattice.ts'

/**
 * Points `[N, 2]` from fields phi `[N, K, K, 2C]`: `decode-points.ts` in tensors. The phase gradient takes 4 K² products a
 * point and stays in float64 on the host. Float32 adds errors of about 1e-6 of the box. Spec: 5.5.
 */
export async function decodeFields(
  phi: Tensor4D, lattice: ModeLattice, { decoder, decoderGrid }: FieldDecoding,
): Promise<Float64Array> {
  if (decoder === 'phaseGradient') return decodePoints(Float64Array.from(await phi.data<'float32'>()), lattice, { decoder, decoderGrid })
  const circular = decoder === 'circularSoftArgmax'
  const means = tf.tidy(() => meansUnderSoftmax(fieldOnGrid(phi, lattice, decoderGrid), coordinateFunctions(lattice, decoderGrid, circular)))
  const values = await means.data<'float32'>()
  means.dispose()
  return circular ? Float64Array.from({ length: values.length / 2 }, (_, i) => fromCircle(values[2 * i], values[2 * i + 1], lattice))
    : Float64Array.from(values)
}

/**
 * Re(E phi E^T)/K² with E_mj = e^(2πi m n_j/G), channels summed: `[N, G, G]`. Two real matrix products, each with real and
 * imaginary part side by side. Spec: 5.4.
 */
export function fieldOnGrid(phi: Tensor4D, { modes, integers }: ModeLattice, grid: number): Tensor3D {
  return tf.tidy(() => {
    const count = phi.shape[0]
    const cosine = new Float32Array(modes * grid)
    const sine = new Float32Array(modes * grid)
    for (let j = 0; j < modes; j++) {
      for (let m = 0; m < grid; m++) {
        const angle = (2 * Math.PI * ((integers[j] * m) % grid)) / grid
        cosine[j * grid + m] = Math.cos(angle)
        sine[j * grid + m] = Math.sin(angle)
      }
    }
    const c = tf.tensor2d(cosine, [modes, grid])
    const s = tf.tensor2d(sine, [modes, grid])
    // Channels summed: `[N K, K, 2]` → real and imaginary parts `[N K, 2K]`.
    const channels = tf.reshape(phi, [count * modes, modes, phi.shape[3] / 2, 2])
    const parts = tf.reshape(tf.transpose(tf.sum(channels, 2), [0, 2, 1]), [count * modes, 2 * modes])
    // Along y: (re + i im)(C + i S) → (re | im) `[N K, 2G]`.
    const alongY = tf.matMul(parts, tf.concat([tf.concat([c, s], 1), tf.concat([tf.neg(s), c], 1)], 0)) as Tensor2D
    // Along x the real part alone: C^T re - S^T im.
    const stacked = tf.reshape(tf.transpose(tf.reshape(alongY, [count, modes, 2, grid]), [0, 2, 1, 3]), [count, 2 * modes, grid])
    const rows = tf.div(tf.concat([c, tf.neg(s)], 0), modes * modes)
    return tf.matMul(tf.tile(tf.reshape(rows, [1, 2 * modes, grid]), [count, 1, 1]), stacked, true, false) as Tensor3D
  })
}

/** What is averaged: functions of one grid coordinate, `[G, f]`: x itself, or cosine and sine on the circle. */
function coordinateFunctions({ boxLength }: ModeLattice, grid: number, circular: boolean): Tensor2D {
  const index = Array.from({ length: grid }, (_, m) => m)
  return tf.tensor2d(circular
    ? index.map((m) => [Math.cos((2 * Math.PI * m) / grid), Math.sin((2 * Math.PI * m) / grid)])
    : index.map((m) => [-boxLength / 2 + (m * boxLength) / grid]))
}

/** Means of the functions along x and along y under the softmax of 4 × the standardised field: `[N, 2, f]`. */
function meansUnderSoftmax(field: Tensor3D, functions: Tensor2D): Tensor {
  const [count, grid] = field.shape
  const flat = tf.reshape(field, [count, grid * grid])
  const centred = tf.sub(flat, tf.mean(flat, 1, true))
  const variance = tf.div(tf.sum(tf.square(centred), 1, true), grid * grid - 1)
  const logits = tf.mul(centred, tf.div(softArgmaxSharpness, tf.maximum(tf.sqrt(variance), 1e-6)))
  const weights = tf.reshape(tf.softmax(logits), [count, grid, grid])
  const alongX = tf.matMul(tf.sum(weights, 2) as Tensor2D, functions)
  const alongY = tf.matMul(tf.sum(weights, 1) as Tensor2D, functions)
  return tf.stack([alongX, alongY], 1)
}

/** Coordinate in [-L/2, L/2) from a mean on the unit circle. */
function fromCircle(cosine: number, sine: number, { boxLength }: ModeLattice): number {
  const turns = Math.atan2(sine, cosine) / (2 * Math.PI)
  return boxLength * (turns - Math.floor(turns)) - boxLength / 2
}
