import { join } from 'node:path'
import { RPCHandler } from '@orpc/server/ws'
import { createFileHandler } from '../file-handler.ts'
import { createHost, type Host, type HostOptions } from '../host.ts'
import { createRouter } from '../router.ts'
import { applicationRoot } from '../services/application.ts'
import { type LoopbackServer, type ServerLimits, startServer } from './server.ts'

export interface ServeOptions extends HostOptions {
  /** 0 lets the system choose. @default 0 */
  port?: number
  /** Folder of the built interface. @default out/renderer of the clone */
  bundle?: string
  limits?: Partial<ServerLimits>
}

export interface Serving {
  readonly host: Host
  readonly server: LoopbackServer
  /** Closes the sockets; trainers save and end. */
  close(): Promise<void>
}

/** The host behind a loopback server, for a browser here or at the other end of an SSH tunnel. */
export async function serve(options: ServeOptions = {}): Promise<Serving> {
  const host = await createHost({ startQueued: true, ...options })
  const calls = new RPCHandler(createRouter(host))
  try {
    const server = await startServer({
      port: options.port,
      limits: options.limits,
      handleFiles: createFileHandler(host, options.bundle ?? join(applicationRoot, 'out', 'renderer')),
      handleSocket: (socket) => void calls.upgrade(socket),
    })
    return {
      host, server,
      async close() {
        await server.close()
        await host.shutdown()
      },
    }
  } catch (error) {
    await host.shutdown()
    throw error
  }
}
