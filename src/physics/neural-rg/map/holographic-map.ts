import type { Scalar, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import type { MapOptions } from './map-options.ts'
import type { BulkLayout } from './layout.ts'

/**
 * The exact holographic map: a bijection G between a bulk field ζ of independent noise and a boundary field φ on the L × L
 * torus, made of layers of 2 × 2 blocks; every layer has one set of parameters for its disentanglers and one for its decimators
 * (arXiv 1903.00804, section II and appendix B; 1802.02840 for real fields).
 *
 *   generate      φ = G(ζ),       ln|det ∂φ/∂ζ|
 *   renormalize   ζ = G⁻¹(φ),     ln|det ∂ζ/∂φ|     (minus the other at the same point)
 *
 * The map itself holds no numbers: parameters are one flat vector, in the order of `parameters`. In float64 it works through a
 * `MapWorkspace` that owns all memory of a batch; `tensor-map.ts` is the same in tfjs ops for training.
 *
 * Fields are flat arrays `[B, L, L, C]`, row-major, with C = `components` real numbers a site: (re, im), or 1 for a real field.
 * ζ stands in place on the same lattice: `layout` says which site holds which bulk variable.
 */
export interface HolographicMap {
  readonly options: MapOptions
  readonly layout: BulkLayout
  /** Real numbers a site, C. */
  readonly components: 1 | 2
  /**
   * Layer ascending; in a layer repeat ascending; in a repeat disentangler, then decimator. A U(1) block has λ₀…λ₃, θ^a₀…₃,
   * θ^b₀…₃; the networks of the other blocks are listed in `rnvp-block.ts` and `coupling-block.ts`.
   */
  readonly parameters: readonly MapParameter[]
  readonly parameterCount: number
  /** What a training starts from: the ideal EHM for U(1) blocks (Haar wavelets), drawn weights for networks. */
  initialParameters(): Float64Array
  /** Memory for `batch` fields, in float64. */
  workspace(batch: number): MapWorkspace
}

/** A stretch of the flat parameter vector. */
export interface MapParameter {
  /** E.g. `layer.0.decimator.0.scaling`, `layer.2.disentangler.0.angles.a`. */
  readonly name: string
  readonly layer: number
  readonly block: BlockKind
  /** What it does, for learning rates of its own: ln of a scale, a rotation angle, a weight of a network. */
  readonly role: ParameterRole
  readonly shape: readonly number[]
  /** Where it begins in the flat vector. */
  readonly offset: number
  readonly count: number
}

export type BlockKind = 'disentangler' | 'decimator'
export type ParameterRole = 'scaling' | 'angle' | 'weight'

/**
 * The map in float64 for one batch size. All arrays are the caller's: `[B, L, L, C]` for fields, `[B]` for ln-dets. Nothing is
 * allocated in a call. Throws the `Problem` `numericOverflow` where a modulus leaves the range of float64 (the RG direction of
 * an untrained map iterates r → 2 sinh sinh r), so that no NaN ever comes out.
 */
export interface MapWorkspace {
  readonly batch: number
  /** Takes a copy; all later calls use it. */
  setParameters(parameters: ArrayLike<number>): void
  /** φ = G(ζ), ln|det ∂φ/∂ζ|. Remembers the way for the two functions that follow. */
  generate(zeta: Float64Array, phi: Float64Array, logDetJ: Float64Array): void
  /**
   * Reverse mode through the last `generate`: for a scalar f(φ, ln|det ∂φ/∂ζ|) with the given partial derivatives,
   * dZeta = ∂f/∂ζ and dParameters = ∂f/∂parameters, summed over the batch. Either may be null. Both are overwritten.
   *
   *   stage I       f = mean of S(φ) − ln|det|:   dPhi = ∂S/∂φ / B,  dLogDetJ = −1/B
   *   bulk force    U(ζ) = S(G ζ) − ln|det|:      dPhi = ∂S/∂φ,      dLogDetJ = −1,    dParameters null
   */
  pullBack(dPhi: Float64Array, dLogDetJ: Float64Array, dZeta: Float64Array | null, dParameters: Float64Array | null): void
  /**
   * ∂ln q(φ)/∂φ at the last generated φ, from ∂ln P(ζ)/∂ζ of the prior; ln q(φ) = ln P(ζ) − ln|det ∂φ/∂ζ|. The path gradient of
   * the loss is pullBack(∂S/∂φ + this, 0).
   */
  logDensitySlope(dLogPrior: Float64Array, dLogDensity: Float64Array): void
  /** ζ = G⁻¹(φ), ln|det ∂ζ/∂φ|. */
  renormalize(phi: Float64Array, zeta: Float64Array, logDetJ: Float64Array): void
}

/**
 * The map as differentiable tfjs ops in float32. Fields are `[B, L, L, C]`, ln-dets `[B]`, `parameters` the flat vector `[P]`.
 * Gradients flow into parameters and fields. The caller owns what is returned.
 */
export interface TensorMap {
  readonly map: HolographicMap
  generate(parameters: Tensor1D, zeta: Tensor4D): TensorMapResult
  renormalize(parameters: Tensor1D, phi: Tensor4D): TensorMapResult
}

export interface TensorMapResult {
  /** φ of generate, ζ of renormalize. */
  readonly field: Tensor4D
  /** ln|det ∂ output/∂ input|, `[B]`. */
  readonly logDetJ: Tensor1D
  /**
   * Largest modulus that went through a sinh; null where the direction has none. Above 80 float32 has overflowed: call
   * `refuseOverflow` (`overflow.ts`) with it before the numbers are believed.
   */
  readonly largestModulus: Scalar | null
}
