import { stream } from '../random/stream.ts'
import { elementCount, type InitialLaw, type NamedParameter } from './network.ts'

/**
 * PyTorch's default law for linear maps and convolutions: uniform in ±1/sqrt(fan-in), for the bias too. Fan-in is the number
 * of input channels times the kernel area; for transposed convolutions PyTorch counts the *output* channels.
 */
export function fanInLaw(fanIn: number): InitialLaw {
  return { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) }
}

export const zeros: InitialLaw = { kind: 'constant', value: 0 }
export const ones: InitialLaw = { kind: 'constant', value: 1 }

/**
 * Initial values of all parameters. Parameter number i draws from stream (seed, 'init', i), so that its values depend on
 * nothing but the seed, its place and its shape.
 */
export function initialValues(parameters: readonly NamedParameter[], seed: number): Float32Array[] {
  return parameters.map(({ shape, initial }, index) => {
    const values = new Float32Array(elementCount(shape))
    if (initial.kind === 'constant') return values.fill(initial.value)
    stream(seed, 'init', index).fillUniform(values, -initial.bound, initial.bound)
    return values
  })
}
