import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Network } from '../networks/network.ts'
import { timeFeatureCount, timeFeatures } from '../networks/time-features.ts'
import { stream } from '../random/stream.ts'
import type { FlowModel } from './flow-model.ts'
import { flowTime } from './flow-time.ts'
import { meanSquare } from './second-moments.ts'
import { trainingBatch } from './training-batch.ts'

export interface ResidualShare {
  /** Centres of the bins in r, ascending. */
  radii: Float64Array
  /** |k| of the shells, ascending; 0 alone for the FCN baseline, which has no modes. */
  momenta: Float64Array
  /** `[radii, momenta]`; NaN where no sample fell into a bin. */
  share: Float64Array
  /** The same over all bins and shells. */
  total: number
}

export interface ResidualShareOptions {
  seed: number
  /** Pairs of base and data states, at random times. */
  samples: number
  /** @default 20 */
  bins?: number
  /** Samples that go through the network at a time. */
  chunk: number
  /** Called with the share of the samples that is done. */
  afterChunk?: (share: number) => Promise<void>
}

/**
 * How much of the velocity is learned: <omega |deltaR N|²> / <omega |U|²> by radius and |k|, with U the velocity of the path in
 * phase space (both planes) and N the network's answer on it. 0: pure Klein-Gordon; without a backbone a perfect network has
 * what can be known of U, up to 1; above 1 the network undoes what the backbone does. The denominator is exact (6.9), at the
 * times of the samples.
 *
 * `points` are standardised, `[N, 2]`, each picked at random. Spec: 9.
 */
export async function residualShare(
  model: FlowModel, network: Network, weights: readonly Tensor[], points: Float64Array, { seed, samples, bins = 20, chunk, afterChunk = async () => {} }: ResidualShareOptions,
): Promise<ResidualShare> {
  const { moments: { groups, geometry }, siteShape, planes, extent, clock } = model
  // Preconditioned networks see something else than the states, which are drawn once more as they are.
  const { preconditioning } = model.config.model
  const plain: FlowModel = { ...model, config: { ...model.config, model: { ...model.config.model, preconditioning: 'none' } } }
  const learnedPower = new Float64Array(bins * groups.length)
  const fullPower = new Float64Array(bins * groups.length)
  const picks = stream(seed, 'subsample')
  for (let done = 0, step = 0; done < samples; done += chunk, step++) {
    const size = Math.min(chunk, samples - done)
    const draws = { points: pick(points, size, () => picks.below(points.length / 2)), seed, step }
    const batch = trainingBatch(model, draws)
    const { input: states } = preconditioning === 'none' ? batch : trainingBatch(plain, draws)
    const output = tf.tidy(() => network.apply(
      weights, tf.tensor(batch.input, [size, ...siteShape, 2 * planes]), tf.tensor2d(timeFeatures(batch.times), [size, timeFeatureCount])))
    const values = await output.data<'float32'>()
    output.dispose()
    const ofSample = (numbers: Float32Array, sample: number) => numbers.subarray((sample * numbers.length) / size, ((sample + 1) * numbers.length) / size)
    batch.times.forEach((tau, sample) => {
      const t = clock.time(tau)
      const first = Math.min(bins - 1, Math.floor(t * bins)) * groups.length
      addSample(model, t, ofSample(states, sample), ofSample(values, sample),
        learnedPower.subarray(first, first + groups.length), fullPower.subarray(first, first + groups.length))
    })
    await afterChunk((done + size) / samples)
  }
  const sum = (power: Float64Array) => power.reduce((total, value, i) => total + groups[i % groups.length].count * value, 0)
  return {
    radii: Float64Array.from({ length: bins }, (_, bin) => geometry.rIR + ((bin + 0.5) / bins) * extent),
    momenta: Float64Array.from(groups, ({ k }) => k),
    share: learnedPower.map((value, i) => value / fullPower[i]),
    total: sum(learnedPower) / sum(fullPower),
  }
}

/**
 * Adds omega |deltaR N|² and omega <|U|²> of one time, per mode of each shell and mean over planes. Times that the clock of the
 * training shows more often count for less, so that the shares are means over r.
 */
function addSample(model: FlowModel, t: number, state: Float32Array, output: Float32Array, learned: Float64Array, full: Float64Array): void {
  const { moments: { geometry, path, groups }, extent, clock, sites, planes, outputPlanes, groupOf } = model
  const weight = geometry.sliceVolume(geometry.rIR + t * extent) / clock.rate(t)
  const { velocityPhi, velocityPi } = path.at(t)
  groups.forEach(({ endpoints }, group) => {
    full[group] += weight * (meanSquare(velocityPhi, endpoints) + meanSquare(velocityPi, endpoints))
  })
  const { phi, pi } = flowTime(model, t)
  let at = 0
  for (let site = 0; site < sites; site++) {
    const group = groupOf[site]
    const perPlane = weight / (planes * groups[group].count)
    for (let plane = 0; plane < outputPlanes; plane++) {
      const { scale, guess: { onField, onMomentum } } = outputPlanes === 2 * planes && plane < planes ? phi : pi
      const fieldAt = 2 * planes * site + (plane % planes)
      const answer = scale[group] * output[at++] + onField[group] * state[fieldAt] + onMomentum[group] * state[fieldAt + planes]
      learned[group] += perPlane * answer ** 2
    }
  }
}

function pick(points: Float64Array, count: number, index: () => number): Float64Array {
  const picked = new Float64Array(2 * count)
  for (let i = 0; i < count; i++) {
    const at = 2 * index()
    picked[2 * i] = points[at]
    picked[2 * i + 1] = points[at + 1]
  }
  return picked
}
