/**
 * Runs asynchronous tasks one after the other, in the order of asking. After a task fails, the tasks behind it are not run:
 * they fail with the same error, so that nothing is written after a write that did not happen.
 */
export class SerialQueue {
  #tail: Promise<unknown> = Promise.resolve()

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(task)
    this.#tail = result
    result.catch(() => undefined) // whoever awaits it hears of it; nobody else needs to
    return result
  }

  /** Resolves when everything asked so far is done; rejects with the first failure. */
  async drained(): Promise<void> {
    await this.#tail
  }
}
