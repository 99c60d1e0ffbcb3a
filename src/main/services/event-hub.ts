import type { HostEvent } from '../../shared/contract.ts'

type Listener = (event: HostEvent) => void

/** Least time between two batches for one window: oRPC has no back-pressure, so what comes faster is merged here. */
const batchMilliseconds = 50

/** Where services say what changed, and windows hear it. */
export class EventHub {
  readonly #listeners = new Set<Listener>()

  publish(event: HostEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** Every event, at once. Returns the way to stop. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Events for a window, merged while it was not looking: the latest summary and progress of a run, all its lines. */
  async *stream(signal?: AbortSignal): AsyncGenerator<HostEvent, void> {
    const pending = new PendingEvents()
    let wake: () => void = () => undefined
    const stop = this.listen((event) => {
      pending.add(event)
      wake()
    })
    const onAbort = () => wake()
    signal?.addEventListener('abort', onAbort)
    try {
      while (!signal?.aborted) {
        const batch = pending.take()
        for (const event of batch) yield event
        if (batch.length > 0) await new Promise((resume) => setTimeout(resume, batchMilliseconds))
        else await new Promise<void>((resume) => (wake = resume))
      }
    } finally {
      stop()
      signal?.removeEventListener('abort', onAbort)
    }
  }
}

/** Events that wait for one window, in the order in which their subjects were first heard of. */
export class PendingEvents {
  readonly #byKey = new Map<string, HostEvent>()

  add(event: HostEvent): void {
    const key = subject(event)
    const waiting = this.#byKey.get(key)
    if (event.type === 'metrics' && waiting?.type === 'metrics') {
      this.#byKey.set(key, { ...event, lines: [...waiting.lines, ...event.lines] })
    } else {
      this.#byKey.set(key, event)
    }
  }

  take(): HostEvent[] {
    const events = [...this.#byKey.values()]
    this.#byKey.clear()
    return events
  }
}

function subject(event: HostEvent): string {
  switch (event.type) {
    case 'run': return `run ${event.summary.id}`
    case 'runRemoved':
    case 'progress':
    case 'metrics': return `${event.type} ${event.id}`
    case 'analysis': return `analysis ${event.id} ${event.kind} ${event.step} ${event.seed}`
    case 'artifact': return `artifact ${event.id} ${event.artifact.file}`
    case 'dataSets':
    case 'settings': return event.type
  }
}
