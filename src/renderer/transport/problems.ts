import { ORPCError } from '@orpc/client'
import { Problem } from '../../shared/problem.ts'

/** Anything that was thrown, as a message for people: expected failures keep their own words. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof ORPCError) {
    if (error.code === 'PROBLEM') {
      const data = error.data as { code: string; action?: string }
      return new Problem(data.code, error.message, data.action)
    }
    if (error.code === 'INTERNAL_SERVER_ERROR') {
      return new Problem('Unexpected', 'The host met something that it did not expect.', 'Its log says more; runs on disk are not affected.')
    }
    return new Problem(error.code, error.message)
  }
  if (error instanceof Error && error.name === 'AbortError') return new Problem('HostGone', 'The host did not answer.', 'Try again when it is back.')
  return new Problem('Unexpected', error instanceof Error ? error.message : String(error))
}
