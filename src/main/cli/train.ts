import type { HostEvent } from '../../shared/contract.ts'
import type { RunSummary } from '../../shared/run.ts'
import type { Host } from '../host.ts'
import { exitCodes, type Output } from './command.ts'

/**
 * Starts or resumes a run on a host of its own and waits for its end, telling of its progress. The first Ctrl-C saves a
 * checkpoint and ends; the run folder can be resumed. Answers with the exit code.
 */
export async function trainToTheEnd(host: Host, start: (host: Host) => Promise<RunSummary>, output: Output): Promise<number> {
  let interrupted = false
  let closing: Promise<void> | null = null
  const interrupt = () => {
    interrupted = true
    if (!closing) output.remark('Saving a checkpoint and ending.')
    closing ??= host.shutdown()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  let stopListening: () => void = () => undefined
  try {
    const { id } = await start(host)
    const folder = host.runs.folderOf(id)
    output.remark(`Run folder: ${folder}`)
    stopListening = host.events.listen((event) => tell(event, id, output))
    const status = await host.trainers.whenEnded(id)
    stopListening()
    const summary = await host.runs.summary(id)
    const report = { id, folder, status, metrics: summary.latest }
    output.result(report, describe(folder, summary, status.reason))
    if (status.state === 'done') return exitCodes.success
    return interrupted || status.state === 'interrupted' || status.state === 'stopped' ? exitCodes.interrupted : exitCodes.runFailed
  } finally {
    stopListening()
    await (closing ?? host.shutdown())
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}

function tell(event: HostEvent, id: string, output: Output): void {
  if (event.type === 'progress' && event.id === id) {
    const { step, totalSteps, loss, stepsPerSecond, secondsLeft } = event.progress
    const left = secondsLeft === null ? '' : `, ${formatSeconds(secondsLeft)} left`
    output.progress(`step ${step} of ${totalSteps}${loss === null ? '' : `, loss ${loss.toPrecision(5)}`}, ${stepsPerSecond.toFixed(1)} steps/s${left}`)
  }
  if (event.type === 'metrics' && event.id === id) {
    for (const line of event.lines) if (line.kind === 'evaluate') output.remark(`evaluation at step ${line.step}: ${formatValues(line.values)}`)
  }
}

function describe(folder: string, summary: RunSummary, reason: string | undefined): string {
  const { state, step, totalSteps, elapsedSeconds } = summary.status
  return [
    `${state} at step ${step} of ${totalSteps} after ${formatSeconds(elapsedSeconds)}${reason ? `: ${reason}` : ''}`,
    ...Object.entries(summary.latest).map(([name, value]) => `  ${name.padEnd(36)} ${value.toPrecision(6)}`),
    folder,
  ].join('\n')
}

export function formatValues(values: Record<string, number>): string {
  return Object.entries(values).map(([name, value]) => `${name} ${value.toPrecision(4)}`).join(', ')
}

export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
