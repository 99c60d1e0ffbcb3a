import { stream } from '../random/stream.ts'
import type { FlowModel } from './flow-model.ts'
import { flowTime, type FlowTime, type LinearForm } from './flow-time.ts'
import type { PathPoint } from './paths.ts'

/** One batch, ready for the network; float32 at the very end of float64 arithmetic, so every back end gets the same bits. */
export interface TrainingBatch {
  readonly size: number
  /** What the network sees of phi_t and pi_t, `[B, …sites, 2F]`. */
  readonly input: Float32Array
  /** What the clock shows, tau `[B]`; t itself for the clock of the paper. */
  readonly times: Float64Array
  /** What the network should answer, `[B, …sites, outputPlanes]`: R, or what its preconditioning asks for. */
  readonly target: Float32Array
  /**
   * w in the loss Σ w (output - target)²: omega(r)/(F B), times the square of the answer's scale. Preconditioned it has the
   * shape of the target; otherwise one number a sample, `[B, 1, …, 1]`.
   */
  readonly weight: Float32Array
  readonly weightShape: readonly number[]
}

export interface BatchDraws {
  /** Standardised points `[B, 2]`. */
  readonly points: Float64Array
  readonly seed: number
  /** Of the training step; with the seed it fixes all draws. */
  readonly step: number
}

/** The arrays of a batch and of its draws. */
export interface BatchSpace extends TrainingBatch {
  readonly base: Float32Array
  readonly lift: Float32Array
  readonly phases: Float64Array
}

export function batchSpace({ sites, planes, outputPlanes, siteShape, config }: FlowModel, size: number): BatchSpace {
  const stateSize = sites * planes
  const preconditioned = config.model.preconditioning !== 'none'
  return {
    size,
    input: new Float32Array(2 * size * stateSize),
    times: new Float64Array(size),
    target: new Float32Array(size * sites * outputPlanes),
    weight: new Float32Array(preconditioned ? size * sites * outputPlanes : size),
    weightShape: preconditioned ? [size, ...siteShape, outputPlanes] : [size, ...siteShape.map(() => 1), 1],
    base: new Float32Array(2 * size * stateSize),
    lift: new Float32Array(size * stateSize),
    phases: new Float64Array(stateSize),
  }
}

/**
 * Draws base states, lift noise and times, encodes the points, and evaluates path and target. The loss that belongs to it is
 * 6.5: sum over modes, mean over planes, mean over the batch.
 *
 * Streams: `time`, `base` (all of phi_0, then all of pi_0, sample by sample), `lift`. Spec: 6.7.
 *
 * @param space arrays to make it in, whatever they held. A training makes all its batches in the same: two megabytes more
 * at every step would keep the garbage collector of JavaScript busy beside it.
 */
export function trainingBatch(model: FlowModel, { points, seed, step }: BatchDraws, space = batchSpace(model, points.length / 2)): TrainingBatch {
  const { size, times, base, lift, phases } = space
  const stateSize = model.sites * model.planes
  stream(seed, 'time', step).fillUniform(times)
  stream(seed, 'base', step).fillNormal(base)
  const { liftNoiseSigma } = model.config.encoding
  if (liftNoiseSigma > 0) stream(seed, 'lift', step).fillNormal(lift, liftNoiseSigma)
  for (let sample = 0; sample < size; sample++) {
    writePhases(model, points[2 * sample], points[2 * sample + 1], phases)
    const time = flowTime(model, model.clock.time(times[sample]))
    const first = sample * stateSize
    writePair(model, time, phases, base.subarray(2 * first, 2 * (first + stateSize)), lift.subarray(first, first + stateSize), space, sample)
    writeWeight(model, time, space, sample)
  }
  return space
}

/**
 * The source J of a point before any envelope, `[sites, F]`: e^(-i k·(y - y_min)) with planes (Re_1, Im_1, Re_2, Im_2), equal
 * in all channels, from products of the two axes' phases; for the FCN baseline the coordinates themselves. Spec: 5.3, 6.6.
 */
