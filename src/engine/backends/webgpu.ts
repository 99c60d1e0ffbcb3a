import { createRequire } from 'node:module'
import * as tf from '@tensorflow/tfjs-core'
import { Problem } from '../../shared/problem.ts'
import type { BackendDescription } from './description.ts'
import { registerGradients } from './gradients.ts'
import { explainMissingAdapter, vulkanFacts } from './vulkan.ts'

const commonRequire = createRequire(import.meta.url)

/** What of the WebGPU interface is read here. */
interface Adapter {
  readonly info: { readonly vendor: string; readonly architecture: string; readonly device: string; readonly description: string; readonly isFallbackAdapter?: boolean }
}
interface Gpu {
  requestAdapter(options?: { powerPreference: 'high-performance' }): Promise<Adapter | null>
}

/**
 * Loads tfjs's WebGPU back end on Dawn, the implementation inside Chromium, which the package `webgpu` brings to Node.
 *
 * What it lacks: reading a tensor synchronously (`dataSync` wants a browser's canvas, so numbers are awaited with `data`),
 * and the fused and resource operations that only TensorFlow has. Float32 only. Its sums run in another order than
 * TensorFlow's, so results agree to rounding.
 *
 * @throws Problem where there is no driver or no card
 */
export async function loadWebGpu(): Promise<BackendDescription> {
  const gpu = await openGpu()
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) {
    throw new Problem('backend.webgpu.adapter', 'WebGPU finds no graphics card with a driver that it can use.', process.platform === 'linux'
      ? explainMissingAdapter(await vulkanFacts())
      : 'Update the driver of the graphics card.')
  }
  // tfjs registers its back end while its module is loaded, and only where it then sees `navigator.gpu`.
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true })
  registerGradients()
  commonRequire('@tensorflow/tfjs-backend-webgpu')
  if (!(await tf.setBackend('webgpu'))) throw new Problem('backend.webgpu.start', 'tfjs could not open the graphics card through WebGPU.', 'Update the driver of the graphics card.')
  tf.enableProdMode()
  const { vendor, architecture, device, description, isFallbackAdapter = false } = adapter.info
  const name = description || device || [vendor, architecture].filter(Boolean).join(' ') || 'graphics card'
  const software = isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test([name, architecture, device].join(' '))
  return { name: 'webgpu', version: tf.version_core, device: software ? `${name} (software)` : name, threads: 1, software }
}

async function openGpu(): Promise<Gpu> {
  try {
    const { create, globals } = await import('webgpu')
    Object.assign(globalThis, globals)
    return create([]) as unknown as Gpu
  } catch (error) {
    throw new Problem('backend.webgpu.library', `The WebGPU library does not load: ${error instanceof Error ? error.message : String(error)}`, 'Run npm ci --ignore-scripts; on this kind of machine there may be no build of it.')
  }
}
