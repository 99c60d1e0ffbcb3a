import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRunFolder } from '../../engine/run-folder/run-folder.ts'
import { writeFileAtomic } from '../../engine/files/atomic-write.ts'
import { anyRunConfigSchema } from '../../shared/run-config.ts'
import { findStudy } from '../../shared/studies/index.ts'
import { readPdf } from '../figures/test-support/pdf-reader.ts'
import { compareCommand } from './compare-command.ts'
import { createOutput } from './output.ts'

let root: string
let folders: string[]

/** Three run folders as a training leaves them: two seeds at Δ = 1.5 (final losses 1 and 3), one at Δ = 2 (final loss 5). */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'holoscope-compare-'))
  const runs: [seed: number, dimension: number, final: number][] = [[1, 1.5, 1], [2, 1.5, 3], [1, 2, 5]]
  folders = await Promise.all(runs.map(async ([seed, conformalDimension, final]) => {
    const folder = join(root, `run-${seed}-${conformalDimension}`)
    const config = findStudy('holographic-flow')!.config.parse({ study: 'holographic-flow', seed, geometry: { kind: 'ads', conformalDimension } })
    await createRunFolder(folder, anyRunConfigSchema.parse(config), { state: 'done', step: 2, totalSteps: 2, updated: '', elapsedSeconds: 1 })
    const lines = [[1, 0.5], [2, final]].map(([step, loss]) => JSON.stringify({ kind: 'train', step, seconds: step, values: { loss, gradientNorm: 1 } }))
    await writeFileAtomic(join(folder, 'metrics.jsonl'), `${lines.join('\n')}\n`)
    return folder
  }))
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function compare(options: Record<string, string | boolean | string[]>, json = false): Promise<string> {
  let text = ''
  const stdout = new Writable({ write: (chunk, _encoding, done) => { text += String(chunk); done() } })
  const output = createOutput({ json, quiet: true, stdout })
  expect(await compareCommand.run({ positionals: folders, options, output })).toBe(0)
  return text
}

describe('holoscope compare', () => {
  it('takes seeds as replicates: mean and sample standard deviation of 1 and 3 are 2 and √2', async () => {
    const { groups, differences } = JSON.parse(await compare({}, true)) as {
      groups: { label: string; runs: number; values: { mean: number; low: number }[] }[]; differences: { fields: { path: string }[] }
    }
    expect(groups.map(({ label, runs }) => [label, runs])).toEqual([['$\\Delta$ = 1.5', 2], ['$\\Delta$ = 2', 1]])
    expect(groups[0].values[0].mean).toBe(2)
    expect(groups[0].values[0].low).toBeCloseTo(2 - Math.SQRT2, 14)
    expect(differences.fields.map(({ path }) => path).sort()).toEqual(['geometry.conformalDimension', 'seed'])
  })
  it('prints a table for people, LaTeX, CSV, and what differs', async () => {
    expect(await compare({})).toMatch(/loss +2\.0 ± 1\.4 +5$/m)
    expect(await compare({ latex: true })).toContain('$2.0 \\pm 1.4$')
    expect(await compare({ csv: true, value: 'best', band: 'range' })).toContain(',0.5,0.5,0.5,2')
    expect(await compare({ differences: true })).toMatch(/geometry\.conformalDimension/)
    expect(await compare({ group: 'seed', metric: ['gradientNorm'] })).toMatch(/gradientNorm +1 ± 0 +1$/m)
  })
  it('draws the curves with the stated band, on a page of the width that was asked for', async () => {
    const file = join(root, 'compared.pdf')
    expect(await compare({ output: file, width: '151', band: 'range', against: 'seconds' })).toContain('from the least to the greatest value')
    const { page, texts } = readPdf(await readFile(file))
    // A hundredth of a point is 3.5 µm.
    expect(Math.abs(page[0] - (151 * 72) / 25.4)).toBeLessThan(0.01)
    expect(texts.join('')).toContain('Training time (s)')
    expect(texts.join('')).toContain('mean, min–max')
  })
  it.each([
    [{ output: 'x.pdf', latex: true }, /cannot be combined/],
    [{ group: 'geometry.nothing' }, /no run has the field/i],
    [{ metric: ['nothing'] }, /no run logged/i],
    [{ band: 'wide' }, /--band is "wide"/],
  ])('refuses %j with a sentence', async (options, message) => {
    await expect(compare(options)).rejects.toThrow(message)
  })
})
