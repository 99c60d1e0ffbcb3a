import type { Problem } from '../../shared/problem.ts'
import type { RunState } from '../../shared/run.ts'

/** What stands in place of stored arrays (`what`, in the plural) while there are none. */
export function waitingText(what: string, state: RunState | undefined, problem: Problem | null): string {
  if (problem) return `${problem.message} ${problem.action ?? ''}`
  switch (state) {
    case 'queued': return `${what[0].toUpperCase()}${what.slice(1)} appear when the run has its turn.`
    case 'running': return `The first ${what} come with the first evaluation.`
    default: return `No ${what} were stored.`
  }
}
