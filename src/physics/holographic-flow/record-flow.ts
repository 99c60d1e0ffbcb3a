import * as tf from '@tensorflow/tfjs-core'
import type { SamplingConfig } from '../../shared/studies/holographic-flow/config.ts'
import type { RandomStream } from '../random/stream.ts'
import { type FlowModel, stateSize } from './flow-model.ts'
import { integrate } from './integrators.ts'
import { baseStates, readPoints } from './sample-points.ts'
import type { VelocityField } from './velocity-field.ts'

export interface RecordOptions extends Pick<SamplingConfig, 'solver' | 'solverSteps'> {
  /** Points of the clouds. */
  count: number
  /** The first of them, whose states are kept. */
  recorded: number
  /** Most intervals between kept states; no more than the solver takes steps. @default 40 */
  intervals?: number
  /** Flow times of the clouds; each is moved to the nearest time that the solver visits. @default 0, 0.2, … 1 */
  cloudTimes?: readonly number[]
  /** States carried at a time, at least `recorded`. */
  chunk: number
  /** Called after every solver step with the share of the work that is done. */
  afterStep?: (share: number) => Promise<void>
}

/** What a flow does between the IR and the UV. */
export interface FlowRecord {
  /** Flow times of the kept states, from 0 to 1, `[R]`. */
  readonly times: Float64Array
  /** `[R, recorded, …sites, 2F]` */
  readonly states: Float32Array
  readonly cloudTimes: Float64Array
  /** Standardised points that the states decode to, `[cloudTimes, count, 2]`. */
  readonly clouds: Float64Array
}

/**
 * Samples as `samplePoints` does, draw by draw and step by step, and keeps what it passes on the way: the points at t = 1 are
 * the samples.
 */
export async function recordFlow(model: FlowModel, velocity: VelocityField, random: RandomStream, options: RecordOptions): Promise<FlowRecord> {
  const { count, solver, solverSteps: n, intervals = 40, cloudTimes = [0, 0.2, 0.4, 0.6, 0.8, 1] } = options
  const { clock } = model
  const recorded = Math.min(options.recorded, count)
  const chunk = Math.max(options.chunk, recorded)
  const frames = visited(Array.from({ length: Math.min(intervals, n) + 1 }, (_, i) => i / Math.min(intervals, n)), n)
  const stops = visited(cloudTimes.map((t) => clock.reading(t)), n)
  const size = recorded * stateSize(model)
  const states = new Float32Array(frames.length * size)
  const clouds = new Float64Array(stops.length * count * 2)
  for (let done = 0; done < count; done += chunk) {
    const batch = Math.min(chunk, count - done)
    const keep = async (state: tf.Tensor, step: number) => {
      const frame = done === 0 ? frames.indexOf(step) : -1
      if (frame >= 0) {
        const first = tf.slice(state, state.shape.map(() => 0), [recorded, ...state.shape.slice(1)])
        states.set(await first.data<'float32'>(), frame * size)
        first.dispose()
      }
      const stop = stops.indexOf(step)
      if (stop >= 0) clouds.set(await readPoints(model, state), 2 * (stop * count + done))
    }
    const initial = baseStates(model, batch, random)
    await keep(initial, 0)
    const final = await integrate(velocity, initial, solver, n, async (state, tau) => {
      await keep(state, Math.round(tau * n))
      await options.afterStep?.((done + batch * tau) / count)
    })
    final.dispose()
  }
  const timesOf = (visitedSteps: readonly number[]) => Float64Array.from(visitedSteps, (step) => clock.time(step / n))
  return { times: timesOf(frames), states, cloudTimes: timesOf(stops), clouds }
}

/** The solver's steps nearest to some readings of the clock, each once, ascending. */
function visited(readings: readonly number[], n: number): number[] {
  return [...new Set(readings.map((tau) => Math.round(tau * n)))].sort((a, b) => a - b)
}
