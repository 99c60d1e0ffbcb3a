import { fileURLToPath } from 'node:url'
import { BrowserWindow } from 'electron'
import { labOrigin } from './policies.ts'

/** A window of the interface: sandboxed, isolated, without Node. */
export function createWindow(): void {
  const window = new BrowserWindow({
    width: 1360,
    height: 880,
    minWidth: 760,
    minHeight: 540,
    show: false,
    title: 'Holoscope',
    webPreferences: {
      preload: fileURLToPath(new URL('../preload/index.cjs', import.meta.url)),
      contextIsolation: true,
      nodeIntegration: false,
      sandbox: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${labOrigin}/index.html`)
}
