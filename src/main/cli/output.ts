import type { Output } from './command.ts'

export interface OutputOptions {
  json: boolean
  quiet: boolean
  stdout?: NodeJS.WritableStream
  stderr?: NodeJS.WriteStream | (NodeJS.WritableStream & { isTTY?: boolean })
  /** Milliseconds; an argument so that tests need no clock. */
  now?: () => number
}

/** How often progress is printed where the line cannot be overwritten. */
const secondsBetweenLines = 10

export function createOutput(options: OutputOptions): Output {
  const { json, quiet, stdout = process.stdout, stderr = process.stderr, now = Date.now } = options
  let lastLine = Number.NEGATIVE_INFINITY
  let lineOpen = false
  const closeLine = () => {
    if (lineOpen) stderr.write('\n')
    lineOpen = false
  }
  return {
    json,
    result(value, text) {
      closeLine()
      const body = json ? JSON.stringify(value, null, 2) : text
      stdout.write(body.endsWith('\n') ? body : `${body}\n`)
    },
    remark(text) {
      if (quiet) return
      closeLine()
      stderr.write(`${text}\n`)
    },
    progress(text) {
      if (quiet) return
      if (stderr.isTTY) {
        stderr.write(`\r\x1b[2K${text}`)
        lineOpen = true
      } else if (now() - lastLine >= secondsBetweenLines * 1000) {
        lastLine = now()
        stderr.write(`${text}\n`)
      }
    },
  }
}
