import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BackendName } from '../../shared/run-config.ts'
import { probeBackends } from './probe.ts'
import type { SmallTraining } from './train-small-net.ts'

const program = fileURLToPath(new URL('./train-small-net.ts', import.meta.url))

/** Trains the small network on a back end, in a process of its own. */
async function trainOn(name: BackendName): Promise<SmallTraining | { problem: string }> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, name])
  return JSON.parse(stdout) as SmallTraining | { problem: string }
}

/**
 * The largest difference, relative to the largest entry of the same tensor: an entry that nearly cancels has no digits of
 * its own.
 */
function worstDifference(found: Record<string, number[]>, reference: Record<string, number[]>): number {
  return Math.max(...Object.entries(reference).map(([key, expected]) => {
    const scale = Math.max(...expected.map(Math.abs))
    return Math.max(...expected.map((value, i) => Math.abs(value - found[key][i]))) / scale
  }))
}

describe('each back end trains a small network', () => {
  let reference: SmallTraining

  beforeAll(async () => {
    const training = await trainOn('tensorflow')
    if ('problem' in training) throw new Error(`TensorFlow is the reference, but: ${training.problem}`)
    reference = training
  })

  it('TensorFlow lowers the loss and leaks nothing', () => {
    expect(reference.losses.at(-1)).toBeLessThan(reference.losses[0] / 4)
    expect(reference.tensorsAlive[1]).toBe(reference.tensorsAlive[0])
  })

  it.for(['webgpu', 'wasm'] as const)('%s agrees with TensorFlow to rounding and leaks nothing', async (name, { skip }) => {
    const training = await trainOn(name)
    // Without a Vulkan driver there is nothing to test; where set-up found one, a refusal is a failure.
    if ('problem' in training && name === 'webgpu' && !process.env.VK_ICD_FILENAMES) return skip(training.problem)
    if ('problem' in training) throw new Error(training.problem)
    // Float32 rounds at 6e-8. The longest sums (the gradient by a filter: batch times pixels, 400 terms, after products of
    // several layers) are added in another order here, which moves them by about √400 · 6e-8 = 1e-6 of their scale.
    expect(worstDifference(training.firstGradients, reference.firstGradients)).toBeLessThan(5e-6)
    // Twelve steps with momentum 0.9 add up less than 1/(1 - 0.9) = 10 such differences.
    expect(worstDifference(training.weights, reference.weights)).toBeLessThan(5e-5)
    training.losses.forEach((loss, step) => expect(loss).toBeCloseTo(reference.losses[step], 5))
    expect(training.tensorsAlive[1]).toBe(training.tensorsAlive[0])
  })
})

describe('the probe of the back ends', () => {
  it('measures TensorFlow and WebAssembly, and gives a reason for every one', async () => {
    const report = await probeBackends()
    expect(report.map(({ name }) => name)).toEqual(['tensorflow', 'webgpu', 'wasm'])
    for (const { name, available, reason, gflops } of report) {
      expect(reason).not.toBe('')
      if (!available) expect(gflops).toBeNull()
      // A card that the processor imitates is there but not measured.
      if (name !== 'webgpu') expect(gflops).toBeGreaterThan(0)
    }
  })

  it('reports a program that cannot run instead of failing', async () => {
    const report = await probeBackends({ run: async () => (await promisify(execFile)('/nonexistent/node')).stdout })
    expect(report.every(({ available, reason }) => !available && /ENOENT/.test(reason))).toBe(true)
  })
})
