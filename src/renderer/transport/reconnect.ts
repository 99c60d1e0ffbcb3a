import { ConnectionRefused, type Connect, type Connection } from './connection.ts'

export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused'

export interface ReconnectOptions {
  onState(state: ConnectionState): void
  onOpen(connection: Connection): void
  /** Waits this many milliseconds. @default setTimeout */
  wait?: (milliseconds: number) => Promise<void>
  /** First and longest pause between tries, in milliseconds. @default [250, 4000] */
  pause?: [number, number]
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/**
 * Keeps a connection open: tries again with growing pauses after a loss, and gives up only where the host says no.
 * Returns `stop()`.
 */
export function keepConnected(connect: Connect, options: ReconnectOptions): () => void {
  const wait = options.wait ?? sleep
  const [first, longest] = options.pause ?? [250, 4000]
  let stopped = false
  let current: Connection | null = null

  async function run(): Promise<void> {
    let everOpen = false
    let pause = first
    options.onState('connecting')
    while (!stopped) {
      try {
        current = await connect()
        if (stopped) break
        everOpen = true
        pause = first
        options.onState('open')
        options.onOpen(current)
        await current.closed
        current = null
        if (!stopped) options.onState('lost')
      } catch (error) {
        if (error instanceof ConnectionRefused) {
          options.onState('refused')
          return
        }
        if (!stopped) options.onState(everOpen ? 'lost' : 'connecting')
      }
      if (stopped) break
      await wait(pause)
      pause = Math.min(longest, pause * 1.7)
    }
    current?.close()
  }
  void run()
  return () => {
    stopped = true
    current?.close()
  }
}
