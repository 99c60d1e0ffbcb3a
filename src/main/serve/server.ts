import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { sessionPath, socketProtocol, tokenParameter } from '../../shared/serve.ts'
import { securityHeaders } from '../security-headers.ts'
import { createToken, judgeRequest, judgeUpgrade } from './guard.ts'
import { requestHead, sendResponse, toRequest } from './node-http.ts'

export interface ServerOptions {
  /** 0 lets the system choose. @default 0 */
  port?: number
  handleFiles: (request: Request) => Promise<Response>
  /** Takes over a socket that has shown the token. */
  handleSocket: (socket: WebSocket) => void
  limits?: Partial<ServerLimits>
}

export interface ServerLimits {
  /** Largest message of a socket; a figure with its data is the largest one. @default 32 MiB */
  frameBytes: number
  /** Between two signs of life of a socket, in milliseconds. @default 30000 */
  pingMilliseconds: number
}

const defaultLimits: ServerLimits = { frameBytes: 32 * 2 ** 20, pingMilliseconds: 30_000 }

export interface LoopbackServer {
  readonly port: number
  readonly token: string
  /** What the user opens; holds the token in its fragment, which no browser sends and no server logs. */
  readonly address: string
  close(): Promise<void>
}

/** Serves the interface on 127.0.0.1 to whoever has the token of this launch. */
export async function startServer(options: ServerOptions): Promise<LoopbackServer> {
  const limits = { ...defaultLimits, ...options.limits }
  const token = createToken()
  const server = createServer({ requestTimeout: 300_000, headersTimeout: 10_000, maxHeaderSize: 16_384 })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.frameBytes, perMessageDeflate: false, handleProtocols: () => socketProtocol })

  server.on('request', (incoming, outgoing) => {
    const head = requestHead(incoming)
    const answer = async (): Promise<Response> => {
      const verdict = judgeRequest(head, token)
      if (!verdict.allowed) return refusal(verdict.status, verdict.reason)
      if (`/${head.parts?.join('/')}` === sessionPath) return new Response(null, { status: 204, headers: securityHeaders })
      return await options.handleFiles(toRequest(incoming))
    }
    answer().then((response) => sendResponse(response, outgoing)).catch((error: unknown) => {
      // A browser that has gone away is no news.
      if (!['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_UNABLE_TO_PIPE'].includes((error as NodeJS.ErrnoException).code ?? '')) console.error(error)
      if (!outgoing.headersSent) outgoing.writeHead(500, securityHeaders)
      outgoing.end()
    })
  })

  server.on('upgrade', (incoming, socket, head) => {
    socket.on('error', () => undefined)
    const verdict = judgeUpgrade(requestHead(incoming), token)
    if (!verdict.allowed) return refuseUpgrade(socket, verdict.status, verdict.reason)
    sockets.handleUpgrade(incoming, socket, head, (webSocket) => {
      webSocket.on('error', () => undefined) // an oversize frame: ws closes the socket itself, with code 1009
      keepAlive(webSocket, limits.pingMilliseconds)
      options.handleSocket(webSocket)
    })
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    port, token,
    address: `http://127.0.0.1:${port}/#${tokenParameter}=${token}`,
    async close() {
      for (const client of sockets.clients) {
        client.close(1001, 'The lab is closing.')
        setTimeout(() => client.terminate(), 500).unref()
      }
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), 1000).unref()
      })
    },
  }
}

/** Cuts off a peer that does not answer a ping, so that its streams end. */
function keepAlive(socket: WebSocket, milliseconds: number): void {
  let alive = true
  socket.on('pong', () => (alive = true))
  const timer = setInterval(() => {
    if (!alive) return socket.terminate()
    alive = false
    socket.ping()
  }, milliseconds)
  socket.once('close', () => clearInterval(timer))
}

/** The connection ends with a refusal: nothing else of what it sends is read. */
function refusal(status: number, text: string): Response {
  return Response.json({ message: text }, { status, headers: { ...securityHeaders, connection: 'close' } })
}

function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(reason)}\r\n\r\n${reason}`)
}
