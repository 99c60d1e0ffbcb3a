import { execFile } from 'node:child_process'
import os from 'node:os'
import { promisify } from 'node:util'

/** The machine that a record was made on. */
export interface Machine {
  processor: string
  cores: number
  memoryGiB: number
  system: string
  node: string
  graphicsCards: string[]
  /** Mean number of programs that wanted to run in the last minute before the bench: other work shows here. */
  load: number
}

export async function describeMachine(): Promise<Machine> {
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}, ${os.arch()}`,
    node: process.version,
    graphicsCards: await nvidiaCards(),
    load: Number(os.loadavg()[0].toFixed(2)),
  }
}

async function nvidiaCards(): Promise<string[]> {
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader'], { timeout: 20_000 })
    return stdout.trim().split('\n').filter(Boolean)
  } catch {
    return []
  }
}
