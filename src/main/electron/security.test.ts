import { EventEmitter } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import builderConfig from '../../../electron-builder.config.ts'
import { droppedPathSchema, menuCommandsSchema } from '../../shared/desktop.ts'
import { createFileHandler } from '../file-handler.ts'
import { createHost, type Host } from '../host.ts'
import { guardContents } from './contents-policy.ts'
import { guarded } from './guarded.ts'
import { externalLink, isTrustedSender, labSchemePrivileges, mayNavigate, mayUse } from './policies.ts'
import { webPreferences } from './web-preferences.ts'

/**
 * Electron's security checklist (its documentation, "Security", items 1 to 20) as this app answers it, a row a setting. What the
 * policies decide in detail is in `policies.test.ts`; that Electron obeys is for the specs that need its program (`e2e/desktop`).
 */
const source = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')
const entry = source('main.ts')
const preload = source('../../preload/index.ts')
const preferences = webPreferences('/app/out/preload/index.cjs')
const fuses = builderConfig.electronFuses!

let host: Host
let folder: string
let answer: (path: string) => Promise<Response>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holoscope-security-'))
  host = await createHost({ workspace: join(folder, 'home') })
  await mkdir(join(folder, 'bundle'))
  await writeFile(join(folder, 'bundle', 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  const handler = createFileHandler(host, join(folder, 'bundle'))
  answer = (path) => handler(new Request(`https://app${path}`))
})
afterAll(async () => {
  await host.shutdown()
  await rm(folder, { recursive: true, force: true })
})

/** A page under the app's policies: what it may do, and what was opened outside. */
function guardedPage() {
  const app = new EventEmitter()
  const opened: string[] = []
  guardContents(app as unknown as Parameters<typeof guardContents>[0], (url) => opened.push(url))
  let openWindow: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  const page = Object.assign(new EventEmitter(), { setWindowOpenHandler: (handler: typeof openWindow) => (openWindow = handler) })
  app.emit('web-contents-created', {}, page)
  const isStopped = (event: string, url: string) => {
    let stopped = false
    page.emit(event, { url, preventDefault: () => (stopped = true) })
    return stopped
  }
  return { isStopped, opened, open: (url: string) => openWindow({ url }) }
}

const policyOf = async () => new Map((await answer('/index.html')).headers.get('content-security-policy')!.split('; ').map((line) => {
  const [name, ...values] = line.split(' ')
  return [name, values.join(' ')]
}))

