/** What the owner of a run wants of it. `interrupt`: the host goes away; save and end. */
export type RunRequest = 'run' | 'pause' | 'stop' | 'interrupt'
const requests: readonly RunRequest[] = ['run', 'pause', 'stop', 'interrupt']

/**
 * A request in memory that two threads share: TensorFlow blocks its thread for as long as a step takes, so that a message
 * could not reach it, and a look at shared memory costs nothing.
 */
export class RunControl {
  readonly buffer: SharedArrayBuffer
  readonly #cell: Int32Array<SharedArrayBuffer>

  constructor(buffer = new SharedArrayBuffer(4)) {
    this.buffer = buffer
    this.#cell = new Int32Array(buffer)
  }

  get request(): RunRequest {
    return requests[Atomics.load(this.#cell, 0)]
  }

  /** The wish to end is final: a pause that arrives behind it changes nothing. */
  set request(request: RunRequest) {
    if (this.ending) return
    Atomics.store(this.#cell, 0, requests.indexOf(request))
    Atomics.notify(this.#cell, 0)
  }

  get ending(): boolean {
    return this.request === 'stop' || this.request === 'interrupt'
  }

  /** Resolves when the request is no longer `pause`. */
  async whilePaused(): Promise<void> {
    while (this.request === 'pause') {
      const wait = Atomics.waitAsync(this.#cell, 0, requests.indexOf('pause'), 1000)
      if (wait.async) await wait.value
    }
  }
}
