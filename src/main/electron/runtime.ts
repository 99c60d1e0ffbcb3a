import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as tensorflowSetup from '../../../scripts/setup/steps/tensorflow.mjs'
import type { DesktopMessage } from '../../shared/desktop.ts'

/** The set-up's own step, as far as it is used here (`scripts/setup/steps/tensorflow.mjs`). */
export interface RuntimeStep {
  /** The libraries' folder in the user's cache; null where there are none for this machine. */
  folder: string | null
  isWhole(): boolean
  fetch(report: { line(text: string): void; progress(share: number): void }): Promise<unknown>
}

/** The set-up that travels with the app, from its real files: one of them is a script for Python. */
export async function packagedRuntimeStep(root: string): Promise<RuntimeStep> {
  const script = pathToFileURL(join(root, 'scripts', 'setup', 'steps', 'tensorflow.mjs')).href
  const { isWhole, runtimeFolder, runtimeHere, tensorflowStep } = (await import(/* @vite-ignore */ script)) as typeof tensorflowSetup
  const runtime = await runtimeHere()
  const folder = runtime && runtimeFolder(runtime)
  return { folder, isWhole: () => folder !== null && isWhole(folder), fetch: (report) => tensorflowStep.run(report) }
}

/** Least change of the share that is worth a message. */
const worthTelling = 0.01
const meanwhile = 'Until then the lab computes with WebGPU or WebAssembly: the same results to rounding, several times slower.'

/**
 * Provides TensorFlow's libraries for an installed app, which carries the addon but not them (270 MB, 3.4 GB with CUDA): tells
 * trainers where they are or will be, and fetches them at the first start while the lab is already in use. Whatever starts after
 * that has them. Who has set HOLOSCOPE_TENSORFLOW, to a folder of their own or to `off`, is left in peace.
 *
 * @returns whether they were fetched now
 */
export async function provideRuntime(step: RuntimeStep, environment: NodeJS.ProcessEnv, tell: (message: DesktopMessage) => void): Promise<boolean> {
  if (step.folder === null || environment.HOLOSCOPE_TENSORFLOW) return false
  environment.HOLOSCOPE_TENSORFLOW = join(step.folder, 'tensorflow')
  if (step.isWhole()) return false
  let text = 'Fetching TensorFlow, once.'
  let told = -1
  const say = (share: number | null) => tell({ type: 'runtime', state: 'fetching', text: `${text} ${meanwhile}`, share })
  say(null)
  try {
    await step.fetch({
      line(next) {
        text = `Fetching TensorFlow, once: ${next}.`
        told = -1
        say(null)
      },
      progress(share) {
        if (Math.abs(share - told) < worthTelling) return
        told = share
        say(Math.min(1, Math.max(0, share)))
      },
    })
  } catch (error) {
    const { message, remedy } = error as Error & { remedy?: string }
    // The set-up speaks to somebody at a terminal.
    const advice = remedy?.replace(/,? then run the command again/i, '') ?? ''
    tell({ type: 'runtime', state: 'failed', text: `TensorFlow could not be fetched. ${message}`, action: `${advice} The next start tries again. ${meanwhile}`.trim(), share: null })
    return false
  }
  tell({ type: 'runtime', state: 'there', text: 'TensorFlow is there. Runs that start from now on compute with it.', share: null })
  return true
}
