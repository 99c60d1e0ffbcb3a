import { setPriority } from 'node:os'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'
import { provenanceSchema } from '../../shared/run.ts'
import { tensorflowEnvironment } from '../backends/index.ts'
import { connectHost } from './host-link.ts'
import { trainRunFolder } from './train-run-folder.ts'

/**
 * The trainer process: one run folder, from where it stands to its end. Its main thread listens to the host and writes the
 * files; a worker thread computes. Ends with 0 when the folder says how the run ended, whatever that is.
 *
 *   node trainer.ts --folder DIR --application '{"name":…,"version":…,"commit":…}'
 */
const { values } = parseArgs({ options: { folder: { type: 'string' }, application: { type: 'string' } } })
const { folder, application } = z
  .object({ folder: z.string().min(1), application: z.string().transform((text) => provenanceSchema.shape.application.parse(JSON.parse(text))) })
  .parse(values)

const heartbeatMilliseconds = 2000
/** A little below the host and the window, which must answer at once though TensorFlow takes every core. */
const niceness = 5

// The computing thread holds some 30 MB of JavaScript objects. Left to itself V8 collects them all anew at every fifteenth step of a small
// network, 4 % of the step and more of the other cores; five times as much room makes that rare.
setFlagsFromString('--heap-growing-percent=400')

try {
  setPriority(niceness)
} catch {
  // Some systems do not allow it, and then it stays as it is.
}
const host = connectHost()
// The host's end of these pipes may close before we do; what we print then is lost, and nothing else.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)

const heartbeat = setInterval(() => host.send({ type: 'heartbeat' }), heartbeatMilliseconds)
let exitCode = 0
try {
  await trainRunFolder({
    folder, application,
    onEvent: (event) => host.send(event),
    prepareEnvironment: (threads) => Object.assign(process.env, tensorflowEnvironment(threads)),
    onControl: (control) => {
      host.onCommand(({ type }) => {
        control.request = type === 'resume' ? 'run' : type
      })
      // Whoever goes away or ends us wants what we have: save, and end as interrupted.
      host.onDisconnect(() => (control.request = 'interrupt'))
      process.on('SIGTERM', () => (control.request = 'interrupt'))
      process.on('SIGHUP', () => (control.request = 'interrupt'))
      // Ctrl-C reaches the whole group of processes; with a host it is the host that decides.
      process.on('SIGINT', () => {
        if (!host.connected) control.request = 'interrupt'
      })
    },
  })
} catch (error) {
  exitCode = 1
  console.error(error instanceof Problem ? `${error.message} ${error.action ?? ''}` : error)
} finally {
  clearInterval(heartbeat)
  await host.close()
  process.exit(exitCode)
}
