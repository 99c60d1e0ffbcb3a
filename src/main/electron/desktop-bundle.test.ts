import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadLatestCheckpoint } from '../../engine/run-folder/checkpoints.ts'
import { createSmallestRun, startTrainer } from '../../engine/trainer/trainer.test-helper.ts'
import { applicationRoot } from '../services/application.ts'

/** What the installed application runs is a bundle; this builds it and tries what needs no Electron. */
const bundle = join(applicationRoot, 'out', 'desktop-check') // inside the clone, where its packages are found
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holoscope-bundle-'))
  const electronVite = join(applicationRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  execFileSync(process.execPath, [electronVite, 'build', '--outDir', bundle, '--logLevel', 'error'], { cwd: applicationRoot })
}, 180_000)
afterAll(async () => {
  await rm(bundle, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
})

describe('the desktop bundle', () => {
  it('imports electron in its entry alone: a trainer or a parser could not load it', async () => {
    const scripts = (await readdir(join(bundle, 'main'))).filter((name) => name.endsWith('.js'))
    const importers: string[] = []
    for (const name of scripts) {
      if (/(from|import|require\()\s*['"]electron['"]/.test(await readFile(join(bundle, 'main', name), 'utf8'))) importers.push(name)
    }
    expect(importers).toEqual(['electron.js'])
  })

  it('has one CommonJS preload, as a sandboxed window needs', async () => {
    expect(await readdir(join(bundle, 'preload'))).toEqual(['index.cjs'])
    const preload = await readFile(join(bundle, 'preload', 'index.cjs'), 'utf8')
    expect(preload).not.toMatch(/^\s*(import|export)\s/m)
    expect([...preload.matchAll(/require\(['"]([^'"]+)['"]\)/g)].map(([, name]) => name)).toEqual(['electron'])
  })

  it('trains as the sources do, bit for bit', async () => {
    const states = []
    for (const script of [undefined, join(bundle, 'main', 'trainer.js')]) {
      const run = join(folder, script ? 'bundle' : 'source')
      await createSmallestRun(run)
      const { code, stderr } = await startTrainer(run, { script }).ended
      expect(code, stderr).toBe(0)
      states.push((await loadLatestCheckpoint(run)).checkpoint)
    }
    expect(states[0]?.manifest.step).toBe(40)
    expect(states[1]?.state).toEqual(states[0]?.state)
  }, 180_000)
})
