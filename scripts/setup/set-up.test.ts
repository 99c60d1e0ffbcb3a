import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256OfText, verifyChecksum } from './checksum.mjs'
import { userCache } from './places.mjs'
import { SetupProblem } from './problem.mjs'
import { findPython, isAtLeast } from './python.mjs'
import { createReport } from './report.mjs'
import { hasDisplay } from './start-window.mjs'
import { runStep } from './steps.mjs'
import { matchesLock } from './steps/packages.mjs'
import { digestOf } from './steps/renderer.mjs'
import { finishRuntime, isWhole } from './steps/tensorflow.mjs'
import { countPlaywright, countVitest } from './test-counts.mjs'
import { chooseRuntime } from './wheels.mjs'

let folder: string
beforeEach(() => { folder = mkdtempSync(path.join(os.tmpdir(), 'holoscope-set-up-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, text: string) => {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

describe('a checksum', () => {
  it('passes the right file and refuses one with a flipped bit, naming both sums', async () => {
    const file = write('library.whl', 'content')
    await verifyChecksum(file, sha256OfText('content'))
    writeFileSync(file, 'contenu')
    await expect(verifyChecksum(file, sha256OfText('content'))).rejects.toThrow(`${sha256OfText('contenu')}, not ${sha256OfText('content')}`)
  })
})

describe('the packages', () => {
  const all = { 'node_modules/a': { version: '1.0.0', integrity: 's1' }, 'node_modules/b': { version: '2.0.0', integrity: 's2', optional: true } }
  const lock = { packages: { '': { name: 'x' }, ...all } }
  const states: [string, object | null, boolean][] = [
    ['never installed', null, false],
    ['all there', all, true],
    ['without an optional one, for another platform', { 'node_modules/a': all['node_modules/a'] }, true],
    ['without a needed one', { 'node_modules/b': all['node_modules/b'] }, false],
    ['another version', { ...all, 'node_modules/a': { version: '1.0.1', integrity: 's1' } }, false],
    ['the same version with other bytes', { ...all, 'node_modules/a': { version: '1.0.0', integrity: 's9' } }, false],
    ['one that the lock file no longer has', { ...all, 'node_modules/c': { version: '1.0.0' } }, false],
  ]
  it.each(states)('%s', (_name, installed, expected) => {
    write('package-lock.json', JSON.stringify(lock))
    if (installed) write('node_modules/.package-lock.json', JSON.stringify({ packages: installed }))
    expect(matchesLock(folder)).toBe(expected)
  })
})

describe('the runtime', () => {
  it('is the CUDA one exactly where a driver is, with NVIDIA\'s libraries', () => {
    const cpu = chooseRuntime('linux', 'x64', false)
    const cuda = chooseRuntime('linux', 'x64', true)
    expect(cpu?.wheels.map((wheel) => wheel.name)).toEqual(['tensorflow-cpu'])
    expect(cuda?.wheels[0].name).toBe('tensorflow')
    expect(cuda?.wheels.slice(1).every((wheel) => /^nvidia-.*-cu12$/.test(wheel.name))).toBe(true)
    expect(cpu?.key).not.toBe(cuda?.key)
    for (const wheel of cuda?.wheels ?? []) expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([['darwin', 'arm64'], ['win32', 'x64'], ['linux', 'ia32']])('is not offered on %s %s', (platform, processor) => {
    expect(chooseRuntime(platform, processor, true)).toBeNull()
  })

  it('is whole only with every library at its full size', () => {
    write('tensorflow/libtensorflow_cc.so.2', 'cc')
    write('tensorflow/libtensorflow_framework.so.2', 'framework')
    write('tensorflow/include/tensorflow/c/c_api.h', '')
    expect(isWhole(folder)).toBe(false)
    finishRuntime(folder, { key: 'k', wheels: [] })
    expect(isWhole(folder)).toBe(true)
    write('tensorflow/libtensorflow_cc.so.2', 'c')
    expect(isWhole(folder)).toBe(false)
  })
})

describe('the digest of the interface\'s sources', () => {
  it('follows contents and names, not times', () => {
    const file = write('src/a.ts', 'one')
    const first = digestOf([path.join(folder, 'src')])
    utimesSync(file, new Date(0), new Date(0))
    expect(digestOf([path.join(folder, 'src')])).toBe(first)
    renameSync(file, path.join(folder, 'src/b.ts'))
    const renamed = digestOf([path.join(folder, 'src')])
    expect(renamed).not.toBe(first)
    write('src/b.ts', 'two')
    expect(digestOf([path.join(folder, 'src')])).not.toBe(renamed)
  })
})

describe('what a step says', () => {
  const said = async (run: () => Promise<{ state: 'done' | 'present'; detail: string }>, cost?: string) => {
    let text = ''
    const outcome = await runStep({ title: 'Step', cost, run }, { write: (part) => { text += part } })
    return { text, outcome }
  }

  it('that it was there already', async () => {
    const { text, outcome } = await said(async () => ({ state: 'present', detail: 'in the cache' }))
    expect(text).toBe('Step                there: in the cache\n')
    expect(outcome).toEqual({ ok: true, skipped: true })
  })

  it('what is missing, how to go on, and what it costs', async () => {
    const { text, outcome } = await said(() => Promise.reject(new SetupProblem('No compiler.', 'Install one.')), 'Slower.')
    expect(text.split('\n').map((line) => line.slice(20))).toEqual(['No compiler.', 'Install one.', 'Slower.', ''])
    expect(outcome.ok).toBe(false)
  })

  it('that a folder cannot be written', async () => {
    const denied = Object.assign(new Error('EACCES: permission denied, mkdir \'/x\''), { code: 'EACCES' })
    expect((await said(() => Promise.reject(denied))).text).toContain('XDG_CACHE_HOME')
  })

  it('nothing of a defect, which keeps its stack', async () => {
    await expect(said(() => Promise.reject(new TypeError('x is undefined')))).rejects.toThrow('x is undefined')
  })

  it('how far it is: in place on a terminal, in tenths in a log', () => {
    const onScreen: string[] = []
    const terminal = createReport('Step', { write: (part) => onScreen.push(part), isTTY: true })
    const inLog: string[] = []
    const log = createReport('Step', { write: (part) => inLog.push(part) })
    for (let i = 0; i <= 1000; i++) {
      terminal.progress(i / 1000, '274 MB')
      log.progress(i / 1000, '274 MB')
    }
    expect(onScreen).toHaveLength(101)
    expect(onScreen.every((part) => part.startsWith('\r'))).toBe(true)
    expect(inLog).toHaveLength(11)
    expect(inLog[4]).toBe('Step                 40 % of 274 MB\n')
  })
})

describe('what the machine has', () => {
  it('the cache follows XDG_CACHE_HOME where that is an absolute path', () => {
    expect(userCache({ XDG_CACHE_HOME: folder })).toBe(path.join(folder, 'holoscope'))
    expect(userCache({ XDG_CACHE_HOME: 'relative' })).not.toContain('relative')
  })

  it('versions compare as numbers', () => {
    expect(isAtLeast([20, 3], [20, 3])).toBe(true)
    expect(isAtLeast([9, 9], [20, 3])).toBe(false)
    expect(isAtLeast([100, 0], [20, 3])).toBe(true)
  })

  it('without a Python it says what pip is for', async () => {
    await expect(findPython({ candidates: ['no-such-python'] })).rejects.toMatchObject({ message: expect.stringContaining('pip fetches'), remedy: expect.stringContaining('python3-pip') })
  })

  it('a Python without pip is named', async () => {
    const impostor = path.join(folder, 'python3')
    symlinkSync('/bin/false', impostor)
    await expect(findPython({ candidates: [impostor] })).rejects.toThrow(`${impostor} has no pip`)
  })

  it('one that is too old for what it shall import is passed over for a newer one, and named where there is none', async () => {
    const python = (name: string, version: string) => {
      const file = write(name, `#!/bin/sh\necho "pip 24.0 from /usr/lib/python3/dist-packages/pip (python ${version})"\n`)
      chmodSync(file, 0o755)
      return file
    }
    const [old, recent] = [python('old', '3.9'), python('recent', '3.11')]
    expect(await findPython({ candidates: [old, recent] })).toBe(old)
    expect(await findPython({ candidates: [old, recent], oldest: [3, 11] })).toBe(recent)
    await expect(findPython({ candidates: [old], oldest: [3, 11], purpose: 'PyTorch' })).rejects.toThrow(`${old} is Python 3.9, and Python 3.11 or newer is needed. pip fetches PyTorch.`)
  })

  it.each([
    [{}, 'linux', false], [{ DISPLAY: ':0' }, 'linux', true], [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
    [{ DISPLAY: '' }, 'linux', false], [{}, 'darwin', true], [{}, 'win32', true],
  ] as const)('a display with %o on %s: %s', (environment, platform, expected) => expect(hasDisplay(environment, platform)).toBe(expected))
})

describe('the count of tests', () => {
  it('has a file that did not load as a failure', () => {
    const file = (status: string, tests: number) => ({ status, assertionResults: Array.from({ length: tests }) })
    expect(countVitest({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [file('failed', 9), file('failed', 0), file('passed', 0)] }))
      .toEqual({ passed: 5, failed: 2, skipped: 3 })
  })

  it('has a flaky browser test as passed', () => {
    expect(countPlaywright({ stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 4 }, errors: ['the server did not start'] })).toEqual({ passed: 4, failed: 3, skipped: 4 })
  })
})
