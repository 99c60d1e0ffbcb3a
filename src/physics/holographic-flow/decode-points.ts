import type { EncodingConfig } from '../../shared/studies/holographic-flow/config.ts'
import type { ModeLattice } from './mode-lattice.ts'
import { positionField } from './position-field.ts'

/** Decoders that read the field alone; `source-decoder.ts` goes before them. */
export interface FieldDecoding {
  decoder: Exclude<EncodingConfig['decoder'], 'sourceReadout'>
  /** Grid points per axis of the soft-argmax. */
  decoderGrid: number
}

/** Sharpness of the soft-argmax: logits are this many standard deviations of the field. */
export const softArgmaxSharpness = 4

/**
 * Points `[N, 2]` from fields `[N, K, K, 2C]`; the float64 reference of the decoders. Errors for exact encodings at K = 16,
 * Delta = 1.5: soft-argmax (G = 128) 5e-6 up to |x| = 3.7, useless within 0.1 of the box edge; phase gradient 1e-14.
 * Spec: 5.5.
 */
export function decodePoints(phi: Float64Array, lattice: ModeLattice, options: FieldDecoding): Float64Array {
  const size = sampleSize(phi, lattice)
  const points = new Float64Array((2 * phi.length) / size)
  for (let n = 0; n * size < phi.length; n++) {
    points.set(decodeOne(phi.subarray(n * size, (n + 1) * size), lattice, options), 2 * n)
  }
  return points
}

function decodeOne(phi: Float64Array, lattice: ModeLattice, { decoder, decoderGrid }: FieldDecoding): [number, number] {
  switch (decoder) {
    case 'softArgmax':
      return softArgmax(phi, lattice, decoderGrid)
    case 'circularSoftArgmax':
      return circularSoftArgmax(phi, lattice, decoderGrid)
    case 'phaseGradient':
      return phaseGradient(phi, lattice)
  }
}

/** C = 2 channels in every planar state; a sample with one channel is decoded by calling a decoder itself. */
function sampleSize(phi: Float64Array, { modes }: ModeLattice): number {
  const size = modes * modes * 4
  if (phi.length % size !== 0) throw new RangeError(`${phi.length} numbers are no whole number of states of ${modes} × ${modes} modes and 4 planes`)
  return size
}

/** Mean grid coordinate under a softmax of the standardised field, for one sample `[K, K, 2C]`. */
export function softArgmax(phi: ArrayLike<number>, lattice: ModeLattice, grid: number): [number, number] {
  const weights = softmaxOfField(phi, lattice, grid)
  const coordinate = (index: number) => -lattice.boxLength / 2 + (index * lattice.boxLength) / grid
  let x = 0
  let y = 0
  for (let i = 0; i < weights.length; i++) {
    x += weights[i] * coordinate(Math.floor(i / grid))
    y += weights[i] * coordinate(i % grid)
  }
  return [x, y]
}

/** The same on the torus: the mean of e^(2πi x/L), so that the edge of the box is a place like any other. */
export function circularSoftArgmax(phi: ArrayLike<number>, lattice: ModeLattice, grid: number): [number, number] {
  const weights = softmaxOfField(phi, lattice, grid)
  const sums = { xCos: 0, xSin: 0, yCos: 0, ySin: 0 }
  for (let i = 0; i < weights.length; i++) {
    const angleX = (2 * Math.PI * Math.floor(i / grid)) / grid
    const angleY = (2 * Math.PI * (i % grid)) / grid
    sums.xCos += weights[i] * Math.cos(angleX)
    sums.xSin += weights[i] * Math.sin(angleX)
    sums.yCos += weights[i] * Math.cos(angleY)
    sums.ySin += weights[i] * Math.sin(angleY)
  }
  return [fromAngle(Math.atan2(sums.xSin, sums.xCos), lattice), fromAngle(Math.atan2(sums.ySin, sums.yCos), lattice)]
}

/**
 * x - y_min = -L/2π arg Σ phi_(k + Δk) conj(phi_k), without the pairs that step across the end of the frequency axis.
 * The sum comes before the argument: averaged angles would have their branch cut at the centre of the box.
 */
export function phaseGradient(phi: ArrayLike<number>, lattice: ModeLattice): [number, number] {
  const { modes } = lattice
  const planes = phi.length / (modes * modes)
  const angleAlong = (next: (i: number, j: number) => number | null) => {
    let real = 0
    let imaginary = 0
    for (let i = 0; i < modes; i++) {
      for (let j = 0; j < modes; j++) {
        const neighbour = next(i, j)
        if (neighbour === null) continue
        for (let plane = 0; plane < planes; plane += 2) {
          const a = neighbour * planes + plane
          const b = (i * modes + j) * planes + plane
          real += phi[a] * phi[b] + phi[a + 1] * phi[b + 1]
          imaginary += phi[a + 1] * phi[b] - phi[a] * phi[b + 1]
        }
      }
    }
    return -Math.atan2(imaginary, real)
  }
  // In FFT order the neighbour n + 1 is the next index, cyclically; n = K/2 - 1 has none.
  const last = modes / 2 - 1
  const x = angleAlong((i, j) => (i === last ? null : ((i + 1) % modes) * modes + j))
  const y = angleAlong((i, j) => (j === last ? null : i * modes + ((j + 1) % modes)))
  return [fromAngle(x, lattice), fromAngle(y, lattice)]
}

/** An angle of the torus as a coordinate in [-L/2, L/2). */
function fromAngle(angle: number, { boxLength }: ModeLattice): number {
  const turns = angle / (2 * Math.PI)
  return boxLength * (turns - Math.floor(turns)) - boxLength / 2
}

function softmaxOfField(phi: ArrayLike<number>, lattice: ModeLattice, grid: number): Float64Array {
  const weights = positionField(phi, lattice, grid)
  let sum = 0
  let largest = -Infinity
  for (const value of weights) {
    sum += value
    if (value > largest) largest = value
  }
  const mean = sum / weights.length
  let squares = 0
  for (const value of weights) squares += (value - mean) ** 2
  const deviation = Math.max(Math.sqrt(squares / (weights.length - 1)), 1e-6)
  let total = 0
  for (let i = 0; i < weights.length; i++) {
    weights[i] = Math.exp((softArgmaxSharpness * (weights[i] - largest)) / deviation)
    total += weights[i]
  }
  for (let i = 0; i < weights.length; i++) weights[i] /= total
  return weights
}
