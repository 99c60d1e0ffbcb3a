import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { DataSet } from '../../shared/dataset.ts'
import { encodeNpy } from '../../shared/npy.ts'
import { badInputs, oddInputs, writeInput } from '../data/bad-inputs.test-helper.ts'
import { writePng } from '../data/pictures/write-png.test-helper.ts'
import { holoscope } from './run-cli.test-helper.ts'

/** `holoscope import`: how a file is read, folders, and what comes of files that cannot be read. */
let home: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'holoscope-import-'))
  vi.stubEnv('HOLOSCOPE_HOME', home)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true, force: true })
})

const library = () => readdir(join(home, 'datasets')).catch(() => [])
async function keep(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(home, name)
  await writeFile(path, content)
  return path
}
async function imported(...args: string[]): Promise<DataSet> {
  const { code, stdout, stderr } = await holoscope('import', ...args, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout) as DataSet
}

/** Ink in the left third, on white paper of twice the width. */
const leftThird = writePng({ width: 60, height: 30, type: 0, depth: 8, interlaced: false, filter: () => 0, sample: (x) => (x < 20 ? 40 : 255) })

describe('how a file is read', { timeout: 60_000 }, () => {
  it('text: delimiter, header, comment sign, decimals and units', async () => {
    const file = await keep('odd.txt', '! measured in May\n1,5;2,5\n3,25;4\n5;7\n')
    expect(await imported(file, '--comment', '!', '--units', 'mm, GeV')).toMatchObject({
      count: 3, min: [1.5, 2.5], units: ['mm', 'GeV'], reading: { delimiter: 'semicolon', decimalComma: true, header: false, comment: 'exclamation' },
    })
    const named = await imported(file, '--comment', '!', '--delimiter', ';', '--header', 'yes', '--decimals', 'comma')
    expect(named).toMatchObject({ count: 2, min: [3.25, 4], columns: ['1,5', '2,5'] })
  })

  it('pictures: threshold, pixels, aspect, number of points and seed', async () => {
    const file = await keep('picture.png', leftThird)
    const dark = await imported(file, '--points', '300')
    // The picture reaches from -1 to 1 in x and by half in y; the ink fills the left third.
    expect(dark).toMatchObject({ count: 300, reading: { picture: { invert: false, aspect: 'keep', count: 300, seed: 0, threshold: 0.1 } } })
    expect(dark.max[0]).toBeLessThanOrEqual(-1 / 3)
    expect(dark.max[1]).toBeLessThanOrEqual(0.5)
    const light = await imported(file, '--points', '300', '--pixels', 'light', '--aspect', 'square', '--threshold', '0.5', '--seed', '7')
    expect(light.min[0]).toBeGreaterThanOrEqual(-1 / 3)
    expect(light.max[1]).toBeGreaterThan(0.5)
    expect(light.reading?.picture).toEqual({ threshold: 0.5, invert: true, aspect: 'square', count: 300, seed: 7 })
  })

  it('archives: which array', async () => {
    const array = (shift: number) => encodeNpy({ shape: [3, 2], data: Float64Array.from([0, 1, 2, 4, 3, 9], (value) => value + shift) })
    const file = await keep('two.npz', zipSync({ 'first.npy': array(0), 'second.npy': array(100) }))
    expect((await imported(file, '--array', 'second')).min).toEqual([100, 101])
    const { code, stderr } = await holoscope('import', file, '--array', 'third')
    expect(stderr).toMatch(/no array “third”[^]*first, second/)
    expect(code).toBe(2)
  })

  it.each([
    [['--threshold', '2'], /--threshold is "2"; it must be a number from 0 to 0\.95/],
    [['--points', '1.5'], /--points is "1\.5"; it must be a whole number/],
    [['--pixels', 'red'], /--pixels is "red"; it must be one of dark, light/],
    [['--delimiter', ','], /--delimiter is for tables of text; this file is a picture/],
    [['--array', 'a'], /--array is for NPZ archives/],
    [['--units', 'mm'], /units of both columns/],
    [['--together'], /for the pictures of a folder/],
  ])('an option that cannot be meant (%j) is refused, and nothing is kept', async (args, sentence) => {
    const before = await library()
    const { code, stderr } = await holoscope('import', await keep('one-more.png', leftThird), ...args)
    expect(stderr).toMatch(sentence)
    expect(code).toBe(2)
    expect(await library()).toEqual(before)
  })
})

