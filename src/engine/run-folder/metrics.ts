import { join } from 'node:path'
import { type MetricsLine, metricsLineSchema } from '../../shared/run.ts'
import { readLines } from '../files/append-lines.ts'
import { writeFileAtomic } from '../files/atomic-write.ts'
import { runFiles } from './layout.ts'

/** All lines that can be read; a torn or foreign line is left out. */
export async function readMetrics(folder: string): Promise<MetricsLine[]> {
  return parseLines((await readLines(join(folder, runFiles.metrics))).lines)
}

/** Latest value of each metric, from the end of the file: a list of a thousand runs must not read them all. */
export async function readLatestMetrics(folder: string): Promise<Record<string, number>> {
  const { lines } = await readLines(join(folder, runFiles.metrics), 131_072)
  return Object.assign({}, ...parseLines(lines).map((line) => line.values)) as Record<string, number>
}

/** Cuts the file back to a step, in one replacement. Returns what stayed. */
export async function truncateMetrics(folder: string, step: number): Promise<MetricsLine[]> {
  const kept = (await readMetrics(folder)).filter((line) => line.step <= step)
  await writeFileAtomic(join(folder, runFiles.metrics), kept.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return kept
}

function parseLines(lines: unknown[]): MetricsLine[] {
  return lines.flatMap((line) => {
    const parsed = metricsLineSchema.safeParse(line)
    return parsed.success ? [parsed.data] : []
  })
}
