import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { electronBinary } from '../scripts/setup/steps/electron.mjs'
import { windowObstacle } from '../scripts/setup/start-window.mjs'
import type { DesktopMessage, MenuCommand } from '../src/shared/desktop.ts'
import { expect, test } from './test.ts'

declare global {
  interface Window {
    shownCommands: MenuCommand[]
    tell(message: DesktopMessage): void
  }
}

test('a desktop window hands its commands to the menus, obeys them, and tells of TensorFlow on its way', async ({ page, lab }) => {
  // What the preload would expose; the host behind it stays silent.
  await page.addInitScript(() => {
    window.holoscope = {
      openPort: () => undefined, openFile: async () => null, openDropped: () => true,
      showCommands: (commands) => (window.shownCommands = commands), onMessage: (listener) => (window.tell = listener),
    }
  })
  await page.goto(new URL(lab.address).origin)
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible()
  const commands = await page.evaluate(() => window.shownCommands)
  expect(commands.find(({ id }) => id === 'window.palette')).toMatchObject({ title: 'All commands', keys: 'Mod+K', enabled: true })
  expect(commands.find(({ id }) => id === 'run.pause')?.enabled).toBe(false)

  await page.evaluate(() => window.tell({ type: 'command', id: 'window.palette' }))
  await expect(page.getByRole('combobox', { name: 'Search commands and runs' })).toBeFocused()
  await page.keyboard.press('Escape')

  await page.evaluate(() => window.tell({ type: 'runtime', state: 'fetching', text: 'Fetching TensorFlow, once.', share: 0.43 }))
  await expect(page.getByRole('progressbar', { name: 'TensorFlow fetched' })).toHaveAttribute('aria-valuenow', '43')
  await page.evaluate(() => window.tell({ type: 'runtime', state: 'failed', text: 'TensorFlow could not be fetched.', action: 'Install python3-pip.', share: null }))
  await expect(page.getByText('Install python3-pip.')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByText('TensorFlow could not be fetched.')).toBeHidden()
})

/** The second tier: the same app in Electron's own program, where there is one. */
test.describe('in Electron', () => {
  const program = electronBinary()
  const obstacle = program === null ? 'Electron\'s program is not installed (npm start fetches it)' : windowObstacle()
  test.skip(obstacle !== null, obstacle ?? '')
  let home: string
  let app: ElectronApplication

  test.beforeAll(() => {
    execFileSync(process.execPath, ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'error'])
  })
  test.beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'holoscope-electron-'))
  })
  test.afterEach(async () => {
    await app.close()
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  /** Starts the app with a workspace and a profile of its own. */
  async function start(...files: string[]): Promise<Page> {
    app = await _electron.launch({
      executablePath: program ?? '', args: ['.', `--user-data-dir=${join(home, 'profile')}`, ...files], env: { ...process.env as Record<string, string>, HOLOSCOPE_HOME: join(home, 'lab') },
    })
    const page = await app.firstWindow()
    await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible()
    return page
  }

  test('the page has no Node, cannot leave, and the self-test measures the back ends', async () => {
    const page = await start()
    expect(await page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis))).toEqual([])
    await page.evaluate(() => void (window.location.href = 'https://example.org/'))
    await page.getByRole('link', { name: 'System' }).click()
    await expect(page.getByText(/Loads and computes/).first()).toBeVisible({ timeout: 120_000 })
    expect(page.url()).toMatch(/^lab:\/\/app\//)
  })

  test('a data file on the command line is opened for import, and is then a recent one', async () => {
    const table = join(home, 'points.csv')
    await writeFile(table, 'x,y\n1,2\n3,4\n5,6\n')
    const page = await start(table)
    await expect(page.getByRole('dialog', { name: 'points.csv' })).toBeVisible()
    const recent = await app.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'File')
      return file?.submenu?.items.find(({ label }) => label === 'Open recent')?.submenu?.items.map(({ label }) => label)
    })
    expect(recent?.[0]).toContain('points.csv')
  })

  test('menus run the commands of the window, and the window comes back where it was', async () => {
    const page = await start()
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.find(({ label }) => label === 'Go')?.submenu?.items.find(({ label }) => label === 'Go to Data')?.click())
    await expect(page).toHaveURL(/#\/data$/)
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setBounds({ x: 60, y: 50, width: 900, height: 640 }))
    await app.close()
    await start()
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getNormalBounds())).toMatchObject({ width: 900, height: 640 })
  })
})
