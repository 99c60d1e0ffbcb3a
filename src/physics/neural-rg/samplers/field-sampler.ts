/**
 * A source of configurations of a model, distributed as e^{-S}/Z once it is warm.
 *
 * The random numbers of step i come from stream (seed, i) alone, so that step count and configuration are the whole state: a
 * restored sampler goes on bit for bit.
 */
export interface FieldSampler {
  /** The configuration after the last step; overwritten by the next one. */
  readonly field: Float64Array
  /** Successive configurations do not depend on each other. */
  readonly independent: boolean
  /** Steps done. */
  readonly steps: number
  step(): void
  save(): SamplerState
  restore(state: SamplerState): void
}

export interface SamplerState {
  steps: number
  /** What the next step starts from; the field itself, or the spins behind an auxiliary field. */
  configuration: Float64Array
}

export interface DrawOptions {
  count: number
  /** Steps before the first field is kept; none are needed for independent samplers. @default 200 */
  warmUp?: number
  /** Steps from one kept field to the next. @default 5 */
  spacing?: number
}

/**
 * Draws `count` fields, one behind the other in the result. It is a generator, so that a worker can report progress and stop
 * between any two: each turn yields the share that is done.
 */
export function* drawFields(sampler: FieldSampler, { count, warmUp = 200, spacing = 5 }: DrawOptions): Generator<number, Float64Array> {
  const { independent } = sampler
  const first = independent ? 0 : warmUp
  const between = independent ? 1 : spacing
  const total = first + count * between
  const fields = new Float64Array(count * sampler.field.length)
  for (let i = 0; i < first; i++) {
    sampler.step()
    yield (i + 1) / total
  }
  for (let drawn = 0; drawn < count; drawn++) {
    for (let i = 0; i < between; i++) {
      sampler.step()
      yield (first + drawn * between + i + 1) / total
    }
    fields.set(sampler.field, drawn * sampler.field.length)
  }
  return fields
}

/** Runs a generator of progress to its end in one go. */
export function finish<Result>(work: Generator<number, Result>): Result {
  for (;;) {
    const turn = work.next()
    if (turn.done) return turn.value
  }
}
