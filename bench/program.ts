import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { endWithBench } from './interruption.ts'
import type { Measurement, Row } from './measurement.ts'
import { readRow, rowsWanted } from './tell.ts'

/** A program of this folder that also stands by itself: what it tells becomes rows, whatever else it prints is said. */
export function program(id: string, title: string, minutes: number, file: string): Measurement {
  return {
    id, title, minutes,
    async run({ say, graphics }) {
      const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
        env: { ...process.env, [rowsWanted]: '1', ...(graphics.webgpu ? { HOLOSCOPE_BENCH_CARD: '1' } : {}) },
        // In a group of its own, so that the terminal's Ctrl-C does not end it half-way: it is told to, and clears its folder away.
        stdio: ['ignore', 'pipe', 'pipe'], detached: true,
      })
      let log = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => { log = (log + text).slice(-4000) })
      const ended = once(child, 'close')
      const release = endWithBench(async () => {
        child.kill('SIGTERM')
        await ended
      })
      try {
        const rows: Row[] = []
        for await (const line of createInterface({ input: child.stdout })) {
          const row = readRow(line)
          if (row) rows.push(row)
          else if (line.trim()) say(line)
        }
        await ended
        if (child.exitCode !== 0) throw new Error(reasonIn(log) ?? `${file} ended with ${child.exitCode ?? child.signalCode}: ${log.trim()}`)
        return rows
      } finally {
        release()
      }
    },
  }
}

/** The message of an error that ended the program, without its stack. */
const reasonIn = (log: string): string | undefined => /^(?:\w*Error|[a-z]\w*\.\w+): (.+)$/m.exec(log)?.[1]
