import type { Host } from '../src/main/host.ts'
import type { MetricsLine } from '../src/shared/run.ts'
import { findStudy } from '../src/shared/studies/index.ts'

export type FlowConfig = Record<string, unknown> & { model: Record<string, unknown>; training: Record<string, unknown> }

/** A training that a bench wants the metrics of. Its title must tell all that matters: runs are found again by it. */
export interface WantedRun {
  title: string
  config: FlowConfig
}

/** The configuration of a preset of the holographic flow, complete. */
export function flowPreset(id: string): FlowConfig {
  const study = findStudy('holographic-flow')
  const preset = study?.presets.find((one) => one.id === id)
  if (!study || !preset) throw new Error(`There is no preset ${id}`)
  return study.config.parse(preset.config) as FlowConfig
}

/**
 * The metrics of runs, in their order, `atOnce` trained side by side with `threads` threads each (0: all). Runs that are done are
 * taken as they are and others continued from their last checkpoint, so that a bench goes on where it was interrupted.
 */
export async function trainedRuns(host: Host, wanted: readonly WantedRun[], { atOnce, threads }: { atOnce: number; threads: number }): Promise<MetricsLine[][]> {
  const results: MetricsLine[][] = []
  let next = 0
  const work = async () => {
    for (let i = next++; i < wanted.length; i = next++) results[i] = await trainedRun(host, wanted[i], threads)
  }
  const { concurrentRuns } = host.settings.current
  await host.settings.update({ concurrentRuns: atOnce })
  try {
    await Promise.all(Array.from({ length: atOnce }, work))
  } finally {
    await host.settings.update({ concurrentRuns }) // the folder may be somebody's own
  }
  return results
}

async function trainedRun(host: Host, { title, config }: WantedRun, threads: number): Promise<MetricsLine[]> {
  const known = (await host.runs.list()).find((run) => run.title === title)
  process.stderr.write(`${title}${known ? `: ${known.status.state}` : ''}\n`)
  const { id } = known ?? await host.startRun({ ...config, title, device: { ...Object(config.device), threads } })
  if (known?.status.state !== 'done') {
    if (known && !host.trainers.isActive(id)) await host.trainers.resume(id)
    const status = await host.trainers.whenEnded(id)
    if (status.state !== 'done') throw new Error(`${title} ended as ${status.state}: ${status.reason ?? ''}`)
  }
  return (await host.runs.details(id)).metrics
}
