import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { rpcPath, sessionPath, socketProtocol, tokenProtocol } from '../../shared/serve.ts'

/**
 * Who may talk to the loopback server: pure functions of a request's head, tested by table.
 *
 * Any page in the user's browser, and any program of any user of the machine, can reach a loopback port. The Host header
 * stops pages that re-bind their own name to 127.0.0.1, the Origin header stops pages of other origins, the token stops
 * everybody else.
 */

/** 256 bits from the system's generator, as URL-safe text. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/** In a time that does not tell how much of a guess is right; hashing makes the lengths equal. */
export function isToken(token: string, guess: unknown): boolean {
  if (typeof guess !== 'string') return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(token), digest(guess))
}

export function bearerToken(authorization: string | undefined): string | null {
  const match = /^Bearer ([A-Za-z0-9_-]{1,200})$/.exec(authorization ?? '')
  return match ? match[1] : null
}

const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i

/** Any port: the far end of an SSH tunnel has another one than the server. */
export function isLoopbackHost(host: string | undefined): host is string {
  return host !== undefined && loopbackHost.test(host)
}

/** The page that asks must come from the very address that it asks. A missing Origin is refused: browsers always send it. */
export function isOwnOrigin(origin: string | undefined, host: string): boolean {
  return origin !== undefined && origin.toLowerCase() === `http://${host.toLowerCase()}`
}

export interface RequestHead {
  method: string
  /** Of the path, decoded; null where it cannot be. */
  parts: string[] | null
  host: string | undefined
  origin: string | undefined
  authorization: string | undefined
  /** `Sec-WebSocket-Protocol`, as sent. */
  protocols: string | undefined
}

export type Verdict = { allowed: true } | { allowed: false; status: number; reason: string }

/** First parts of the paths that need the token. */
const guarded = ['files', sessionPath.slice(1)]

/** For HTTP. The bundle of the interface is open to whoever is let in by Host; everything else needs the token. */
export function judgeRequest(head: RequestHead, token: string): Verdict {
  if (!isLoopbackHost(head.host)) return refuse(421, 'This server answers only under a loopback address.')
  const reads = head.method === 'GET' || head.method === 'HEAD'
  if (!reads && head.method !== 'POST') return refuse(405, 'Only GET, HEAD and POST are known here.')
  if ((!reads || head.origin !== undefined) && !isOwnOrigin(head.origin, head.host)) return refuse(403, 'This request comes from another page.')
  if (head.parts === null) return refuse(400, 'This address is not a path.')
  if (!reads || guarded.includes(head.parts[0])) {
    if (!isToken(token, bearerToken(head.authorization))) return refuse(401, 'The token is missing or wrong. Open the address that the server printed.')
  }
  return { allowed: true }
}

/** For the upgrade to a WebSocket: without the token there is no socket, so that no frame is ever read from a stranger. */
export function judgeUpgrade(head: RequestHead, token: string): Verdict {
  if (!isLoopbackHost(head.host)) return refuse(421, 'This server answers only under a loopback address.')
  if (!isOwnOrigin(head.origin, head.host)) return refuse(403, 'This connection comes from another page.')
  if (`/${head.parts?.join('/')}` !== rpcPath) return refuse(404, 'There is no such socket.')
  const protocols = (head.protocols ?? '').split(',').map((protocol) => protocol.trim())
  const guesses = protocols.filter((protocol) => protocol !== socketProtocol)
  if (!protocols.includes(socketProtocol) || guesses.length !== 1 || !isToken(tokenProtocol(token), guesses[0])) {
    return refuse(401, 'The token is missing or wrong. Open the address that the server printed.')
  }
  return { allowed: true }
}

function refuse(status: number, reason: string): Verdict {
  return { allowed: false, status, reason }
}
