import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { runFiles } from '../../engine/run-folder/layout.ts'
import type { TrainerExit } from './trainer-process.ts'

const signals: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'it was killed (SIGKILL), most often because the memory was full',
  SIGTERM: 'it was asked to end (SIGTERM) by another program',
  SIGSEGV: 'the native library crashed (SIGSEGV)',
  SIGABRT: 'the native library gave up (SIGABRT)',
  SIGBUS: 'memory or the disk failed under the native library (SIGBUS)',
  SIGILL: 'the native library uses instructions that this processor lacks (SIGILL)',
  SIGFPE: 'the native library divided by zero (SIGFPE)',
  SIGXFSZ: 'a file grew beyond the limit that the system sets (SIGXFSZ)',
}

/** What happened to a trainer that ended without a word, what is safe, and what to do next. */
export function describeExit({ code, signal, error }: TrainerExit, logTail: string): string {
  const next = 'What was saved is intact: resume goes on from the last checkpoint.'
  const lastWords = logTail === '' ? '' : ` Its last words: ${logTail}`
  if (error) return `The trainer could not be started: ${error}.`
  if (signal) return `The trainer ended unexpectedly: ${signals[signal] ?? `it received ${signal}`}. ${next}`
  // 1 is the trainer's own way to say that the folder cannot be used; it has printed a sentence.
  if (code === 1 && logTail !== '') return logTail
  return `The trainer ended unexpectedly with exit code ${code}. ${next}${lastWords}`
}

/** The last line that the trainer printed, at most 500 characters. */
export async function readLogTail(folder: string): Promise<string> {
  try {
    const file = await open(join(folder, runFiles.log), 'r')
    try {
      const { size } = await file.stat()
      const bytes = Buffer.alloc(Math.min(size, 4096))
      await file.read(bytes, 0, bytes.length, size - bytes.length)
      return bytes.toString('utf8').trim().split('\n').at(-1)?.slice(-500) ?? ''
    } finally {
      await file.close()
    }
  } catch {
    return ''
  }
}
