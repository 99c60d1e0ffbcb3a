import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runFiles } from '../../engine/run-folder/layout.ts'
import { createSmallestRun } from '../../engine/trainer/trainer.test-helper.ts'
import { createHost, type Host } from '../host.ts'
import { launchFiles } from './launch-files.ts'
import { Mail } from './mail.ts'
import { openPath } from './open-path.ts'
import { mostRecent, RecentFiles } from './recent-files.ts'
import { leastSize, placeOf, readWindowState, type Rectangle, usualSize, type WindowState, writeWindowState } from './window-state.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holoscope-desktop-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('files of a command line', () => {
  it.each<[string, string[], boolean, string[]]>([
    ['an installed app, started by its icon', ['/opt/holoscope'], true, []],
    ['"open with"', ['/opt/holoscope', '/data/a b.csv', '/runs/x/run.holoscope'], true, ['/data/a b.csv', '/runs/x/run.holoscope']],
    ['from a terminal', ['holoscope', 'points.csv', '../b.npy'], true, ['/home/me/points.csv', '/home/b.npy']],
    ['among switches of Chromium and ours', ['holoscope', '--no-sandbox', '--ozone-platform=x11', 'a.csv', '-v', ''], true, ['/home/me/a.csv']],
    ['a clone, whose second argument is the program', ['electron', '.', 'a.csv'], false, ['/home/me/a.csv']],
    ['a clone without files', ['electron', '.'], false, []],
  ])('%s', (_name, commandLine, isPackaged, expected) => expect(launchFiles(commandLine, '/home/me', isPackaged)).toEqual(expected))
})

describe('opening what the system hands over', () => {
  let host: Host
  beforeEach(async () => {
    host = await createHost({ workspace: join(folder, 'home') })
  })
  afterEach(() => host.shutdown())

  it.each(['', runFiles.standIn, runFiles.config])('opens a run from elsewhere by its folder or by a file that stands for it (%s)', async (name) => {
    const run = join(folder, 'from-a-colleague')
    await createSmallestRun(run)
    expect(await openPath(host, join(run, name))).toEqual({ type: 'openedRun', id: 'from-a-colleague' })
    expect((await host.runs.summary('from-a-colleague')).title).toBe('Smallest')
  })

  it('opens a table where it lies, without a copy', async () => {
    const path = join(folder, 'Points.CSV')
    await writeFile(path, 'x,y\n1,2\n3,4\n')
    const message = await openPath(host, path)
    expect(message).toMatchObject({ type: 'openedData', fileName: 'Points.CSV' })
    if (message.type !== 'openedData') throw new Error('no data')
    expect((await host.dataSets.preview(message.upload)).rows).toBe(2)
    await host.dataSets.discard(message.upload)
    expect(await readFile(path, 'utf8')).toContain('3,4')
  })

  it('takes a configuration that stands alone for data, as the import does', async () => {
    const path = join(folder, runFiles.config)
    await writeFile(path, '[[1,2],[3,4]]')
    expect(await openPath(host, path)).toMatchObject({ type: 'openedData' })
  })

  it.each([
    ['a folder that is no run', async (path: string) => void (await mkdir(path)), 'is not the folder of a run'],
    ['a file of another kind', (path: string) => writeFile(`${path}`, ''), 'is neither a run nor a data set'],
    ['nothing at all', async () => undefined, 'There is no file'],
  ])('refuses %s with a sentence', async (_name, make, sentence) => {
    const path = join(folder, 'thing.exe')
    await make(path)
    await expect(openPath(host, path)).rejects.toMatchObject({ message: expect.stringContaining(sentence), action: expect.any(String) })
  })
})

