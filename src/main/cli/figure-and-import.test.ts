import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { writeArtifact } from '../../engine/run-folder/artifacts.ts'
import { runFiles } from '../../engine/run-folder/layout.ts'
import { createRunFolder } from '../../engine/run-folder/run-folder.ts'
import { configHash } from '../../shared/config-hash.ts'
import { anyRunConfigSchema } from '../../shared/run-config.ts'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { readPdf } from '../figures/test-support/pdf-reader.ts'
import { readPng } from '../figures/test-support/png-reader.ts'
import { holoscope } from './run-cli.test-helper.ts'

/** `holoscope figure` on a run folder that was written by hand, as one that was copied from elsewhere; `import` into a fresh workspace. */
const config = anyRunConfigSchema.parse(holographicFlowConfigSchema.parse({ study: 'holographic-flow', title: 'by hand', training: { steps: 40 } }))
let home: string
let run: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'holoscope-figure-'))
  vi.stubEnv('HOLOSCOPE_HOME', home)
  run = join(home, 'a run')
  await createRunFolder(run, config, { state: 'done', step: 40, totalSteps: 40, updated: '2026-11-22T12:00:00.000Z', elapsedSeconds: 8 })
  const lines = [10, 20, 30, 40].map((step) => ({ kind: 'train', step, seconds: step / 5, values: { loss: 100 / step, learningRate: 1e-3, gradientNorm: 1 } }))
  await appendFile(join(run, runFiles.metrics), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  await writeArtifact(run, {
    descriptor: { file: 'samples-step-000040.npy', kind: 'samples', step: 40, axes: ['point', 'coordinate'], units: 'data length', description: 'points' },
    shape: [3, 2], data: Float64Array.of(0, 1, 2, 3, -1, -2),
  })
}, 60_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true, force: true })
})

