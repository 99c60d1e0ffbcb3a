/**
 * What windows may do, as pure functions of what Electron reports. Everything is refused that is not named here. Tested by
 * table; the rest of this folder only hands Electron's questions to them.
 */

/** The interface's own scheme and origin. */
export const labScheme = 'lab'
export const labOrigin = `${labScheme}://app`

/** Like https: a secure context with origins and `fetch`; no service workers, no bypass of the content policy, no cross-origin requests. */
export const labSchemePrivileges = { standard: true, secure: true, supportFetchAPI: true, stream: true } as const

/** Addresses that a window may show: the interface, and nothing else. */
export function mayNavigate(url: string): boolean {
  return originOf(url) === labOrigin
}

/** Who may ask the host: the top frame of the interface, which no other page can imitate. */
export function isTrustedSender(sender: { url: string; isTopFrame: boolean } | null): boolean {
  return sender !== null && sender.isTopFrame && originOf(sender.url) === labOrigin
}

const permissions: readonly string[] = ['clipboard-sanitized-write', 'fullscreen']

export function mayUse(permission: string, requestingOrigin: string): boolean {
  return permissions.includes(permission) && originOf(requestingOrigin) === labOrigin
}

/** The address to hand to the system's browser or mail program, or null. Programs and files are never opened by a link. */
export function externalLink(url: string): string | null {
  const parsed = parse(url)
  if (!parsed || parsed.username !== '' || parsed.password !== '') return null
  return parsed.protocol === 'https:' || parsed.protocol === 'mailto:' ? parsed.href : null
}

function originOf(url: string): string | null {
  const parsed = parse(url)
  // `URL.origin` is "null" for schemes that the web does not know.
  return parsed && parsed.username === '' && parsed.password === '' ? `${parsed.protocol}//${parsed.host}` : null
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null
}
