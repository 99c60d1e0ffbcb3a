import { Problem } from '../../../shared/problem.ts'

/** float32 has e^88; sinh of more than this has overflowed, or will in the next layer. */
export const largestSinhArgumentSingle = 80

const remedy = 'Train the map first (untrained, the RG direction iterates r → 2 sinh sinh r), lower the scalings, or take the asinh activation in generation.'

/** Code of the problem, for callers that go on without the field. */
export const numericOverflow = 'numericOverflow'

/** A field left the range of the numbers in a layer. */
export function overflowIn(direction: 'generation' | 'renormalisation', layer: number, kind: string): Problem {
  return new Problem(numericOverflow, `A field overflows in ${direction}, in a ${kind} of layer ${layer}: its numbers are not finite, or a modulus is too large for the activation.`, remedy)
}

/** For the tensor form: throws when `largestModulus` (`TensorMapResult`), once read, is beyond float32. */
export function refuseOverflow(largestModulus: number): void {
  if (largestModulus <= largestSinhArgumentSingle) return
  throw new Problem(numericOverflow, `A modulus of ${largestModulus.toPrecision(3)} went through a sinh; float32 holds ${largestSinhArgumentSingle} at most.`, remedy)
}
