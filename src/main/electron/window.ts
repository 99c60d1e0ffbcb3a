import { fileURLToPath } from 'node:url'
import { BrowserWindow, screen } from 'electron'
import { labOrigin } from './policies.ts'
import { webPreferences } from './web-preferences.ts'
import { leastSize, placeOf, type WindowState, writeWindowState } from './window-state.ts'

/** A window of the interface, where it was the last time; its place is kept when it closes. */
export function createWindow(state: WindowState | null, keepAt: string): BrowserWindow {
  const window = new BrowserWindow({
    ...placeOf(state, screen.getAllDisplays().map(({ workArea }) => workArea)),
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    title: 'Holoscope',
    webPreferences: webPreferences(fileURLToPath(new URL('../preload/index.cjs', import.meta.url))),
  })
  if (state?.maximized) window.maximize()
  if (state?.fullScreen) window.setFullScreen(true)
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    void writeWindowState(keepAt, { ...window.getNormalBounds(), maximized: window.isMaximized(), fullScreen: window.isFullScreen() })
  })
  void window.loadURL(`${labOrigin}/index.html`)
  return window
}
