import { join } from 'node:path'
import { RPCHandler } from '@orpc/server/message-port'
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session, shell } from 'electron'
import { Problem } from '../../shared/problem.ts'
import { createFileHandler } from '../file-handler.ts'
import { createHost, type Host } from '../host.ts'
import { createRouter } from '../router.ts'
import { applicationRoot } from '../services/application.ts'
import { menuTemplate } from './menu.ts'
import { externalLink, isTrustedSender, labScheme, mayNavigate, mayUse } from './policies.ts'
import { spawnAnalysisWithElectron } from './spawn-analysis-with-electron.ts'
import { spawnWithElectron } from './spawn-with-electron.ts'
import { createWindow } from './window.ts'

/** The desktop entry: hands Electron's windows, scheme and ports to the host, and holds no logic of its own. */

app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: labScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
])

app.on('web-contents-created', (_event, contents) => {
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => {
    if (!mayNavigate(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    if (!mayNavigate(event.url)) event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    const link = externalLink(url)
    if (link) void shell.openExternal(link)
    return { action: 'deny' }
  })
})

if (app.requestSingleInstanceLock()) void start()
else app.quit()

async function start(): Promise<void> {
  await app.whenReady()
  try {
    const host = await createHost({ spawner: spawnWithElectron, analysisSpawner: spawnAnalysisWithElectron, startQueued: true })
    connect(host)
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)))
    createWindow()
    app.on('second-instance', showWindow)
    app.on('activate', showWindow)
    endWith(host)
  } catch (error) {
    const text = error instanceof Problem ? [error.message, error.action].filter(Boolean).join('\n\n') : String(error)
    dialog.showErrorBox('Holoscope could not start', text)
    app.exit(1)
  }
}

/** Files over `lab://`, calls over a MessagePort for each window that asks. */
function connect(host: Host): void {
  protocol.handle(labScheme, createFileHandler(host, join(applicationRoot, 'out', 'renderer')))
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => answer(mayUse(permission, requestingUrl)))
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => mayUse(permission, origin))
  const calls = new RPCHandler(createRouter(host))
  ipcMain.on('holoscope:open-port', ({ senderFrame, ports: [port] }) => {
    const sender = senderFrame && { url: senderFrame.url, isTopFrame: senderFrame.parent === null }
    if (!port || !isTrustedSender(sender)) return
    calls.upgrade(port)
    port.start()
  })
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) return createWindow()
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** Trainings are saved before the program ends; on macOS it stays when its window closes, as programs do there. */
function endWith(host: Host): void {
  let ended = false
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (ended) return
    event.preventDefault()
    host.shutdown().catch((error: unknown) => console.error(error)).finally(() => {
      ended = true
      app.quit()
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}