export function writePhases({ lattice, planes }: FlowModel, x: number, y: number, out: Float64Array): void {
  if (!lattice) {
    out[0] = x
    out[1] = y
    return
  }
  const { modes, boxLength, waveNumbers } = lattice
  const axisPhases = (coordinate: number) => ({
    cosine: waveNumbers.map((k) => Math.cos(k * (coordinate + boxLength / 2))),
    sine: waveNumbers.map((k) => -Math.sin(k * (coordinate + boxLength / 2))),
  })
  const along = axisPhases(x)
  const across = axisPhases(y)
  let at = 0
  for (let i = 0; i < modes; i++) {
    for (let j = 0; j < modes; j++) {
      const real = along.cosine[i] * across.cosine[j] - along.sine[i] * across.sine[j]
      const imaginary = along.cosine[i] * across.sine[j] + along.sine[i] * across.cosine[j]
      for (let plane = 0; plane < planes; plane += 2) {
        out[at++] = real
        out[at++] = imaginary
      }
    }
  }
}

/** What the network sees and should answer for one sample, mode by mode from the four end points. */
function writePair(
  model: FlowModel, { point, seen, phi, pi }: FlowTime, phases: Float64Array, base: Float32Array, lift: Float32Array,
  { input, target }: TrainingBatch, sample: number,
): void {
  const { sites, planes, outputPlanes, groupOf, fieldEnvelope, momentumEnvelope, baseField, baseMomentum } = model
  const [first, second] = seen.map((form) => onEndpoints(form, point))
  const withPhi = outputPlanes === 2 * planes
  const stateSize = sites * planes
  let inputAt = 2 * sample * stateSize
  let targetAt = sample * sites * outputPlanes
  for (let site = 0; site < sites; site++) {
    const group = 4 * groupOf[site]
    const piTargetAt = withPhi ? targetAt + planes : targetAt
    for (let plane = 0; plane < planes; plane++) {
      const at = site * planes + plane
      const phi0 = baseField[site] * base[at]
      const pi0 = baseMomentum[site] * base[stateSize + at]
      const phi1 = fieldEnvelope[site] * phases[at]
      const pi1 = momentumEnvelope[site] * phases[at] + lift[at]
      const sum = (c: Float64Array) => c[group] * phi0 + c[group + 1] * pi0 + c[group + 2] * phi1 + c[group + 3] * pi1
      input[inputAt + plane] = sum(first)
      input[inputAt + planes + plane] = sum(second)
      target[piTargetAt + plane] = sum(pi.target)
      if (withPhi) target[targetAt + plane] = sum(phi.target)
    }
    inputAt += 2 * planes
    targetAt += outputPlanes
  }
}

/** A form of (phi_t, pi_t) as coefficients of the end points, `[groups, 4]`. */
function onEndpoints({ onField, onMomentum }: LinearForm, { phi, pi }: PathPoint): Float64Array {
  const coefficients = new Float64Array(4 * onField.length)
  for (let i = 0; i < coefficients.length; i++) coefficients[i] = onField[i >> 2] * phi[i & 3] + onMomentum[i >> 2] * pi[i & 3]
  return coefficients
}

function writeWeight(model: FlowModel, { phi, pi }: FlowTime, batch: TrainingBatch, sample: number): void {
  const { sites, planes, outputPlanes, groupOf } = model
  const numbers = planes * batch.size
  if (model.config.model.preconditioning === 'none') {
    batch.weight[sample] = pi.weight[0] / numbers
    return
  }
  const halves = outputPlanes === 2 * planes ? [phi, pi] : [pi]
  let at = sample * sites * outputPlanes
  for (let site = 0; site < sites; site++) {
    for (const { weight } of halves) {
      for (let plane = 0; plane < planes; plane++) batch.weight[at++] = weight[groupOf[site]] / numbers
    }
  }
}
