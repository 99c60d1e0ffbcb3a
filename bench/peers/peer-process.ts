import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Timed } from '../interleave.ts'
import { endWithBench } from '../interruption.ts'

export interface PeerCommand {
  readonly command: string
  readonly parameters: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
}

/**
 * A program that is measured: it prepares one piece of work, says `{"ready": …}`, and then answers each `{"repeats": N}` with
 * `{"milliseconds": [N numbers]}`, a JSON object a line. Whatever else it prints is its log. The end of its input ends it.
 */
export class PeerProcess<Ready> implements Timed {
  readonly ready: Ready
  readonly #child: ChildProcessWithoutNullStreams
  readonly #answers: () => Promise<unknown>

  private constructor(child: ChildProcessWithoutNullStreams, answers: () => Promise<unknown>, ready: Ready) {
    this.#child = child
    this.#answers = answers
    this.ready = ready
  }

  /** @throws where the program ends before it is ready, with the end of its log */
  static async start<Ready>({ command, parameters, environment = process.env }: PeerCommand): Promise<PeerProcess<Ready>> {
    const child = spawn(command, [...parameters], { env: environment })
    // SIGKILL: it holds nothing that would have to be saved, and may be deep in a library.
    child.once('exit', endWithBench(async () => void child.kill('SIGKILL')))
    let log = ''
    const keep = (text: string) => { log = (log + text).slice(-4000) }
    child.stderr.setEncoding('utf8').on('data', keep)
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const next = async (): Promise<unknown> => {
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        if (line.value.startsWith('{')) return JSON.parse(line.value)
        keep(`${line.value}\n`)
      }
      throw new Error(`${command} ${parameters[0] ?? ''} ended early:\n${log}`)
    }
    const first = await Promise.race([next(), new Promise<never>((_, reject) => child.once('error', reject))])
    return new PeerProcess(child, next, (first as { ready: Ready }).ready)
  }

  async measure(repeats: number): Promise<number[]> {
    return (await this.ask<{ milliseconds: number[] }>(repeats)).milliseconds
  }

  /** The whole answer, where a program tells more than times. */
  async ask<Answer>(repeats: number): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify({ repeats })}\n`)
    return (await this.#answers()) as Answer
  }

  async end(): Promise<void> {
    const ended = new Promise((resume) => this.#child.once('exit', resume))
    this.#child.stdin.end()
    await ended
  }
}
