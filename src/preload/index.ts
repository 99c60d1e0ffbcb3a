import { contextBridge, ipcRenderer } from 'electron'

/**
 * All that the window gets of Electron: one function, which asks for a port to the host. The port goes on to the page as a
 * message of its own window, and what travels through it is the typed contract of `src/shared`.
 */
contextBridge.exposeInMainWorld('holoscope', {
  openPort(): void {
    const { port1, port2 } = new MessageChannel()
    ipcRenderer.postMessage('holoscope:open-port', null, [port2])
    window.postMessage('holoscope:port', window.location.origin, [port1])
  },
})
