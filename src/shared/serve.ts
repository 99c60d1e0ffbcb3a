/**
 * How the interface reaches a host over `serve`. The printed address carries the session's token in its fragment, which
 * browsers never send: `http://127.0.0.1:PORT/#token=…`. The interface takes it from there, keeps it for the tab's session,
 * and removes it from the address bar.
 *
 * - Calls: a WebSocket at `rpcPath` with two protocols, `socketProtocol` and `tokenProtocol(token)`: the only header that a
 *   page may choose. The server checks it before there is a socket, and names the first one as its choice.
 * - Files (`files.ts`) and `sessionPath` (204: the token is right): HTTP with `Authorization: Bearer TOKEN`.
 */
export const rpcPath = '/rpc'
export const sessionPath = '/session'
export const tokenParameter = 'token'
export const socketProtocol = 'holoscope'
export const tokenProtocol = (token: string) => `token.${token}`
