import { join } from 'node:path'
import { RPCHandler } from '@orpc/server/message-port'
import { app, dialog, ipcMain, protocol, session, shell } from 'electron'
import { z } from 'zod'
import { unpackedPath } from '../../engine/files/sibling-script.ts'
import { desktopChannels } from '../../shared/desktop-channels.ts'
import { Problem } from '../../shared/problem.ts'
import { createFileHandler } from '../file-handler.ts'
import { createHost, type Host } from '../host.ts'
import { createRouter } from '../router.ts'
import { applicationRoot } from '../services/application.ts'
import { guardContents } from './contents-policy.ts'
import { Desktop } from './desktop.ts'
import { guarded } from './guarded.ts'
import { launchFiles } from './launch-files.ts'
import { labScheme, labSchemePrivileges, mayUse } from './policies.ts'
import { runWithElectron } from './run-with-electron.ts'
import { packagedRuntimeStep, provideRuntime } from './runtime.ts'
import { spawnAnalysisWithElectron } from './spawn-analysis-with-electron.ts'
import { spawnWithElectron } from './spawn-with-electron.ts'

/** The desktop entry: hands Electron's windows, scheme and ports to the host, and holds no logic of its own. */

app.enableSandbox()
protocol.registerSchemesAsPrivileged([{ scheme: labScheme, privileges: { ...labSchemePrivileges } }])
guardContents(app, (url) => void shell.openExternal(url))

/** Files to open before there is a window; afterwards they are opened at once. */
let openNow = (path: string): void => void waiting.push(path)
const waiting = launchFiles(process.argv, process.cwd(), app.isPackaged)
app.on('open-file', (event, path) => {
  event.preventDefault()
  openNow(path)
})

// A second start hands its files to the first, with paths that it resolved itself, and ends.
if (app.requestSingleInstanceLock({ files: waiting })) void start()
else app.quit()

async function start(): Promise<void> {
  await app.whenReady()
  try {
    const step = app.isPackaged ? await packagedRuntimeStep(unpackedPath(applicationRoot)) : null
    if (step?.folder && step.isWhole()) await provideRuntime(step, process.env, () => undefined)
    const host = await createHost({
      spawner: spawnWithElectron, analysisSpawner: spawnAnalysisWithElectron, scriptRunner: runWithElectron, startQueued: true,
    })
    connect(host)
    const desktop = new Desktop(host)
    await desktop.boot()
    openNow = (path) => void desktop.open(path)
    for (const path of waiting) await desktop.open(path)
    app.on('second-instance', (_event, _commandLine, _folder, data) => {
      const { files } = z.object({ files: z.array(z.string()) }).catch({ files: [] }).parse(data)
      if (files.length === 0) void desktop.showWindow()
      for (const path of files) openNow(path)
    })
    app.on('activate', () => void desktop.showWindow())
    endWith(host, desktop)
    if (step && !step.isWhole() && (await provideRuntime(step, process.env, (message) => desktop.mail.post(message)))) host.system.forget()
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
  ipcMain.on(desktopChannels.port, guarded(z.null(), (_input, { ports: [port] }: Electron.IpcMainEvent) => {
    if (!port) return
    calls.upgrade(port)
    port.start()
  }))
}

/** Trainings are saved before the program ends; on macOS it stays when its window closes, as programs do there. */
function endWith(host: Host, desktop: Desktop): void {
  let ended = false
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (ended) return
    event.preventDefault()
    Promise.all([host.shutdown(), desktop.shutdown()]).catch((error: unknown) => console.error(error)).finally(() => {
      ended = true
      app.quit()
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}
