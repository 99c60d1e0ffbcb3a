import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Measurement } from './measurement.ts'

/** A program of this folder that measures and prints by itself: its lines become lines of the table. */
export function program(id: string, title: string, file: string): Measurement {
  return {
    id, title,
    async run({ say }) {
      say(title)
      const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], { stdio: ['ignore', 'pipe', 'inherit'] })
      const lines: string[] = []
      for await (const line of createInterface({ input: child.stdout })) if (line.trim()) lines.push(line)
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      if (child.exitCode !== 0) throw new Error(`${file} ended with ${child.exitCode ?? child.signalCode}`)
      return lines.map((what) => ({ what, unit: '' as const, ours: null }))
    },
  }
}
