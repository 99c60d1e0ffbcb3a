import { Problem } from '../../../shared/problem.ts'
import type { StudyState } from '../../study.ts'

/** A vector of a saved state; throws where it is missing or of another length. */
export function requireNumbers(state: StudyState, name: string, length: number): Float64Array {
  const data = state.get(name)?.data
  if (data instanceof Float64Array && data.length === length) return data
  throw doesNotFit(name, length)
}

/** The same of float32. */
export function requireSingles(state: StudyState, name: string, length: number): Float32Array {
  const data = state.get(name)?.data
  if (data instanceof Float32Array && data.length === length) return data
  throw doesNotFit(name, length)
}

function doesNotFit(name: string, length: number): Problem {
  return new Problem(
    'CheckpointMismatch', `The checkpoint does not fit this configuration: it holds no ${name} of ${length} numbers.`,
    'Resume with the configuration that the checkpoint was written with.',
  )
}
