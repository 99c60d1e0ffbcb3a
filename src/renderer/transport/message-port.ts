import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { Connection, HostClient } from './connection.ts'
import { httpFiles } from './websocket.ts'

/** What the preload exposes in Electron (`src/preload`). */
export interface HoloscopeBridge {
  /** Asks the main process for a fresh port to the host; it arrives as a window message with this `kind`. */
  openPort(): void
}
declare global {
  interface Window {
    holoscope?: HoloscopeBridge
  }
}

/** Electron: calls over a MessagePort that the preload passes on, bytes over the window's own scheme. */
export async function connectBridge(bridge: HoloscopeBridge): Promise<Connection> {
  const port = await new Promise<MessagePort>((resolve) => {
    const receive = (event: MessageEvent): void => {
      if (event.source !== window || event.data !== 'holoscope:port' || event.ports.length !== 1) return
      window.removeEventListener('message', receive)
      resolve(event.ports[0])
    }
    window.addEventListener('message', receive)
    bridge.openPort()
  })
  const closed = new Promise<void>((resolve) => port.addEventListener('close', () => resolve(), { once: true }))
  const client: HostClient = createORPCClient(new RPCLink({ port }))
  port.start()
  return { client, ...httpFiles('', {}), closed, close: () => port.close() }
}
