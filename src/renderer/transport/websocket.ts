import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { Problem } from '../../shared/problem.ts'
import { filePaths } from '../../shared/files.ts'
import { rpcPath, sessionPath, socketProtocol, tokenProtocol } from '../../shared/serve.ts'
import { ConnectionRefused, type Connection, type HostClient } from './connection.ts'

/** Longest wait for the socket to open, in milliseconds. */
const openTimeout = 8000

/** `serve`: one WebSocket for calls, HTTP for bytes, both guarded by the session's token. */
export async function connectWebSocket(origin: string, token: string | null): Promise<Connection> {
  if (token === null) throw new ConnectionRefused('No token.')
  const authorization = { authorization: `Bearer ${token}` }
  // The browser hides the reason of a refused upgrade: ask over HTTP first, where a wrong token is a clear answer.
  const probe = await fetch(sessionPath, { headers: authorization, signal: AbortSignal.timeout(openTimeout) })
  if (probe.status === 401 || probe.status === 403) throw new ConnectionRefused('The host refused the token.')

  const socket = new WebSocket(origin.replace(/^http/, 'ws') + rpcPath, [socketProtocol, tokenProtocol(token)])
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve(), { once: true }))
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.close()
      reject(new Error('The host did not open the socket.'))
    }, openTimeout)
    socket.addEventListener('open', () => (clearTimeout(timer), resolve()), { once: true })
    socket.addEventListener('error', () => (clearTimeout(timer), reject(new Error('The socket failed.'))), { once: true })
  })
  const client: HostClient = createORPCClient(new RPCLink({ websocket: socket }))
  return { client, ...httpFiles(origin, authorization), closed, close: () => socket.close() }
}

/** Bytes over HTTP, with the given headers; the same for `serve` and for Electron's own scheme. */
export function httpFiles(origin: string, headers: Record<string, string>): Pick<Connection, 'fetchBytes' | 'upload'> {
  return {
    async fetchBytes(path, signal) {
      const response = await fetch(origin + path, { headers, signal })
      if (!response.ok) throw await refusal(response, `The file ${path.split('/').at(-1)} could not be read.`)
      return new Uint8Array(await response.arrayBuffer())
    },
    async upload(file) {
      const response = await fetch(origin + filePaths.upload(file.name), { method: 'POST', headers, body: file })
      if (!response.ok) throw await refusal(response, `${file.name} could not be handed to the host.`)
      const answer: unknown = await response.json()
      if (typeof answer === 'object' && answer !== null && 'upload' in answer && typeof answer.upload === 'string') return answer.upload
      throw new Problem('BadUpload', `${file.name} could not be handed to the host: it answered without a handle.`)
    },
  }
}

async function refusal(response: Response, fallback: string): Promise<Problem> {
  const answer: unknown = await response.json().catch(() => null)
  if (typeof answer === 'object' && answer !== null && 'message' in answer && typeof answer.message === 'string') {
    const action = 'action' in answer && typeof answer.action === 'string' ? answer.action : undefined
    return new Problem('FileRefused', answer.message, action)
  }
  return new Problem('FileRefused', `${fallback} (status ${response.status})`)
}
