import { readFileSync } from 'node:fs'
import os from 'node:os'
import { z } from 'zod'
import { readNvidia } from '../src/engine/backends/nvidia.ts'

/** The machine that a record was made on. */
export const machineSchema = z.object({
  processor: z.string(),
  cores: z.int(),
  memoryGiB: z.number(),
  /** Kernel and distribution. */
  system: z.string(),
  node: z.string(),
  /** NVIDIA's cards, their driver, and the newest CUDA that it can run. */
  nvidia: z.object({
    driver: z.string().nullable(), driverCuda: z.string().nullable(), onBus: z.boolean(), failure: z.string().nullable(),
    cards: z.array(z.object({ name: z.string(), memory: z.string(), computeCapability: z.string().nullable() })),
  }),
  /** Mean number of programs that wanted to run in the last minute before the bench: other work shows here. */
  load: z.number(),
})
export type Machine = z.infer<typeof machineSchema>

export async function describeMachine(): Promise<Machine> {
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}, ${os.arch()}${distribution()}`,
    node: process.version,
    nvidia: await readNvidia(),
    load: Number(os.loadavg()[0].toFixed(2)),
  }
}

function distribution(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
    return name ? `, ${name}` : ''
  } catch {
    return ''
  }
}

/** The machine in a few lines, for the head of the tables. */
export function machineLines({ processor, cores, memoryGiB, system, node, nvidia, load }: Machine): string[] {
  return [
    `${processor}, ${cores} cores, ${memoryGiB} GiB; load ${load}`,
    `${system}; Node ${node}`,
    ...nvidia.cards.map(({ name, memory, computeCapability }) =>
      [name, memory, `driver ${nvidia.driver}`, nvidia.driverCuda && `up to CUDA ${nvidia.driverCuda}`, computeCapability && `compute capability ${computeCapability}`].filter(Boolean).join(', ')),
  ]
}
