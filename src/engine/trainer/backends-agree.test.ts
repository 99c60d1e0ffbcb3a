import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isTensorFlowProvided } from '../backends/tensorflow.ts'
import { readMetrics } from '../run-folder/metrics.ts'
import { createSmallestRun, startTrainer } from './trainer.test-helper.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holoscope-backends-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('12.58 different back ends agree to 1e-3 in BV, and in the loss to float32 rounding grown over the steps', async ({ skip }) => {
  if (!isTensorFlowProvided()) skip('TensorFlow is not provided on this machine')
  const train = async (backend: string) => {
    const run = join(folder, backend)
    await createSmallestRun(run, {
      model: { variant: 'ads-kg-hermite', preconditioning: 'analytic' },
      sampling: { points: 200, referencePoints: 200, solverSteps: 2 },
      device: { backend, threads: 1 },
    })
    const { code, stderr } = await startTrainer(run).ended
    expect(code, stderr).toBe(0)
    return await readMetrics(run)
  }
  const [tensorflow, wasm] = [await train('tensorflow'), await train('wasm')]
  expect(wasm.map(({ kind, step }) => [kind, step])).toEqual(tensorflow.map(({ kind, step }) => [kind, step]))
  tensorflow.forEach(({ kind, values }, i) => {
    const other = wasm[i].values
    if (kind === 'evaluate') expect(Math.abs(other.boundaryViolation - values.boundaryViolation)).toBeLessThanOrEqual(1e-3)
    // 6e-8 a rounding, 40 steps of Adam, whose normalised step amplifies rounding in tiny gradients.
    else expect(Math.abs(other.loss / values.loss - 1)).toBeLessThan(1e-3)
  })
}, 240_000)
