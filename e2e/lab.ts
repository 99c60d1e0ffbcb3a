import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real host (`serve`) with a workspace of its own, which can be killed and started again. */
export class Lab {
  readonly home: string
  /** The address that the host printed, token included. */
  address = ''
  #process: ChildProcess | null = null

  readonly #temporary: boolean
  readonly #bundle: string | undefined

  private constructor(home: string, temporary: boolean, bundle: string | undefined) {
    this.home = home
    this.#temporary = temporary
    this.#bundle = bundle
  }

  /** In a given workspace, or in a temporary one that `close` removes; with the interface of `npm run build`, or another bundle. */
  static async create(home?: string, bundle?: string): Promise<Lab> {
    const lab = new Lab(home ?? await mkdtemp(join(tmpdir(), 'holoscope-e2e-')), home === undefined, bundle)
    await lab.start()
    return lab
  }

  /** At the same port as before, so that an open window can find it. */
  async start(): Promise<void> {
    const port = this.address === '' ? '0' : new URL(this.address).port
    const child = spawn(process.execPath, ['src/main/serve-entry.ts', '--port', port, ...(this.#bundle ? ['--bundle', this.#bundle] : [])], {
      env: { ...process.env, HOLOSCOPE_HOME: this.home }, stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#process = child
    this.address = await new Promise<string>((resolve, reject) => {
      let text = ''
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        const match = /http:\/\/\S+/.exec(text)
        if (match) resolve(match[0])
      })
      child.once('exit', (code) => reject(new Error(`The host ended with code ${code} before it printed an address. ${text}`)))
    })
  }

  /** As a power cut would: no chance to save anything. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async close(): Promise<void> {
    await this.#end('SIGTERM')
    if (this.#temporary) await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    this.#process = null
    if (!child || child.exitCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
}
