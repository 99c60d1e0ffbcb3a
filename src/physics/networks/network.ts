import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'

/** A trainable array: its name in checkpoints, its shape, and the law of its initial values. */
export interface NamedParameter {
  readonly name: string
  readonly shape: readonly number[]
  readonly initial: InitialLaw
}

/** `uniform`: independent, on [-bound, bound). `constant`: all equal. */
export type InitialLaw = { readonly kind: 'uniform'; readonly bound: number } | { readonly kind: 'constant'; readonly value: number }

/**
 * A network is a list of parameters and a pure function of them. The weights come in the order of `parameters`; whoever
 * calls `apply` owns them, and owns the tensor that is returned. Differentiable with tf.grads in the weights.
 */
export interface Network {
  readonly parameters: readonly NamedParameter[]
  /**
   * `input` is `[B, …]`. `time` are the time features (`time-features.ts`), `[B, 128]`, or `[1, 128]` when all samples have
   * the same time.
   */
  apply(weights: readonly Tensor[], input: Tensor, time: Tensor2D, options?: ApplyOptions): Tensor
}

export interface ApplyOptions {
  /**
   * Gradients in the input are wanted (the divergence of a flow). In training it is data, and a network may save the pass
   * through its first layer.
   * @default false
   */
  inputGradient?: boolean
}

/** Number of weights in all. */
export function parameterCount(parameters: readonly NamedParameter[]): number {
  return parameters.reduce((sum, parameter) => sum + elementCount(parameter.shape), 0)
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}
