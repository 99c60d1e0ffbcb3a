import { type TrainerCommand, trainerCommandSchema, type TrainerEvent } from '../../shared/trainer-messages.ts'

/** The line of a trainer, or of another process that the host started, to its host: Node's IPC channel, Electron's `parentPort`, or nobody (started by hand). */
export interface HostLink<Event = TrainerEvent> {
  readonly connected: boolean
  send(event: Event): void
  onCommand(listener: (command: TrainerCommand) => void): void
  /** The host is gone. */
  onDisconnect(listener: () => void): void
  /** Resolves when everything sent was handed over. */
  close(): Promise<void>
}

/** The part of Electron's `process.parentPort` that is used here. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
}

export function connectHost<Event = TrainerEvent>(): HostLink<Event> {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort }
  if (parentPort) return electronLink(parentPort)
  return process.send ? nodeLink() : noLink
}

function nodeLink<Event>(): HostLink<Event> {
  let pending = Promise.resolve()
  return {
    get connected() {
      return process.connected
    },
    send(event) {
      if (!process.connected) return
      pending = new Promise((resume) => {
        // A failure to send means that the host has gone, which `disconnect` reports.
        process.send?.(event, undefined, undefined, () => resume())
      })
    },
    onCommand: (listener) => process.on('message', (message) => deliver(message, listener)),
    onDisconnect: (listener) => process.on('disconnect', listener),
    async close() {
      await pending
      if (process.connected) process.disconnect()
    },
  }
}

function electronLink<Event>(port: ParentPort): HostLink<Event> {
  return {
    connected: true,
    send: (event) => port.postMessage(event),
    onCommand: (listener) => port.on('message', ({ data }) => deliver(data, listener)),
    onDisconnect: (listener) => port.on('close', listener),
    close: () => new Promise((resume) => setTimeout(resume, 50)), // the port does not say when it has delivered
  }
}

const noLink: HostLink<unknown> = {
  connected: false,
  send: () => undefined,
  onCommand: () => undefined,
  onDisconnect: () => undefined,
  close: async () => undefined,
}

function deliver(message: unknown, listener: (command: TrainerCommand) => void): void {
  const parsed = trainerCommandSchema.safeParse(message)
  if (parsed.success) listener(parsed.data)
  else console.error(`A message from the host is no command: ${JSON.stringify(message)}`)
}
