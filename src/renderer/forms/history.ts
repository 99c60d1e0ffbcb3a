/** States that a user can go back to. Changes of one thing in quick succession, or of one gesture, are a single step. */
export interface History<State> {
  /** Called before a change with the state that it replaces. `gesture` joins all changes that carry it, however slow. */
  note(before: State, subject: string, gesture?: string): void
  /** The state before the last step; `now` is kept for redo. Null where there is none. */
  undo(now: State): State | null
  redo(now: State): State | null
  readonly canUndo: boolean
  readonly canRedo: boolean
}

export interface HistoryOptions {
  /** Steps that are remembered. @default 200 */
  limit?: number
  /** Milliseconds within which changes of the same subject are one step. @default 700 */
  quiet?: number
  /** Milliseconds of any origin. @default performance.now */
  clock?: () => number
}

export function makeHistory<State>({ limit = 200, quiet = 700, clock = () => performance.now() }: HistoryOptions = {}): History<State> {
  const past: State[] = []
  const future: State[] = []
  /** What the newest step is about; null after going back or forth, so that the next change is a step of its own. */
  let newest: { subject: string; gesture: string | undefined; at: number } | null = null

  function go(from: State[], to: State[], now: State): State | null {
    const state = from.pop()
    if (state === undefined) return null
    to.push(now)
    newest = null
    return state
  }
  return {
    note(before, subject, gesture) {
      const at = clock()
      const same = newest !== null && newest.subject === subject && newest.gesture === gesture && (gesture !== undefined || at - newest.at < quiet)
      newest = { subject, gesture, at }
      future.length = 0
      if (same) return
      past.push(before)
      if (past.length > limit) past.shift()
    },
    undo: (now) => go(past, future, now),
    redo: (now) => go(future, past, now),
    get canUndo() {
      return past.length > 0
    },
    get canRedo() {
      return future.length > 0
    },
  }
}
