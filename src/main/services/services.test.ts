import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anyRunConfigSchema } from '../../shared/run-config.ts'
import { findStudy } from '../../shared/studies/index.ts'
import { describeApplication } from './application.ts'
import { EventHub } from './event-hub.ts'
import { runFolderName, slug } from './run-name.ts'
import { Runs } from './runs.ts'
import { SettingsService } from './settings.ts'
import { chooseBackend } from './system.ts'
import { describeExit } from './trainer-exit.ts'
import { defaultWorkspaceRoot, openWorkspace, type Workspace } from './workspace.ts'

let root: string
let workspace: Workspace
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holoscope-services-'))
  workspace = await openWorkspace(join(root, 'home'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

describe('workspace', () => {
  it('is where HOLOSCOPE_HOME says, else in the home folder', () => {
    expect(defaultWorkspaceRoot({ HOLOSCOPE_HOME: '/data/lab' })).toBe('/data/lab')
    expect(defaultWorkspaceRoot({})).toMatch(/Holoscope$/)
  })
  it('that cannot be made is a sentence', async () => {
    await writeFile(join(root, 'file'), '')
    await expect(openWorkspace(join(root, 'file', 'home'))).rejects.toMatchObject({ code: 'FolderMissing', message: expect.stringContaining('could not make the workspace') })
  })
})

describe('settings', () => {
  it('survive a restart, and a damaged file gives way to the defaults', async () => {
    const events = new EventHub()
    const first = new SettingsService(workspace.settings, events)
    await first.boot()
    await Promise.all([first.update({ theme: 'dark' }), first.update({ concurrentRuns: 3 })])
    const second = new SettingsService(workspace.settings, events)
    await second.boot()
    expect(second.current).toMatchObject({ theme: 'dark', concurrentRuns: 3 })
    await writeFile(workspace.settings, '{"theme":')
    const third = new SettingsService(workspace.settings, events)
    await third.boot()
    expect(third.current.theme).toBe('system')
  })
})

describe('names of run folders', () => {
  it('say when, what and which, in characters that every disk takes', () => {
    const now = new Date('2026-11-22T17:45:01.123Z')
    expect(runFolderName(now, { study: 'holographic-flow', title: 'Checkerboard, Δ = 3/2 (très bien)' })).toBe('2026-11-22T174501-holographic-flow-checkerboard-3-2-tres-bien')
    expect(runFolderName(now, { study: 'holographic-flow', title: '' })).toBe('2026-11-22T174501-holographic-flow')
    expect(slug('../../etc/passwd')).toBe('etc-passwd')
    expect(slug('x'.repeat(300)).length).toBeLessThanOrEqual(60)
  })
})

describe('runs', () => {
  const newRuns = (events = new EventHub()) => new Runs({ workspace, events, pointsFile: (id) => join(workspace.dataSets, id, 'points.npy') })
  const config = (title: string) => anyRunConfigSchema.parse(findStudy('holographic-flow')!.config.parse({ study: 'holographic-flow', title }))

  it('of the same title in the same second get folders of their own', async () => {
    const runs = newRuns()
    const ids = [(await runs.create(config('Twins'))).id, (await runs.create(config('Twins'))).id]
    expect(new Set(ids).size).toBe(2)
    expect((await newRuns().list()).map(({ title }) => title)).toEqual(['Twins', 'Twins'])
  })

  it('can be renamed and removed; a removed one lies in the trash, whole', async () => {
    const runs = newRuns()
    const { id } = await runs.create(config('Before'))
    expect((await runs.rename(id, 'After')).title).toBe('After')
    await runs.remove(id)
    expect(await runs.list()).toEqual([])
    const [trashed] = await readdir(workspace.trash)
    expect(JSON.parse(await readFile(join(workspace.trash, trashed, 'config.json'), 'utf8'))).toMatchObject({ title: 'After' })
  })

  it('are put back from the trash as they were; twice, or into a taken name, is refused in words and loses nothing', async () => {
    const runs = newRuns()
    const { id } = await runs.create(config('Kept'))
    const before = await readFile(join(workspace.runs, id, 'config.json'), 'utf8')
    const trashed = await runs.remove(id)
    // It waited for its turn, which is over.
    expect((await runs.restore(trashed)).status.state).toBe('interrupted')
    expect(await readFile(join(workspace.runs, id, 'config.json'), 'utf8')).toBe(before)
    await expect(runs.restore(trashed)).rejects.toMatchObject({ code: 'TrashUnknown' })
    await expect(runs.restore(`../runs/${id}`)).rejects.toMatchObject({ code: 'TrashUnknown' })
    const again = await runs.remove(id)
    await mkdir(join(workspace.runs, id))
    await expect(runs.restore(again)).rejects.toMatchObject({ code: 'NameTaken', action: expect.stringContaining(again) })
    expect(await readdir(workspace.trash)).toEqual([again])
  })

  it('outside the workspace are taken up by their path, never removed', async () => {
    const runs = newRuns()
    const folder = join(root, 'elsewhere', 'my-run')
    const { id } = await runs.create(config('Elsewhere'), folder)
    expect(runs.folderOf(id)).toBe(folder)
    expect((await runs.list()).map((row) => row.id)).toEqual(['my-run'])
    await expect(runs.remove(id)).rejects.toMatchObject({ code: 'RunElsewhere' })
    await expect(newRuns().create(config('Again'), folder)).rejects.toMatchObject({ code: 'FolderTaken' })
    expect((await newRuns().open(folder)).title).toBe('Elsewhere')
  })

  it('made by another host appear, and its changes are seen', async () => {
    const [mine, other] = [newRuns(), newRuns()]
    expect(await mine.list()).toEqual([])
    const { id } = await other.create(config('By the command line'))
    expect((await mine.list()).map((row) => row.status.state)).toEqual(['queued'])
    await other.setState(id, 'interrupted')
    expect((await mine.list()).map((row) => row.status.state)).toEqual(['interrupted'])
  })

  it.each([
    ['no configuration', {}, 'This folder is not a run: it has no config.json.'],
    ['a configuration that is not JSON', { 'config.json': '{' }, 'config.json is not JSON.'],
    ['a configuration of a later version', { 'config.json': '{"study":"holographic-flow","schemaVersion":99}' }, 'The run was made by another version of the lab: its config.json is not of format 1, the one that this version reads.'],
    ['no status', { 'config.json': '{"study":"holographic-flow"}' }, 'status.json is missing.'],
    ['a status of zeros', { 'config.json': '{"study":"holographic-flow"}', 'status.json': '\0'.repeat(100) }, 'status.json is not JSON.'],
  ])('with %s are greyed rows with a reason', async (_name, files, reason) => {
    const folder = join(workspace.runs, 'odd')
    await mkdir(folder)
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    expect(await newRuns().list()).toMatchObject([{ id: 'odd', broken: reason, status: { state: 'failed' } }])
  })

  it.each(['..', '.', '', '../runs', 'a/b', 'a\\b'])('called "%s" do not exist', async (id) => {
    await expect(newRuns().summary(id)).rejects.toMatchObject({ code: 'RunUnknown' })
  })

  it('a thousand of them are listed, and again the same (how fast: bench/list-runs.ts)', async () => {
    for (let i = 0; i < 1000; i++) {
      const folder = join(workspace.runs, `2026-01-01T000000-holographic-flow-${i}`)
      await mkdir(folder)
      await writeFile(join(folder, 'config.json'), '{"study":"holographic-flow"}')
      await writeFile(join(folder, 'status.json'), '{"state":"done","step":1,"totalSteps":1,"updated":"","elapsedSeconds":1}')
      await writeFile(join(folder, 'metrics.jsonl'), '{"kind":"train","step":1,"seconds":1,"values":{"loss":0.5}}\n'.repeat(100))
    }
    const runs = newRuns()
    const first = await runs.list()
    expect(first).toHaveLength(1000)
    expect(await runs.list()).toEqual(first)
  })
})

describe('a trainer that ended without a word', () => {
  it.each([
    [{ code: null, signal: 'SIGKILL' as const }, '', /was killed \(SIGKILL\), most often because the memory was full\. What was saved is intact/],
    [{ code: null, signal: 'SIGSEGV' as const }, '', /the native library crashed \(SIGSEGV\)/],
    [{ code: 134, signal: null }, 'terminate called', /exit code 134\. .* Its last words: terminate called/],
    [{ code: 1, signal: null }, 'The folder cannot be written.', /^The folder cannot be written\.$/],
    [{ code: null, signal: null, error: 'spawn ENOMEM' }, '', /could not be started: spawn ENOMEM/],
  ])('%o', (exit, tail, sentence) => expect(describeExit(exit, tail)).toMatch(sentence))
})

describe('what a run would compute on', () => {
  const backend = (name: 'tensorflow' | 'webgpu' | 'wasm', available: boolean, gflops: number | null) => ({ name, available, gflops, reason: '', version: null, device: null })
  it.each([
    [[backend('tensorflow', true, 100), backend('webgpu', true, 900), backend('wasm', true, 20)], 'tensorflow'],
    [[backend('tensorflow', false, null), backend('webgpu', true, 900), backend('wasm', true, 20)], 'webgpu'],
    [[backend('tensorflow', false, null), backend('webgpu', true, 2), backend('wasm', true, 20)], 'wasm'],
    [[backend('tensorflow', false, null), backend('webgpu', false, null), backend('wasm', false, null)], null],
  ])('case %#', (backends, chosen) => expect(chooseBackend(backends)).toBe(chosen))
})

describe('the program', () => {
  it('knows its version and its commit', () => {
    const { name, version, commit } = describeApplication()
    expect(name).toBe('holoscope')
    expect(version).toMatch(/^\d+\.\d+\.\d+/)
    if (commit !== null) expect(commit).toMatch(/^[0-9a-f]{40}$/)
  })
})