describe('recent files', () => {
  it('are the latest first, each once, as many as a menu shows, and survive a restart', async () => {
    const path = join(folder, 'recent.json')
    let changes = 0
    const first = new RecentFiles(path, () => changes++)
    for (let i = 0; i < mostRecent + 2; i++) first.add(`/data/${i}.csv`)
    first.add('/data/5.csv')
    first.remove('/data/11.csv')
    await first.shutdown()
    expect(changes).toBe(mostRecent + 4)
    const second = new RecentFiles(path)
    await second.boot()
    expect(second.files).toEqual(['/data/5.csv', '/data/10.csv', '/data/9.csv', '/data/8.csv', '/data/7.csv', '/data/6.csv', '/data/4.csv', '/data/3.csv', '/data/2.csv'])
    second.clear()
    await second.shutdown()
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual([])
  })

  it('give way to none where the file is damaged', async () => {
    await writeFile(join(folder, 'recent.json'), '{"files":')
    const recent = new RecentFiles(join(folder, 'recent.json'))
    await recent.boot()
    expect(recent.files).toEqual([])
  })
})

describe('the place of the window', () => {
  const screen: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 }
  const state = (change: Partial<WindowState>): WindowState => ({ x: 100, y: 80, width: 1200, height: 800, maximized: false, fullScreen: false, ...change })

  it.each<[string, WindowState | null, Rectangle[], object]>([
    ['was never open', null, [screen], usualSize],
    ['as it was', state({}), [screen], { x: 100, y: 80, width: 1200, height: 800 }],
    ['on a second screen to the left', state({ x: -1500 }), [screen, { x: -1920, y: 0, width: 1920, height: 1040 }], { x: -1500, y: 80, width: 1200, height: 800 }],
    ['on a screen that is gone', state({ x: -1500 }), [screen], usualSize],
    ['with its title bar above the screen', state({ y: -60 }), [screen], usualSize],
    ['on a smaller screen', state({}), [{ ...screen, width: 1000, height: 600 }], { x: 100, y: 80, width: 1000, height: 600 }],
  ])('%s', (_name, last, screens, place) => expect(placeOf(last, screens)).toEqual(place))

  it('always leaves some of the title bar on a screen, and never less than the interface needs', () => {
    const coordinate = fc.integer({ min: -5000, max: 5000 })
    const size = fc.integer({ min: 1, max: 8000 })
    fc.assert(fc.property(coordinate, coordinate, size, size, (x, y, width, height) => {
      const place = placeOf(state({ x, y, width, height }), [screen])
      expect(place.width).toBeGreaterThanOrEqual(leastSize.width)
      expect(place.height).toBeGreaterThanOrEqual(leastSize.height)
      if (place.x === undefined || place.y === undefined) return
      expect(place.x + Math.max(width, place.width)).toBeGreaterThan(screen.x)
      expect(place.x).toBeLessThan(screen.x + screen.width)
      expect(place.y).toBeGreaterThanOrEqual(screen.y)
      expect(place.y).toBeLessThan(screen.y + screen.height)
    }))
  })

  it('survives a restart; a damaged file is as if it had never been open', async () => {
    const path = join(folder, 'window.json')
    await writeWindowState(path, state({ maximized: true }))
    expect(await readWindowState(path)).toEqual(state({ maximized: true }))
    await writeFile(path, '{"x":1e99}')
    expect(await readWindowState(path)).toBeNull()
  })
})

describe('messages for the window', () => {
  const runtime = (share: number) => ({ type: 'runtime', state: 'fetching', text: '', share } as const)

  it('wait for the page, in their order; of a progress only the latest, and again for a page that loads anew', () => {
    const mail = new Mail()
    const heard: unknown[] = []
    mail.post(runtime(0.1))
    mail.post({ type: 'openedRun', id: 'a' })
    mail.post({ type: 'openedRun', id: 'b' })
    mail.post(runtime(0.2))
    mail.open((message) => heard.push(message))
    expect(heard.splice(0)).toEqual([runtime(0.2), { type: 'openedRun', id: 'a' }, { type: 'openedRun', id: 'b' }])
    mail.post({ type: 'command', id: 'x' })
    expect(heard.splice(0)).toEqual([{ type: 'command', id: 'x' }])
    mail.close()
    mail.post({ type: 'openedRun', id: 'c' })
    mail.open((message) => heard.push(message))
    expect(heard).toEqual([runtime(0.2), { type: 'openedRun', id: 'c' }])
  })
})
