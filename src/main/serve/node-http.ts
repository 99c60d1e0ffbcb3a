import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { pathParts } from '../path-parts.ts'
import type { RequestHead } from './guard.ts'

/** Between Node's HTTP server and the web's `Request` and `Response`, which Electron's protocol handler speaks too. */

function requestUrl(incoming: IncomingMessage): URL {
  // Slashes at the start would be taken for a host name.
  return new URL(`http://loopback/${(incoming.url ?? '/').replace(/^[/\\]+/, '')}`)
}

export function requestHead(incoming: IncomingMessage): RequestHead {
  const { host, origin, authorization, 'sec-websocket-protocol': protocols } = incoming.headers
  return { method: incoming.method ?? 'GET', parts: pathParts(requestUrl(incoming)), host, origin, authorization, protocols }
}

export function toRequest(incoming: IncomingMessage): Request {
  const method = incoming.method ?? 'GET'
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === 'string') headers.set(name, value)
  if (method === 'GET' || method === 'HEAD') return new Request(requestUrl(incoming), { method, headers })
  return new Request(requestUrl(incoming), { method, headers, body: Readable.toWeb(incoming) as BodyInit, duplex: 'half' } as RequestInit)
}

export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  if (response.body) await pipeline(Readable.fromWeb(response.body as ReadableStream), outgoing)
  else outgoing.end()
}
