import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256OfFile } from './checksum.mjs'
import { runChild } from './child.mjs'
import { fetchWheel } from './fetch-wheel.mjs'
import { findPython } from './python.mjs'
import { createReport } from './report.mjs'
import type { Wheel } from './wheels.mjs'

/** A wheel of our own: a library, a header, a program and something that nobody wants. */
const makeWheel = `
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.writestr('tensorflow/libtensorflow_cc.so.2', os.urandom(3_000_000))
    wheel.writestr('tensorflow/include/tensorflow/c/c_api.h', '// a header')
    program = zipfile.ZipInfo('tensorflow/include/ptxas')
    program.external_attr = 0o100755 << 16
    wheel.writestr(program, '#!/bin/sh')
    wheel.writestr('tensorflow/python/unwanted.py', 'unwanted')
    wheel.writestr('little_runtime-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: little-runtime\\nVersion: 1.0\\n')
    wheel.writestr('little_runtime-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: false\\nTag: cp312-cp312-manylinux_2_27_x86_64\\n')
    wheel.writestr('little_runtime-1.0.dist-info/RECORD', '')
`
const fileName = 'little_runtime-1.0-cp312-cp312-manylinux_2_27_x86_64.whl'
const prefixes = ['tensorflow/include/', 'tensorflow/libtensorflow_cc.so.2']
const silent = createReport('Test', { write: () => undefined })

let folder: string
let python: string
let wheel: Wheel
let server: Server
/** A slow answer sends the first half and then keeps still, as a network that has gone away. */
let halfOnly = false
let served: () => void = () => undefined

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'holoscope-wheel-'))
  python = await findPython()
  const file = path.join(folder, fileName)
  const made = await runChild(python, ['-c', makeWheel, file])
  expect(made.tail).toBe('')
  const bytes = statSync(file).size
  wheel = { name: 'little-runtime', version: '1.0', platform: 'manylinux_2_27_x86_64', bytes, sha256: await sha256OfFile(file) }
  server = createServer((request, response) => {
    if (!request.url?.endsWith('.whl')) return response.setHeader('content-type', 'text/html').end(`<a href="${fileName}">${fileName}</a>`)
    const content = readFileSync(file)
    response.setHeader('content-length', content.length)
    if (!halfOnly) return response.end(content)
    response.write(content.subarray(0, content.length / 2), () => served())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const index = () => ['--no-index', '--find-links', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`]
const placeFor = (name: string) => {
  const target = path.join(folder, name)
  mkdirSync(target)
  return { python, target, prefixes, scratch: path.join(target, 'download'), report: silent, index: index() }
}

describe('fetching a wheel', () => {
  it('unpacks what is wanted and nothing else, with the permissions of programs', async () => {
    const place = placeFor('good')
    await fetchWheel(wheel, place)
    expect(readdirSync(place.target)).toEqual(['tensorflow'])
    expect(readdirSync(path.join(place.target, 'tensorflow')).sort()).toEqual(['include', 'libtensorflow_cc.so.2'])
    expect(statSync(path.join(place.target, 'tensorflow/libtensorflow_cc.so.2')).size).toBe(3_000_000)
    expect(statSync(path.join(place.target, 'tensorflow/include/ptxas')).mode & 0o111).toBe(0o111)
  })

  it('refuses a wheel with another checksum and unpacks nothing of it', async () => {
    const place = placeFor('tampered')
    await expect(fetchWheel({ ...wheel, sha256: '0'.repeat(64) }, place)).rejects.toThrow(/could not fetch[^]*hash/i)
    expect(existsSync(path.join(place.target, 'tensorflow'))).toBe(false)
  })

  it('says what pip said where the wheel is not to be had', async () => {
    await expect(fetchWheel({ ...wheel, version: '2.0' }, placeFor('absent'))).rejects.toMatchObject({
      message: expect.stringContaining('No matching distribution'),
      remedy: expect.stringContaining('pip config list'),
    })
  })

  it('killed half-way through the download, leaves nothing usable, and the next run completes', async () => {
    halfOnly = true
    const half = new Promise<void>((resolve) => { served = resolve })
    const runtime = path.join(folder, 'runtime')
    const script = `
      import { provideFolder } from '${new URL('./whole-folder.mjs', import.meta.url).href}'
      import { fetchWheel } from '${new URL('./fetch-wheel.mjs', import.meta.url).href}'
      import { createReport } from '${new URL('./report.mjs', import.meta.url).href}'
      import { existsSync } from 'node:fs'
      await provideFolder(${JSON.stringify(runtime)}, {
        isWhole: () => existsSync(${JSON.stringify(runtime)}),
        build: (temporary) => fetchWheel(${JSON.stringify(wheel)}, { python: ${JSON.stringify(python)}, target: temporary, prefixes: ${JSON.stringify(prefixes)},
          scratch: temporary + '/download', report: createReport('Test'), index: ${JSON.stringify(index())} }),
      })`
    const run = () => spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'ignore', 'inherit'] })

    const first = run()
    await half
    first.kill('SIGKILL')
    await once(first, 'close')
    expect(existsSync(runtime)).toBe(false)

    halfOnly = false
    server.closeAllConnections()
    const [status] = await once(run(), 'close')
    expect(status).toBe(0)
    expect(readdirSync(runtime)).toEqual(['tensorflow'])
    expect(readdirSync(folder).filter((name) => name.startsWith('runtime'))).toEqual(['runtime'])
  })
})
