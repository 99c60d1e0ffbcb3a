import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { devicesOf } from './compare-with-pytorch.ts'
import { type BenchContext, type Row, rowByRow } from './measurement.ts'
import { readOptions } from './options.ts'
import { type BenchRecord, keepRecord, recordSchema } from './record.ts'
import { table, wrap } from './table.ts'
import { minutesLeft } from './time-left.ts'

const card = 'NVIDIA RTX A2000, up to CUDA 12.4, TF32 in both, and a remark about what PyTorch could not do here, which is long'
const rows: Row[] = [
  { what: 'U-Net, w = 16', unit: 'ms', ours: 20.345, peer: { name: 'PyTorch', value: 27.618 }, ratio: 0.747, goal: { text: '≤ 0.7', met: false }, note: 'eager' },
  { what: 'U-Net, w = 16, CUDA', unit: 'ms', ours: 2.5, peer: { name: 'PyTorch', value: 2 }, ratio: 1.25, note: card },
  { what: 'U-Net, w = 32', unit: '', ours: null, failure: 'Holoscope and PyTorch differ by 1e-1, so their times cannot be compared.' },
]

describe('a table', () => {
  it('fits into a terminal and loses nothing', () => {
    const text = table('Training step', rows)
    expect(text.split('\n').every((line) => line.length <= 100)).toBe(true)
    expect(text.replaceAll(/\s+/g, ' ')).toContain(card)
    expect(text).toMatch(/U-Net, w = 32: not measured: Holoscope and PyTorch differ/)
    expect(text).toMatch(/\| U-Net, w = 16 +\| 20\.3 ms +\| 27\.6 ms \(PyTorch\) \| 0\.75 +\| ≤ 0\.7 missed \|/)
  })

  it('keeps short notes in a column', () => expect(table('Training step', rows.slice(0, 1))).toMatch(/missed \| eager \|/))
  it('folds between words', () => expect(wrap('- one two three', 8)).toEqual(['- one', '  two', '  three']))
})

it('the time that is left goes by the pace until now', () => {
  const all = [{ minutes: 10 }, { minutes: 5 }, { minutes: 5 }]
  expect(minutesLeft(all, 0, 0)).toBe(20)
  // A machine of half the speed.
  expect(minutesLeft(all, 1, 20)).toBe(20)
  expect(minutesLeft(all, 3, 40)).toBe(0)
})

it('a row that fails costs no other and tells why', async () => {
  const context = { say() {} } as unknown as BenchContext
  const measured = await rowByRow(context, [{ what: 'a' }, { what: 'b' }], async ({ what }) => {
    if (what === 'a') throw new Error('no card')
    return { what, unit: 'ms', ours: 1 }
  })
  expect(measured).toEqual([{ what: 'a', unit: '', ours: null, failure: 'no card' }, { what: 'b', unit: 'ms', ours: 1 }])
})

it.each([
  [false, false, ['cpu']], [true, false, ['cpu', 'cuda']], [false, true, ['cpu', 'webgpu']], [true, true, ['cpu', 'cuda', 'webgpu']],
] as const)('with CUDA %s and WebGPU %s there are %o', (cuda, webgpu, expected) => {
  expect(devicesOf({ graphics: { cuda, webgpu, withoutWebgpu: '' } }).map(({ device }) => device)).toEqual(expected)
})

describe('the command line', () => {
  const ids = ['training', 'app', 'import']
  it('takes measurements in the order of the registry', () => expect(readOptions(['--only', 'import,training'], ids)).toMatchObject({ only: ['training', 'import'], rounds: 7, pytorch: true }))
  it.each([['--only', 'nothing'], ['--only', ','], ['--rounds', '0'], ['--rounds', '1.5'], ['--threads', 'many'], ['--fast']])('says what is wrong with %s %s', (...parameters) => {
    expect(readOptions(parameters, ids)).toMatchObject({ wrong: expect.any(String), usage: expect.stringContaining('training, app, import') })
  })
})

it('a record is read back as it was written, under the name of its card and without paths of the machine; one that lacks a number is refused', async () => {
  const folder = await mkdtemp(join(os.tmpdir(), 'holoscope-record-'))
  const pytorch = { version: '2.15.0', cuda: '13.2', cudnn: 92600, card: null, cardRefused: 'The NVIDIA driver on your system is too old' }
  const record: BenchRecord = {
    date: '2026-11-22T22:06:38.006Z', parameters: ['--rounds', '2'], complete: true, seconds: 1.5, application: { version: '0.1.0', commit: null },
    machine: {
      processor: 'A Processor', cores: 2, memoryGiB: 24, system: 'Linux', node: 'v24.0.0', load: 0.5,
      nvidia: { driver: '550.54', driverCuda: '12.4', onBus: true, failure: null, cards: [{ name: 'NVIDIA RTX A2000', memory: '6138 MiB', computeCapability: '8.6' }] },
    },
    backends: [], threads: 2, rounds: 2, pytorch,
    measurements: [{ id: 'training', title: 'Training step', loadBefore: 0.5, seconds: 1, rows: rows.map((row) => ({ ...row, raw: { rounds: [1.25, 2.5, 1e-7] } })) }],
  }
  try {
    const path = await keepRecord({ ...record, pytorch: { ...pytorch, ...{ python: '/home/someone/python' } } }, folder)
    expect(path).toMatch(/2026-11-22T2206-nvidia-rtx-a2000\.json$/)
    expect(recordSchema.parse(JSON.parse(await readFile(path, 'utf8')))).toEqual(record)
    await expect(keepRecord({ ...record, seconds: Number.NaN }, folder)).rejects.toThrow(/seconds/)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
