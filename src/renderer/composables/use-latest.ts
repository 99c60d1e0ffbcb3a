import { onScopeDispose } from 'vue'

/**
 * One request under way, at most one waiting: a burst of inputs (a dragged slider) is answered as fast as the host
 * answers, and the last input always gets its answer. Results of a disposed scope are dropped.
 */
export function useLatest<Input, Output>(
  request: (input: Input) => Promise<Output>,
  onResult: (output: Output, input: Input) => void,
  onError: (error: unknown, input: Input) => void,
): (input: Input) => void {
  let busy = false
  let alive = true
  let waiting: { input: Input } | null = null
  onScopeDispose(() => (alive = false), true)

  async function run(input: Input): Promise<void> {
    busy = true
    try {
      const output = await request(input)
      if (alive) onResult(output, input)
    } catch (error) {
      if (alive) onError(error, input)
    } finally {
      busy = false
      const next = waiting
      waiting = null
      if (alive && next) void run(next.input)
    }
  }
  return (input) => {
    if (busy) waiting = { input }
    else void run(input)
  }
}
