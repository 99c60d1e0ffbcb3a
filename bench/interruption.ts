import { constants } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

/** What must end when the bench does: programs, hosts, folders. */
const open = new Set<() => Promise<void>>()
let ending = false

/** Remembers how to end something until the function that comes back is called. What is started when all ends, ends at once. */
export function endWithBench(end: () => Promise<void>): () => void {
  open.add(end)
  if (ending) void end()
  return () => void open.delete(end)
}

/**
 * Ctrl-C, the end of the terminal, `kill`: everything that was started ends, the latest first, and then this process with the
 * status that a shell expects.
 *
 * @param farewell what is still to be said or written, once nothing runs any more
 */
export function endOnSignal(farewell: () => Promise<void>): { readonly interrupted: boolean } {
  const state = { interrupted: false }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Impatience: a second Ctrl-C waits for nothing.
      if (state.interrupted) process.exit(128 + constants.signals[signal])
      state.interrupted = ending = true
      void (async () => {
        // What does not end in time ends with the pipe that it reads from.
        for (const end of [...open].reverse()) await Promise.race([end().catch((error: unknown) => console.error(error)), pause(15_000)])
        await farewell()
        process.exit(128 + constants.signals[signal])
      })()
    })
  }
  return state
}
