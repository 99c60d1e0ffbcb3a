import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { provideFolder } from './whole-folder.mjs'

const moduleAddress = new URL('./whole-folder.mjs', import.meta.url).href
let parent: string
let folder: string
const isWhole = () => existsSync(path.join(folder, 'last'))

beforeEach(() => {
  parent = mkdtempSync(path.join(os.tmpdir(), 'holoscope-folder-'))
  folder = path.join(parent, 'runtime')
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

async function build(temporary: string): Promise<void> {
  writeFileSync(path.join(temporary, 'first'), 'a')
  writeFileSync(path.join(temporary, 'last'), 'b')
}

describe('a folder that is whole or absent', () => {
  it('is built once and then found', async () => {
    expect(await provideFolder(folder, { isWhole, build })).toBe('built')
    expect(await provideFolder(folder, { isWhole, build: () => Promise.reject(new Error('again')) })).toBe('present')
    expect(readdirSync(parent)).toEqual(['runtime'])
  })

  it('is absent after a kill half-way, and the next attempt clears the remains', async () => {
    const script = `import { provideFolder } from '${moduleAddress}'; import { writeFileSync } from 'node:fs'; import { setTimeout as sleep } from 'node:timers/promises'
      await provideFolder(${JSON.stringify(folder)}, { isWhole: () => false, build: async (t) => { writeFileSync(t + '/first', 'a'); console.log('half'); await sleep(60_000) } })`
    const other = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    other.kill('SIGKILL')
    await once(other, 'close')
    expect(existsSync(folder)).toBe(false)
    expect(readdirSync(parent).some((name) => name.includes('.partial-'))).toBe(true)

    expect(await provideFolder(folder, { isWhole, build })).toBe('built')
    expect(readdirSync(parent)).toEqual(['runtime'])
  })

  it('is left absent by a build that fails', async () => {
    await expect(provideFolder(folder, { isWhole, build: () => Promise.reject(new Error('no network')) })).rejects.toThrow('no network')
    expect(readdirSync(parent)).toEqual([])
  })

  it('is renewed where it lost a part', async () => {
    await provideFolder(folder, { isWhole, build })
    rmSync(path.join(folder, 'last'))
    expect(await provideFolder(folder, { isWhole, build })).toBe('built')
    expect(readFileSync(path.join(folder, 'last'), 'utf8')).toBe('b')
  })

  it('is built once for two that ask at the same time', async () => {
    let builds = 0
    const slowly = async (temporary: string): Promise<void> => {
      builds++
      await new Promise((resolve) => setTimeout(resolve, 50))
      await build(temporary)
    }
    const outcomes = await Promise.all([1, 2].map(() => provideFolder(folder, { isWhole, build: slowly })))
    expect(builds).toBe(1)
    expect(outcomes.sort()).toEqual(['built', 'present'])
  })
})
