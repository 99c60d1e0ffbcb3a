import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { type MenuCommand, menuCommandsSchema } from '../../shared/desktop.ts'
import { menuTemplate, type MenuParts } from './menu.ts'

const commands: MenuCommand[] = menuCommandsSchema.parse([
  { id: 'place.runs', title: 'Go to Runs', group: 'Places', keys: 'Alt+1', enabled: true },
  { id: 'run.pause', title: 'Pause this run', group: 'This run', keys: 'Alt+P', enabled: false },
  { id: 'edit.undo', title: 'Undo', group: 'Edit', keys: 'Mod+Z', enabled: true },
  { id: 'window.help', title: 'Keys & more', group: 'Window', keys: 'Mod+/', enabled: true },
  { id: 'other', title: 'Something new', group: 'Later', enabled: true },
])

function build(platform: NodeJS.Platform, recent: string[] = []) {
  const calls: string[] = []
  const parts: MenuParts = {
    commands, recent, run: (id) => calls.push(id), openFiles: () => calls.push('files'), openRunFolder: () => calls.push('folder'),
    open: (path) => calls.push(path), clearRecent: () => calls.push('clear'),
  }
  const menus = menuTemplate(platform, parts)
  const items = (label: string) => (menus.find((menu) => menu.label === label)?.submenu ?? []) as MenuItemConstructorOptions[]
  const choose = (item: MenuItemConstructorOptions | undefined) => (item?.click as unknown as () => void)()
  return { menus, items, calls, choose }
}

describe('the menus', () => {
  it('hold every command of the window once, under a menu for its group, greyed where it cannot be run', () => {
    const { menus, items, calls, choose } = build('linux')
    expect(menus.map(({ label, role }) => label ?? role)).toEqual(['File', 'Edit', 'View', 'Go', 'Run', 'Later', 'windowMenu'])
    const shown = menus.flatMap(({ submenu }) => (submenu ?? []) as MenuItemConstructorOptions[])
    for (const { title } of commands) expect(shown.filter(({ label }) => label === title.replaceAll('&', '&&'))).toHaveLength(1)
    expect(items('Run')[0].enabled).toBe(false)
    for (const menu of ['Go', 'Run', 'Edit', 'View', 'Later']) choose(items(menu)[0])
    expect(calls).toEqual(['place.runs', 'run.pause', 'edit.undo', 'window.help', 'other'])
  })

  it('show the window\'s shortcuts without taking them from it', () => {
    const { items } = build('linux')
    expect(items('Go')[0]).toMatchObject({ accelerator: 'Alt+1', registerAccelerator: false })
    expect(items('View')[0]).toMatchObject({ label: 'Keys && more', accelerator: 'CommandOrControl+/', registerAccelerator: false })
  })

  it.each(['linux', 'win32', 'darwin'] as const)('give no two items the same shortcut (%s)', (platform) => {
    const all = build(platform).menus.flatMap(({ submenu }) => (submenu ?? []) as MenuItemConstructorOptions[])
    const byRole: Record<string, string> = {
      undo: 'CommandOrControl+Z', redo: 'Shift+CommandOrControl+Z', cut: 'CommandOrControl+X', copy: 'CommandOrControl+C', paste: 'CommandOrControl+V',
      selectAll: 'CommandOrControl+A', reload: 'CommandOrControl+R', quit: 'CommandOrControl+Q', close: 'CommandOrControl+W', togglefullscreen: 'F11',
    }
    const keys = all.flatMap(({ accelerator, role }) => accelerator?.toString() ?? byRole[role ?? ''] ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('on a Mac begin with the app\'s own, and leave Command Z to the typing', () => {
    const { menus, items } = build('darwin')
    expect(menus[0].role).toBe('appMenu')
    expect(items('Edit').filter(({ role }) => role === 'undo' || role === 'redo')).toHaveLength(2)
    expect(items('Edit')[0].accelerator).toBeUndefined()
  })

  it('list recent files by what tells them apart, and can forget them', () => {
    const { items, calls, choose } = build('linux', ['/data/a & b.csv', '/runs/ads/run.holoscope'])
    const open = items('File').find(({ label }) => label === 'Open recent')
    const recent = open?.submenu as MenuItemConstructorOptions[]
    expect(recent.slice(0, 2).map(({ label }) => label)).toEqual(['a && b.csv  (/data)', 'ads  (/runs)'])
    for (const item of [recent[1], recent.at(-1)]) choose(item)
    expect(calls).toEqual(['/runs/ads/run.holoscope', 'clear'])
    expect(build('linux').items('File').find(({ label }) => label === 'Open recent')?.enabled).toBe(false)
  })
})
