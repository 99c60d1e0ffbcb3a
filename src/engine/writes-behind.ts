/** Small writes that may be under way before a training waits for them: then its steps are faster than the disk. */
const mostUnderWay = 100

/**
 * The writes that a training does not wait for: it takes its next steps while the disk works. The recorder keeps the order of the
 * calls, so the folder passes through the same states as if each write had been waited for; only the training is ahead of it.
 *
 * The first failure is thrown at the next look.
 */
export class WritesBehind {
  readonly #underWay = new Set<Promise<void>>()
  #failure: { error: unknown } | null = null

  add(write: Promise<void>): void {
    const ended = write
      .catch((error: unknown) => void (this.#failure ??= { error })) // those behind it fail for the same reason
      .finally(() => this.#underWay.delete(ended))
    this.#underWay.add(ended)
  }

  /** A look between two steps: throws if a write has failed. */
  async keepUp(): Promise<void> {
    if (this.#underWay.size >= mostUnderWay) await this.done()
    if (this.#failure) throw this.#failure.error
  }

  /** Resolves once everything is written; throws if a write has failed. */
  async done(): Promise<void> {
    await Promise.all(this.#underWay)
    if (this.#failure) throw this.#failure.error
  }
}