const rows: [item: number, setting: string, check: () => void | Promise<void>][] = [
  [1, 'only the bundle is loaded, through a scheme of its own', () => {
    expect(entry).toMatch(/protocol\.handle\(labScheme, createFileHandler\(/)
    expect(entry).not.toMatch(/loadURL|loadFile|ELECTRON_RENDERER_URL/)
    expect(source('window.ts').match(/load(URL|File)\(.*/g)).toEqual(['loadURL(`${labOrigin}/index.html`)'])
  }],
  [1, 'paths stay inside the bundle', async () => {
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/a/../../secret.txt']) {
      expect((await answer(path)).status, path).not.toBe(200)
    }
    expect((await answer('/')).status).toBe(200)
  }],
  [1, 'types are not guessed', async () => expect((await answer('/')).headers.get('x-content-type-options')).toBe('nosniff')],
  [2, 'nodeIntegration is off', () => expect(preferences.nodeIntegration).toBe(false)],
  [2, 'webviewTag is off', () => expect(preferences.webviewTag).toBe(false)],
  [3, 'contextIsolation is on', () => expect(preferences.contextIsolation).toBe(true)],
  [4, 'sandbox is on, for every process of the app', () => {
    expect(preferences.sandbox).toBe(true)
    expect(entry).toMatch(/^app\.enableSandbox\(\)/m)
  }],
  [5, 'permissions are refused, when asked for and when looked up, but for two', () => {
    expect(entry).toMatch(/setPermissionRequestHandler\([^\n]*mayUse\(/)
    expect(entry).toMatch(/setPermissionCheckHandler\([^\n]*mayUse\(/)
    const all = ['clipboard-read', 'clipboard-sanitized-write', 'display-capture', 'fileSystem', 'fullscreen', 'geolocation', 'hid', 'idle-detection', 'media', 'midi', 'notifications', 'openExternal', 'pointerLock', 'serial', 'usb', 'unknown']
    expect(all.filter((permission) => mayUse(permission, 'lab://app/'))).toEqual(['clipboard-sanitized-write', 'fullscreen'])
  }],
  [6, 'webSecurity is left on', () => expect(preferences).not.toHaveProperty('webSecurity')],
  [7, 'the content policy', async () => {
    expect(Object.fromEntries(await policyOf())).toEqual({
      'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'style-src-attr': "'unsafe-inline'", 'img-src': "'self' blob: data:",
      'font-src': "'self'", 'worker-src': "'self'", 'connect-src': "'self'", 'base-uri': "'none'", 'form-action': "'none'", 'frame-src': "'none'", 'frame-ancestors': "'none'",
    })
    expect(labSchemePrivileges).not.toHaveProperty('bypassCSP')
  }],
  [8, 'allowRunningInsecureContent is left off', () => expect(preferences).not.toHaveProperty('allowRunningInsecureContent')],
  [9, 'experimentalFeatures is left off', () => expect(preferences).not.toHaveProperty('experimentalFeatures')],
  [10, 'enableBlinkFeatures is not used', () => expect(preferences).not.toHaveProperty('enableBlinkFeatures')],
  [11, 'no page may attach a webview', () => expect(guardedPage().isStopped('will-attach-webview', '')).toBe(true)],
  [12, 'nor choose the options of one', () => expect(guardedPage().isStopped('will-attach-webview', 'lab://app/')).toBe(true)],
  [13, 'navigation stays in the interface', () => {
    const { isStopped } = guardedPage()
    for (const event of ['will-navigate', 'will-frame-navigate']) {
      expect(isStopped(event, 'https://example.org/')).toBe(true)
      expect(isStopped(event, 'lab://app/index.html#/runs')).toBe(false)
    }
    expect(isStopped('will-redirect', 'lab://app/')).toBe(true)
    expect(mayNavigate('file:///etc/passwd')).toBe(false)
  }],
  [14, 'no page opens a window', () => {
    const { open } = guardedPage()
    for (const url of ['https://example.org/', 'lab://app/', 'about:blank', 'file:///etc/passwd']) expect(open(url)).toEqual({ action: 'deny' })
  }],
  [15, 'only https and mailto links leave the app, as parsed', () => {
    const { open, opened } = guardedPage()
    for (const url of ['HTTPS://example.org', 'mailto:a@example.org', 'http://example.org/', 'file:///usr/bin/xterm', 'smb://host/share', 'javascript:alert(1)']) open(url)
    expect(opened).toEqual(['https://example.org/', 'mailto:a@example.org'])
    expect(externalLink('https://user:word@example.org')).toBeNull()
    expect(entry.match(/openExternal\(/g)).toHaveLength(1)
  }],
  [16, 'Electron is of a supported major, pinned exactly', () => {
    const { devDependencies } = z.object({ devDependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(source('../../../package.json')))
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
    expect(Number(devDependencies.electron.split('.')[0])).toBeGreaterThanOrEqual(45)
  }],
  [17, 'every message is from the top frame of the interface, and as its schema says', () => {
    expect(isTrustedSender({ url: 'https://evil.example/', isTopFrame: true })).toBe(false)
    const heard: unknown[] = []
    const listen = guarded(menuCommandsSchema, (commands) => heard.push(commands))
    const good = [{ id: 'a', title: 'A', group: 'G', enabled: true }]
    const top = { url: 'lab://app/index.html', parent: null }
    for (const [frame, input] of [
      [{ url: 'https://evil.example/', parent: null }, good], [{ ...top, parent: {} }, good], [null, good],
      [top, [{ id: 'a' }]], [top, 'x'], [top, Array.from({ length: 1000 }, () => good[0])],
    ] as const) expect(listen({ senderFrame: frame }, input)).toBeNull()
    expect(heard).toEqual([])
    listen({ senderFrame: top }, good)
    expect(heard).toEqual([good])
    expect(droppedPathSchema.safeParse('/a\0b').success).toBe(false)
    for (const file of [entry, source('desktop.ts')]) {
      for (const line of file.split('\n').filter((text) => /ipcMain\.(on|handle)\(/.test(text))) expect(line).toContain('guarded(')
    }
  }],
  [18, 'the scheme is a secure standard one, without a way around the checks of origin', () => {
    expect(labSchemePrivileges).toEqual({ standard: true, secure: true, supportFetchAPI: true, stream: true })
  }],
  [19, 'fuse RunAsNode is off', () => expect(fuses.runAsNode).toBe(false)],
  [19, 'fuse NodeOptions is off', () => expect(fuses.enableNodeOptionsEnvironmentVariable).toBe(false)],
  [19, 'fuse CliInspect is off', () => expect(fuses.enableNodeCliInspectArguments).toBe(false)],
  [19, 'fuse CookieEncryption is on', () => expect(fuses.enableCookieEncryption).toBe(true)],
  [19, 'fuse OnlyLoadAppFromAsar is on', () => {
    expect(fuses.onlyLoadAppFromAsar).toBe(true)
    expect(builderConfig.asar).toBe(true)
  }],
  [19, 'fuse AsarIntegrity is on', () => expect(fuses.enableEmbeddedAsarIntegrityValidation).toBe(true)],
  [19, 'fuse GrantFileProtocolExtraPrivileges is off', () => expect(fuses.grantFileProtocolExtraPrivileges).toBe(false)],
  [19, 'without RunAsNode no process is started as Node', () => {
    for (const file of [entry, source('spawn-with-electron.ts'), source('spawn-analysis-with-electron.ts'), source('run-with-electron.ts')]) expect(file).not.toMatch(/child_process|ELECTRON_RUN_AS_NODE/)
    expect(entry).toMatch(/createHost\(\{\s*spawner: spawnWithElectron, analysisSpawner: spawnAnalysisWithElectron, scriptRunner: runWithElectron/)
  }],
  [20, 'the preload exposes five functions, and nothing of Electron or of the process', () => {
    expect(preload.match(/exposeInMainWorld\(.*/g)).toEqual(["exposeInMainWorld('holoscope', bridge)"])
    expect([...preload.matchAll(/^ {2}(?:async )?(\w+)\(/gm)].map(([, name]) => name)).toEqual(['openPort', 'openFile', 'openDropped', 'showCommands', 'onMessage'])
    expect(preload).not.toMatch(/process\.|sendSync|ipcRenderer[,}\s]*$/m)
    // Channels are constants: a page cannot name one.
    for (const [, channel] of preload.matchAll(/ipcRenderer\.\w+\(([^,)]+)/g)) expect(channel).toMatch(/^desktopChannels\.\w+$/)
  }],
]

describe('the security checklist', () => {
  it.each(rows)('%i: %s', (_item, _setting, check) => check())

  it('has an answer to every item', () => {
    expect([...new Set(rows.map(([item]) => item))]).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  })
})