describe('files that cannot be read', { timeout: 60_000 }, () => {
  it.each(badInputs)('$name: a sentence, exit code 2, and nothing is lost', async (input) => {
    const before = await library()
    const path = await writeInput(home, input)
    const { code, stdout, stderr } = await holoscope('import', path)
    await rm(path)
    expect(stderr.replaceAll('\n', ' ')).toMatch(input.sentence)
    expect([code, stdout]).toEqual([2, ''])
    expect(await library()).toEqual(before)
  })

  it.each(oddInputs)('$name: the rows that can be used are kept, the others named', async (input) => {
    const { code, stdout, stderr } = await holoscope('import', await writeInput(home, input), '--json')
    for (const reason of input.leftOut) expect(stderr).toMatch(reason)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ count: input.kept, dropped: input.leftOut.length })
  })
})

describe('a folder', { timeout: 60_000 }, () => {
  it('becomes a data set a file; what was not taken is named with the reason', async () => {
    const folder = join(home, 'May')
    await mkdir(join(folder, 'night'), { recursive: true })
    await writeFile(join(folder, 'a.csv'), 'x,y\n1,2\n3,4\n')
    await writeFile(join(folder, 'notes.md'), '# nothing but a title\n')
    await writeFile(join(folder, '.hidden.csv'), 'x,y\n1,2\n3,4\n')
    await writeFile(join(folder, 'night', 'a.csv'), 'x,y\n5,6\n7,8\nlost,1\n')
    const { code, stdout, stderr } = await holoscope('import', folder, '--json')
    expect(code, stderr).toBe(0)
    const { taken, refused } = JSON.parse(stdout) as { taken: DataSet[]; refused: { file: string; reason: string }[] }
    expect(taken.map(({ title, count, dropped }) => [title, count, dropped])).toEqual([['a', 2, 0], [join('night', 'a'), 2, 1]])
    expect(refused).toEqual([{ file: 'notes.md', reason: expect.stringMatching(/holds no rows, only blank lines or comments/) }])
    expect(stderr).toMatch(/line 4: "x" is "lost"/)
  })

  it('of pictures becomes the mean of their densities with --together', async () => {
    const folder = join(home, 'frames')
    await mkdir(folder)
    await writeFile(join(folder, '1.png'), leftThird)
    await writeFile(join(folder, '2.png'), writePng({ width: 30, height: 30, type: 0, depth: 8, interlaced: false, filter: () => 0, sample: (x) => (x > 14 ? 0 : 255) }))
    await writeFile(join(folder, 'cut.png'), leftThird.subarray(0, 50))
    const { code, stdout, stderr } = await holoscope('import', folder, '--together', '--points', '401', '--pixels', 'dark', '--json')
    expect(code, stderr).toBe(0)
    const { taken: [set], refused } = JSON.parse(stdout) as { taken: DataSet[]; refused: { file: string }[] }
    expect(set).toMatchObject({ title: 'frames', count: 401, origin: 'frames: 2 pictures' })
    expect(refused.map(({ file }) => file)).toEqual(['cut.png'])
    expect([set.min[0] < -0.9, set.max[0] > 0.9]).toEqual([true, true])
  })

  it('without anything readable, or without files, is exit code 2', async () => {
    const folder = join(home, 'nothing')
    await mkdir(folder)
    const empty = await holoscope('import', folder)
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringMatching(/no files in this folder/)])
    await writeFile(join(folder, 'words.txt'), 'alas\n')
    expect((await holoscope('import', folder)).code).toBe(2)
    const together = await holoscope('import', folder, '--together')
    expect([together.code, together.stderr]).toEqual([2, expect.stringMatching(/None of the 1 files is a picture/)])
  })
})
