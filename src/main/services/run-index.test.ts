import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EventHub } from './event-hub.ts'
import { Runs } from './runs.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

let root: string
let workspace: Workspace
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holoscope-index-'))
  workspace = await openWorkspace(join(root, 'home'))
  for (let i = 0; i < 12; i++) await writeRun(`run-${String(i).padStart(2, '0')}`, `title ${i}`)
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function writeRun(id: string, title: string): Promise<void> {
  await mkdir(join(workspace.runs, id), { recursive: true })
  await writeFile(join(workspace.runs, id, 'config.json'), JSON.stringify({ study: 'holographic-flow', title }))
  await writeFile(join(workspace.runs, id, 'status.json'), '{"state":"done","step":1,"totalSteps":1,"updated":"","elapsedSeconds":1}')
}

/** A host that has just started. */
const listAnew = async (program = 'this program') =>
  (await new Runs({ workspace, events: new EventHub(), pointsFile: () => '', program }).list()).map(({ id, title, broken }) => [id, broken ?? title] as const)

/** Puts other words into the index, so that a row tells where it was read. */
async function forge(): Promise<void> {
  await writeFile(workspace.runIndex, (await readFile(workspace.runIndex, 'utf8')).replaceAll('"title ', '"indexed '))
}

describe('the index of runs', () => {
  it('gives the rows of the folders that have not changed, and only those', async () => {
    const before = new Map(await listAnew())
    await forge()
    const config = join(workspace.runs, 'run-03', 'config.json')
    await writeFile(config, JSON.stringify({ study: 'holographic-flow', title: 'renamed elsewhere' }))
    // A clock with coarse ticks must not hide the change.
    await utimes(config, 0, 0)
    await rm(join(workspace.runs, 'run-05'), { recursive: true })
    await writeRun('run-99', 'title 99')
    const after = new Map(await listAnew())
    expect(before.get('run-03')).toBe('title 3')
    expect(after.get('run-03')).toBe('renamed elsewhere')
    expect(after.get('run-04')).toBe('indexed 4')
    expect(after.has('run-05')).toBe(false)
    expect(after.get('run-99')).toBe('title 99')
    expect(after.size).toBe(12)
  })
  it('of another program, torn or foreign, is as good as none', async () => {
    const rows = await listAnew()
    await forge()
    expect(await listAnew('a later program')).toEqual(rows)
    for (const text of ['', '{"program":"this program","runs":{"run-00"', '[]', '\0'.repeat(4096)]) {
      await writeFile(workspace.runIndex, text)
      expect(await listAnew()).toEqual(rows)
    }
  })
  it('leaves out what is broken: the reason is found anew', async () => {
    await mkdir(join(workspace.runs, 'odd'))
    await listAnew()
    expect(await readFile(workspace.runIndex, 'utf8')).not.toContain('"odd"')
  })
})
