import { vi } from 'vitest'
import { main } from './cli.ts'

/** The command line in this process; what it prints is caught. */
export async function holoscope(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const printed = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) => vi.spyOn(process[stream], 'write').mockImplementation((text) => {
    printed[stream] += String(text)
    return true
  }))
  try {
    return { code: await main(args), ...printed }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
