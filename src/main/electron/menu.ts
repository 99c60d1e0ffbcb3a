import { basename, dirname } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'
import { runFileType } from '../../shared/file-types.ts'
import type { MenuCommand } from '../../shared/desktop.ts'

export interface MenuParts {
  /** The window's registry: the palette's commands and shortcuts are the menus'. */
  commands: readonly MenuCommand[]
  recent: readonly string[]
  run(id: string): void
  openFiles(): void
  openRunFolder(): void
  open(path: string): void
  clearRecent(): void
}

/** Menus that are named otherwise than the registry's groups. */
const menuOfGroup: Readonly<Record<string, string>> = { Places: 'Go', 'This run': 'Run', Window: 'View' }

/** The menus of the system: its own roles, the files, and the commands of the window by their groups. */
export function menuTemplate(platform: NodeJS.Platform, parts: MenuParts): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const menus = new Map<string, MenuItemConstructorOptions[]>()
  for (const command of parts.commands) {
    const label = menuOfGroup[command.group] ?? command.group
    menus.set(label, [...(menus.get(label) ?? []), commandItem(command, parts)])
  }
  const further = [...menus].filter(([label]) => label !== 'View' && label !== 'Edit').map(([label, submenu]) => ({ label, submenu }))
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        { label: 'Open data…', accelerator: 'CommandOrControl+O', click: () => parts.openFiles() },
        { label: 'Open run folder…', accelerator: 'CommandOrControl+Shift+O', click: () => parts.openRunFolder() },
        { label: 'Open recent', submenu: recentItems(parts), enabled: parts.recent.length > 0 },
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { label: 'Edit', submenu: editItems(isMac, menus.get('Edit') ?? []) },
    {
      label: 'View',
      submenu: [
        ...(menus.get('View') ?? []), { type: 'separator' }, { role: 'reload' }, { type: 'separator' }, { role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' },
        { type: 'separator' }, { role: 'togglefullscreen' }, { role: 'toggleDevTools' },
      ],
    },
    ...further,
    { role: 'windowMenu' },
  ]
}

/** Undo and redo are the lab's; of typing, the page has its own. A Mac types through its menus, where the keys are the text's. */
function editItems(isMac: boolean, commands: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  const typing: MenuItemConstructorOptions[] = isMac ? [{ role: 'undo', label: 'Undo typing' }, { role: 'redo', label: 'Redo typing' }] : []
  const shown = isMac ? commands.map((item) => ({ ...item, accelerator: undefined })) : commands
  return [...shown, { type: 'separator' }, ...typing, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }]
}

function commandItem({ id, title, keys, enabled }: MenuCommand, parts: MenuParts): MenuItemConstructorOptions {
  // The window hears its shortcuts itself, and knows when a dialog keeps them; the menu only shows them.
  const shortcut = keys ? { accelerator: keys.replace('Mod', 'CommandOrControl'), registerAccelerator: false } : {}
  return { label: title.replaceAll('&', '&&'), enabled, ...shortcut, click: () => parts.run(id) }
}

function recentItems(parts: MenuParts): MenuItemConstructorOptions[] {
  return [
    ...parts.recent.map((path): MenuItemConstructorOptions => ({ label: recentLabel(path).replaceAll('&', '&&'), toolTip: path, click: () => parts.open(path) })),
    { type: 'separator' },
    { label: 'Clear', click: () => parts.clearRecent() },
  ]
}

/** A run is known by its folder, whose file has the same name everywhere. */
function recentLabel(path: string): string {
  const isStandIn = runFileType.extensions.some((extension) => path.endsWith(`.${extension}`)) || basename(path) === 'config.json'
  const place = isStandIn ? dirname(path) : path
  return `${basename(place)}  (${dirname(place)})`
}
