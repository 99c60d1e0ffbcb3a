import { app, BrowserWindow, dialog, ipcMain, Menu } from 'electron'
import { join } from 'node:path'
import { z } from 'zod'
import { desktopChannels } from '../../shared/desktop-channels.ts'
import { droppedPathSchema, type MenuCommand, menuCommandsSchema } from '../../shared/desktop.ts'
import { dataExtensions, dataFileTypes } from '../../shared/file-types.ts'
import { Problem } from '../../shared/problem.ts'
import type { Host } from '../host.ts'
import { guarded } from './guarded.ts'
import { Mail } from './mail.ts'
import { menuTemplate } from './menu.ts'
import { openPath } from './open-path.ts'
import { RecentFiles } from './recent-files.ts'
import { createWindow } from './window.ts'
import { readWindowState } from './window-state.ts'

/** What a desktop adds to the host: the window, its menus, and files that the system hands over. */
export class Desktop {
  readonly #host: Host
  readonly #mail = new Mail()
  readonly #recent: RecentFiles
  readonly #windowFile = join(app.getPath('userData'), 'window.json')
  #commands: readonly MenuCommand[] = []

  constructor(host: Host) {
    this.#host = host
    this.#recent = new RecentFiles(join(app.getPath('userData'), 'recent.json'), () => this.#showMenu())
  }

  get mail(): Pick<Mail, 'post'> {
    return this.#mail
  }

  async boot(): Promise<void> {
    await this.#recent.boot()
    this.#showMenu()
    this.#listen()
    await this.showWindow()
  }

  shutdown(): Promise<void> {
    return this.#recent.shutdown()
  }

  async showWindow(): Promise<void> {
    const [open] = BrowserWindow.getAllWindows()
    if (open) {
      if (open.isMinimized()) open.restore()
      open.focus()
      return
    }
    const window = createWindow(await readWindowState(this.#windowFile), this.#windowFile)
    // A page that loads anew says itself when it listens.
    window.webContents.on('did-start-loading', () => this.#mail.close())
    window.on('closed', () => this.#mail.close())
  }

  /** Opens a file or a run folder; what comes of it, or why nothing does, is told in the window. */
  async open(path: string): Promise<void> {
    try {
      const message = await openPath(this.#host, path)
      this.#recent.add(path)
      app.addRecentDocument(path)
      this.#mail.post(message)
    } catch (error) {
      this.#recent.remove(path)
      const { message, action } = error instanceof Problem ? error : new Problem('OpenFailed', `${path} could not be opened: ${String(error)}`)
      this.#mail.post({ type: 'problem', message, action })
    }
    await this.showWindow()
  }

  #listen(): void {
    ipcMain.on(desktopChannels.ready, guarded(z.undefined(), (_input, { sender }: Electron.IpcMainEvent) => {
      this.#mail.open((message) => sender.send(desktopChannels.message, message))
    }))
    ipcMain.on(desktopChannels.commands, guarded(menuCommandsSchema, (commands) => {
      this.#commands = commands
      this.#showMenu()
    }))
    ipcMain.on(desktopChannels.dropped, guarded(droppedPathSchema, (path) => void this.open(path)))
    ipcMain.handle(desktopChannels.file, guarded(droppedPathSchema, (path) => this.#host.dataSets.open(path)))
  }

  #showMenu(): void {
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, {
      commands: this.#commands,
      recent: this.#recent.files,
      run: (id) => this.#mail.post({ type: 'command', id }),
      openFiles: () => void this.#choose(['openFile', 'multiSelections']),
      openRunFolder: () => void this.#choose(['openDirectory']),
      open: (path) => void this.open(path),
      clearRecent: () => {
        this.#recent.clear()
        app.clearRecentDocuments()
      },
    })))
  }

  async #choose(properties: ('openFile' | 'openDirectory' | 'multiSelections')[]): Promise<void> {
    const filters = [
      { name: 'Data', extensions: [...dataExtensions] },
      ...dataFileTypes.map(({ name, extensions }) => ({ name, extensions: [...extensions] })),
    ]
    const { filePaths } = await dialog.showOpenDialog({ properties, ...(properties.includes('openFile') ? { filters } : {}) })
    for (const path of filePaths) await this.open(path)
  }
}