describe('holoscope figure', () => {
  it('lists what the run can show', async () => {
    const { code, stdout } = await holoscope('figure', run, '--json')
    expect(code).toBe(0)
    const available = new Map((JSON.parse(stdout) as { name: string; available: boolean }[]).map((row) => [row.name, row.available]))
    expect(available.get('loss')).toBe(true)
    expect(available.get('points')).toBe(true)
    // No evaluation was logged, and there is no checkpoint to draw the bulk from.
    expect(available.get('metrics')).toBe(false)
    expect(available.get('bulk-clouds')).toBe(false)
    expect(available.get('geometry')).toBe(true)
  }, 60_000)

  it('draws a PDF of the width and font that were asked for, and prints a caption with the hash of the configuration', async () => {
    const file = join(home, 'loss.pdf')
    const { code, stdout, stderr } = await holoscope('figure', run, 'loss', '-o', file, '--width', '89', '--font', 'serif')
    expect(stderr).toContain('89 mm wide')
    expect(code).toBe(0)
    const hash = await configHash(config)
    expect(stdout).toContain(`configuration ${hash?.slice(0, 12)}`)
    const { page, embeddedFonts, texts } = readPdf(await readFile(file))
    // A hundredth of a point is 3.5 µm.
    expect(Math.abs(page[0] - (89 * 72) / 25.4)).toBeLessThan(0.01)
    expect(embeddedFonts).toContain('STIXTwoText-Regular')
    expect(texts).toContain('Training step')
  }, 60_000)

  it('puts several figures on one sheet, in any format', async () => {
    for (const ending of ['png', 'csv', 'svg', 'py']) {
      const file = join(home, `sheet.${ending}`)
      const { code, stdout } = await holoscope('figure', run, 'loss,step-rate,points', '-o', file, '--columns', '3', '--width', '178', '--dpi', '100', '--json')
      expect(code, ending).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ file, format: ending, panels: 3 })
    }
    expect(readPng(await readFile(join(home, 'sheet.png'))).width).toBe(Math.round((178 / 25.4) * 100))
    const csv = await readFile(join(home, 'sheet.csv'), 'utf8')
    expect(csv).toContain('a: loss')
    expect(csv).toMatch(/^# column \d+: b: step rate.*, y = Steps per second/m)
    expect(await readFile(join(home, 'sheet.svg'), 'utf8')).toContain('width="178mm"')
    expect((await readFile(join(home, 'sheet.py'), 'utf8')).match(/figure\.add_axes/g)).toHaveLength(3)
  }, 120_000)

  it('draws what an analysis left in the folder, though the checkpoint is gone, with the chosen radius', async () => {
    const copy = join(home, 'with bulk')
    await cp(run, copy, { recursive: true })
    const analysis = { kind: 'bulk', seed: config.seed, parts: 1 }
    await writeArtifact(copy, {
      descriptor: { file: 'bulk-field-0.npy', kind: 'bulk-field', step: 20, axes: ['r', 'x', 'y'], units: '', description: '', coordinates: [[0, 0.5, 1], [-1, 1], [-1, 1]], analysis },
      shape: [3, 2, 2], data: Float64Array.from({ length: 12 }, (_, i) => i),
    })
    const file = join(home, 'slice.csv')
    const { code, stdout } = await holoscope('figure', copy, 'bulk-slice', '--choose', 'depth=0.5', '-o', file)
    expect(code).toBe(0)
    expect(stdout).toContain('Field at r = 0.5')
    // Stored [r, x, y]: the second slice holds 4 to 7, y fastest there and slowest here.
    const rows = (await readFile(file, 'utf8')).split('\r\n').filter((line) => /^-?1,/.test(line))
    expect(rows).toEqual(['-1,-1,4', '1,-1,6', '-1,1,5', '1,1,7'])
  }, 60_000)

  it.each([
    [['figure', '$RUN', 'bulk-clouds', '-o', 'x.pdf'], /nothing to draw for "bulk-clouds" yet/],
    [['figure', '$RUN', 'loss', '--choose', 'mode=[1,0]', '-o', 'x.pdf'], /lets one choose "mode"/],
    [['figure'], /Which run folder/],
    [['figure', '/nowhere'], /cannot be used as a run/],
    [['figure', '$RUN', 'no-such', '-o', 'x.pdf'], /no figure "no-such"/],
    [['figure', '$RUN', 'metrics', '-o', 'x.pdf'], /nothing to draw for "metrics" yet/],
    [['figure', '$RUN', 'loss'], /-o is needed/],
    [['figure', '$RUN', 'loss', '-o', 'x.docx'], /\.pdf, \.svg, \.png, \.csv, \.py/],
    [['figure', '$RUN', 'loss', '-o', 'x.pdf', '--width', '3'], /--width 3/],
    [['figure', '$RUN', 'loss', '-o', 'x.pdf', '--font', 'gothic'], /--font gothic/],
    [['import'], /Which file/],
    [['import', '/nowhere.csv'], /nowhere\.csv/],
  ])('answers %j with a sentence and exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await holoscope(...args.map((arg) => (arg === '$RUN' ? run : arg)))
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
    expect(stdout).toBe('')
  }, 60_000)
})

describe('holoscope import', () => {
  it('brings two columns into the library, under a title, and tells what it left out', async () => {
    const csv = join(home, 'galaxies.csv')
    await writeFile(csv, ['index,east,north', ...Array.from({ length: 50 }, (_, i) => `${i},${Math.cos(i)},${Math.sin(i)}`), '50,lost,1'].join('\n'))
    const { code, stdout, stderr } = await holoscope('import', csv, '--columns', 'east,north', '--title', 'Galaxies', '--json')
    expect(stderr).toMatch(/columns east and north, 50 points kept, 1 row left out/)
    expect(stderr).toMatch(/line 52: .*lost/)
    expect(code).toBe(0)
    const set = JSON.parse(stdout) as { id: string; title: string; count: number; hash: string }
    expect(set).toMatchObject({ title: 'Galaxies', count: 50, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect((await readdir(join(home, 'datasets'), { recursive: true })).some((path) => path.includes(set.id))).toBe(true)
  }, 60_000)
})
