import { connectBridge } from './message-port.ts'
import { takeToken } from './token.ts'
import { connectWebSocket } from './websocket.ts'
import type { Connect } from './connection.ts'

/** The way to the host that this window has: Electron's bridge where the preload put one, else the WebSocket of `serve`. */
export function chooseConnect(window: Window): Connect {
  const bridge = window.holoscope
  if (bridge) return () => connectBridge(bridge)
  const token = takeToken(window.location, window.sessionStorage, window.history)
  return () => connectWebSocket(window.location.origin, token)
}
