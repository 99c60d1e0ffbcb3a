import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { HoloscopeBridge } from '../shared/desktop.ts'
import { desktopChannels } from '../shared/desktop-channels.ts'

/**
 * All that the window gets of Electron: named functions with fixed channels. The port goes on to the page as a message of its
 * own window, and what travels through it is the typed contract of `src/shared`.
 *
 * Only here is a file's path known: the page passes the file that somebody dropped, and cannot name a path of its own.
 */
const bridge: HoloscopeBridge = {
  openPort() {
    const { port1, port2 } = new MessageChannel()
    ipcRenderer.postMessage(desktopChannels.port, null, [port2])
    window.postMessage('holoscope:port', window.location.origin, [port1])
  },
  async openFile(file) {
    const path = webUtils.getPathForFile(file)
    const answer: unknown = path === '' ? null : await ipcRenderer.invoke(desktopChannels.file, path)
    return typeof answer === 'string' ? answer : null
  },
  openDropped(file) {
    const path = webUtils.getPathForFile(file)
    if (path !== '') ipcRenderer.send(desktopChannels.dropped, path)
    return path !== ''
  },
  showCommands(commands) {
    ipcRenderer.send(desktopChannels.commands, commands)
  },
  onMessage(listener) {
    ipcRenderer.on(desktopChannels.message, (_event, message: unknown) => listener(message))
    ipcRenderer.send(desktopChannels.ready)
  },
}

contextBridge.exposeInMainWorld('holoscope', bridge)
