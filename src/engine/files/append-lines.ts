import { open, readFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

/**
 * A file of JSON lines that only grows. A line counts once its newline is there: a writer that is killed, or that meets a
 * full disk, leaves at most one torn line at the end, which readers leave out and the next writer cuts off.
 */
export interface LineAppender {
  append(lines: readonly unknown[]): Promise<void>
  /** Waits until everything appended is on the disk. */
  sync(): Promise<void>
  close(): Promise<void>
}

export async function openLineAppender(path: string): Promise<LineAppender> {
  const file = await open(path, 'a+')
  await cutTornTail(file)
  return {
    append: (lines) => file.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
    sync: () => file.sync(),
    close: () => file.close(),
  }
}

export interface LinesRead {
  /** The parsed complete lines; lines that are not JSON are null, in their place. */
  lines: unknown[]
  /** Bytes after the last newline: what a killed writer left of a line. */
  tornBytes: number
}

/** All complete lines of a file, or of its last `tailBytes`; an absent file has none. */
export async function readLines(path: string, tailBytes = Infinity): Promise<LinesRead> {
  const text = await readTail(path, tailBytes)
  const end = text.lastIndexOf('\n') + 1
  const lines = text.slice(0, end).split('\n').filter((line) => line !== '').map(parseLine)
  return { lines, tornBytes: Buffer.byteLength(text.slice(end)) }
}

async function readTail(path: string, tailBytes: number): Promise<string> {
  try {
    if (tailBytes === Infinity) return await readFile(path, 'utf8')
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      const start = Math.max(0, size - tailBytes)
      const bytes = Buffer.alloc(size - start)
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
      const text = bytes.toString('utf8', 0, bytesRead)
      // The first line of a tail is cut unless the tail is the whole file.
      return start === 0 ? text : text.slice(text.indexOf('\n') + 1)
    } finally {
      await file.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

async function cutTornTail(file: FileHandle): Promise<void> {
  const { size } = await file.stat()
  const step = 65_536
  for (let end = size; end > 0; end -= step) {
    const start = Math.max(0, end - step)
    const bytes = Buffer.alloc(end - start)
    await file.read(bytes, 0, bytes.length, start)
    const newline = bytes.lastIndexOf(10)
    if (newline < 0 && start > 0) continue
    const complete = start + newline + 1
    if (complete < size) await file.truncate(complete)
    return
  }
}
