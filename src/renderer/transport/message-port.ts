import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { HoloscopeBridge } from '../../shared/desktop.ts'
import type { Connection, HostClient } from './connection.ts'
import { httpFiles } from './websocket.ts'

declare global {
  interface Window {
    holoscope?: HoloscopeBridge
  }
}

/** Electron: calls over a MessagePort that the preload passes on, bytes over the window's own scheme; files on this machine are read where they lie. */
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
  const files = httpFiles('', {})
  const upload = async (file: File) => openedHandles.get(file) ?? (await bridge.openFile(file)) ?? files.upload(file)
  return { client, ...files, upload, closed, close: () => port.close() }
}

/** Files that the main process has opened for the window, which sees only their names. */
const openedHandles = new WeakMap<File, string>()

/** A file that the system handed over, for the import dialog: its bytes stay where they are, under the handle. */
export function openedFile(fileName: string, handle: string): File {
  const file = new File([], fileName)
  openedHandles.set(file, handle)
  return file
}
