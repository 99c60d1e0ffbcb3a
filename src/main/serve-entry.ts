import { parseArgs } from 'node:util'
import { Problem } from '../shared/problem.ts'
import { serve } from './serve/serve.ts'

/**
 * `node src/main/serve-entry.ts [--port P] [--bundle DIR]`: serves the lab on 127.0.0.1 until it is told to end, and prints
 * the address, which holds the token of this launch.
 */
const { values } = parseArgs({ options: { port: { type: 'string' }, bundle: { type: 'string' } } })

try {
  const { server, host, close } = await serve({ port: values.port === undefined ? 0 : Number(values.port), bundle: values.bundle })
  process.stdout.write(`Holoscope is at ${server.address}\nWorkspace: ${host.workspace.root}\nCtrl-C ends it; running trainings are saved first.\n`)
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    process.stdout.write('Saving and closing.\n')
    await close()
    process.exit(0)
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  process.on('SIGHUP', end)
} catch (error) {
  console.error(error instanceof Problem ? `${error.message} ${error.action ?? ''}` : error)
  process.exitCode = 1
}
