import { fileURLToPath } from 'node:url'

/**
 * Where the trainer's two scripts lie: beside this file in the source tree, which Node runs as it is, and beside the bundle
 * in the desktop build. The one module that knows.
 */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const path = (name: string) => fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url))

export const trainerScript = path('trainer')
export const trainerWorkerScript = path('trainer-worker')
