import { setPriority } from 'node:os'
import { parseArgs } from 'node:util'
import { type AnalysisEvent, analysisRequestSchema } from '../../shared/analysis.ts'
import { Problem } from '../../shared/problem.ts'
import { connectHost } from '../trainer/host-link.ts'
import { analyseFolder } from './analyse-folder.ts'

/**
 * A process that draws pictures of one checkpoint and ends: what it needs of memory and cores goes back, and a native fault
 * costs one picture. It has no state, so whoever does not want it any more kills it.
 *
 *   node analyse-run.ts --folder DIR --request '{"kind":…,"step":…,"seed":…}'
 */
const { values } = parseArgs({ options: { folder: { type: 'string' }, request: { type: 'string' } } })
/** Well below a training, which goes on meanwhile. */
const niceness = 12
const leastBetweenMessages = 100

try {
  setPriority(niceness)
} catch {
  // Some systems do not allow it, and then it stays as it is.
}
const host = connectHost<AnalysisEvent>()
host.onDisconnect(() => process.exit(1))

let told = 0
function tell(share: number): void {
  const now = performance.now()
  if (now - told < leastBetweenMessages) return
  told = now
  host.send({ type: 'progress', share })
}

try {
  if (!values.folder) throw new Error('Usage: analyse-run.ts --folder DIR --request JSON')
  const request = analysisRequestSchema.parse(JSON.parse(values.request ?? ''))
  host.send({ type: 'done', result: await analyseFolder(values.folder, request, tell) })
} catch (error) {
  if (!(error instanceof Problem)) console.error(error)
  const { code, message, action } = error instanceof Problem ? error : new Problem('Unexpected', `The pictures could not be drawn: ${error instanceof Error ? error.message : String(error)}`)
  host.send({ type: 'failed', problem: { code, message, action } })
}
await host.close()
// An open graphics device keeps the process alive.
process.exit(0)
