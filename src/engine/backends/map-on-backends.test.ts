import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { MapErrors } from './map-on-backend.test-helper.ts'

const program = fileURLToPath(new URL('./map-on-backend.test-helper.ts', import.meta.url))

describe('the holographic map as tensors', () => {
  it.for(['tensorflow', 'webgpu', 'wasm'] as const)('agrees with float64 on %s, gradients and inverse too', async (name, { skip }) => {
    const { stdout } = await promisify(execFile)(process.execPath, [program, name])
    const errors = JSON.parse(stdout.trim().split('\n').at(-1) as string) as MapErrors | { problem: string }
    if ('problem' in errors) {
      // Without a Vulkan driver there is nothing to test.
      if (name === 'webgpu' && !process.env.VK_ICD_FILENAMES) return skip(String(errors.problem))
      throw new Error(String(errors.problem))
    }
    // Float32 rounds at 6e-8; some 30 operations a layer, three layers. Shaders' sines and logarithms are good to 1e-6 or so.
    const tolerance = name === 'webgpu' ? 5e-5 : 3e-6
    for (const [kind, each] of Object.entries(errors)) {
      // The way back is the inverse of rounded numbers: each layer's slope, a few, amplifies them.
      for (const [what, error] of Object.entries(each)) expect(error, `${kind}, ${what}`).toBeLessThan(what === 'back' ? 10 * tolerance : tolerance)
    }
  })
})
