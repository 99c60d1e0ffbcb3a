import type { Tensor } from '@tensorflow/tfjs-core'
import type { SamplingConfig } from '../../shared/studies/holographic-flow/config.ts'
import { bootstrapMeans } from '../numerics/bootstrap.ts'
import type { RandomStream } from '../random/stream.ts'
import { encodingEnvelopes } from './envelopes.ts'
import { type FlowModel, stateSize } from './flow-model.ts'
import { integrate } from './integrators.ts'
import { baseStates } from './sample-points.ts'
import { meanSquare } from './second-moments.ts'
import type { VelocityField } from './velocity-field.ts'

/** S(|k|, r) = <|phi_k|²>, mean over samples, modes of a shell, and channels; all arrays `[radii, momenta]`. */
export interface ShellSpectrum {
  radii: Float64Array
  momenta: Float64Array
  /** Of generated states, with the ends of its band. */
  generated: Float64Array
  low: Float64Array
  high: Float64Array
  /** Of the states on the paths from noise to data, which a perfect flow reproduces at every radius. Exact (6.9). */
  path: Float64Array
  /** Of encoded points on their free bulk solution, psi(|k|, r)²: meets the path at the UV cut-off. Exact. */
  encoded: Float64Array
}

export interface ShellSpectrumOptions extends Pick<SamplingConfig, 'solver' | 'solverSteps'> {
  samples: number
  /** Base states, then resamples. */
  random: RandomStream
  resampling: RandomStream
  /** States carried at a time. */
  chunk: number
  /** Radii, both cut-offs among them; they fall on solver steps. @default 5 */
  slices?: number
  /** Called after each step of the solver, with the share of the work that is done. */
  afterStep?: (share: number) => Promise<void>
}

/** Share of the bootstrap means inside the band. */
export const spectrumBand = 0.95

/** Spectra of generated states on a few slices against those of data and path. Only for flows of modes. Spec: 9. */
export async function shellSpectrum(model: FlowModel, velocity: VelocityField, options: ShellSpectrumOptions): Promise<ShellSpectrum> {
  const { moments: { geometry, path, groups }, extent, config, clock } = model
  const { samples, random, resampling, chunk, solver, solverSteps, slices = 5, afterStep = async () => {} } = options
  const wanted = [...new Set(Array.from({ length: slices }, (_, i) => Math.round(solverSteps * clock.reading(i / (slices - 1)))))]
  const columns = wanted.length * groups.length
  const table = new Float64Array(samples * columns)
  for (let done = 0; done < samples; done += chunk) {
    const size = Math.min(chunk, samples - done)
    const record = async (state: Tensor, slice: number) => {
      if (slice < 0) return
      const values = await state.data<'float32'>()
      for (let n = 0; n < size; n++) {
        const first = (done + n) * columns + slice * groups.length
        addShellMeans(model, values.subarray(n * stateSize(model), (n + 1) * stateSize(model)), table.subarray(first, first + groups.length))
      }
    }
    const initial = baseStates(model, size, random)
    await record(initial, 0)
    const final = await integrate(velocity, initial, solver, solverSteps, async (state, tau) => {
      await record(state, wanted.indexOf(Math.round(tau * solverSteps)))
      await afterStep((done + size * tau) / samples)
    })
    final.dispose()
  }
  const { mean, low, high } = bootstrapMeans(table, columns, resampling, { level: spectrumBand })
  const times = wanted.map((step) => clock.time(step / solverSteps))
  const radii = Float64Array.from(times, (t) => geometry.rIR + t * extent)
  const overSlices = (ofSlice: (slice: number) => Iterable<number>) => Float64Array.from(wanted.flatMap((_, slice) => [...ofSlice(slice)]))
  return {
    radii,
    momenta: Float64Array.from(groups, ({ k }) => k),
    generated: mean,
    low,
    high,
    // Two planes a channel, each with the mean square.
    path: overSlices((slice) => {
      const { phi } = path.at(times[slice])
      return groups.map(({ endpoints }) => 2 * meanSquare(phi, endpoints))
    }),
    encoded: overSlices((slice) => encodingEnvelopes(config, radii[slice]).fieldOfShell.map((psi) => psi * psi)),
  }
}

/** |phi_k|² of one state `[sites, 2F]`, mean over the modes of each shell and over channels. */
function addShellMeans({ sites, planes, groupOf, moments: { groups } }: FlowModel, state: Float32Array, means: Float64Array): void {
  for (let site = 0; site < sites; site++) {
    let sum = 0
    for (let plane = 0; plane < planes; plane++) sum += state[site * 2 * planes + plane] ** 2
    means[groupOf[site]] += sum / ((planes / 2) * groups[groupOf[site]].count)
  }
}
