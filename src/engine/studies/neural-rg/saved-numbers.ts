import { Problem } from '../../../shared/problem.ts'
import type { StudyState } from '../../study.ts'

/** A vector of a saved state; throws where it is missing or of another length. */
export function requireNumbers(state: StudyState, name: string, length: number): Float64Array {
  const array = state.get(name)
  if (!(array?.data instanceof Float64Array) || array.data.length !== length) {
    throw new Problem(
      'CheckpointMismatch', `The checkpoint does not fit this configuration: it holds no ${name} of ${length} numbers.`,
      'Resume with the configuration that the checkpoint was written with.',
    )
  }
  return array.data
}
