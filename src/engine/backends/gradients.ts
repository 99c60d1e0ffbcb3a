import { createRequire } from 'node:module'

/**
 * tfjs-core alone differentiates nothing: the package of everything registers the gradients, on the same tfjs-core. It is
 * required, not imported, because Node then takes its CommonJS build, which shares that instance.
 */
export function registerGradients(): void {
  createRequire(import.meta.url)('@tensorflow/tfjs')
}
