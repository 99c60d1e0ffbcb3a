import type { AnyLatticeModel } from '../../../physics/neural-rg/models/make-model.ts'
import { drawFields, type DrawOptions } from '../../../physics/neural-rg/samplers/field-sampler.ts'
import { referenceSampler } from '../../../physics/neural-rg/samplers/reference-sampler.ts'
import { letOthersRun } from '../../let-others-run.ts'

/** Milliseconds of work between two looks at the world. */
const slice = 20

/** Reference fields `[count, L, L, C]` of a model by the best sampler known for it, without any map. Depends on the seed alone. */
export async function monteCarloFields(
  model: AnyLatticeModel, seed: number, options: DrawOptions, onProgress: (share: number) => void = () => undefined,
): Promise<Float64Array> {
  return inSlices(drawFields(referenceSampler(model, seed), options), onProgress)
}

/** Runs a generator of progress to its end, and lets others run in between. */
export async function inSlices<Result>(work: Generator<number, Result>, onProgress: (share: number) => void = () => undefined): Promise<Result> {
  let started = performance.now()
  for (;;) {
    const turn = work.next()
    if (turn.done) return turn.value
    if (performance.now() - started < slice) continue
    onProgress(turn.value)
    await letOthersRun()
    started = performance.now()
  }
}
