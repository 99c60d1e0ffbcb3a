import { evolutionByShell } from './free-shell-evolution.ts'
import { type FlowModel, stateSize } from './flow-model.ts'
import type { ModeLattice } from './mode-lattice.ts'
import { evaluate } from './paths.ts'
import { positionField } from './position-field.ts'
import type { FlowRecord } from './record-flow.ts'

/** Field and momentum as they are shown: the mean of the channels, which is what the decoders read. */

/** A flow over modes; the points of the FCN baseline have no field to show. */
export type ModeFlow = FlowModel & { readonly lattice: ModeLattice }

export function flowsInModes(model: FlowModel): model is ModeFlow {
  return model.lattice !== null
}

/**
 * Slices phi(r, x) of one recorded state on a G × G grid, `[R, G, G]`, the first axis of a slice is x; pixel m lies at
 * -L/2 + m L/G in standardised units. Spec: figure 4.
 */
export function fieldSlices(model: ModeFlow, { states, times }: Pick<FlowRecord, 'states' | 'times'>, sample: number, grid: number): Float32Array {
  const slices = new Float32Array(times.length * grid * grid)
  const { sites, planes } = model
  const channels = planes / 2
  const phi = new Float64Array(sites * planes)
  for (let frame = 0; frame < times.length; frame++) {
    const state = recordedState(model, { states, times }, frame, sample)
    for (let i = 0; i < phi.length; i++) phi[i] = state[Math.floor(i / planes) * 2 * planes + (i % planes)] / channels
    slices.set(positionField(phi, model.lattice, grid), frame * grid * grid)
  }
  return slices
}

/** The three curves of a mode: what the model does, free Klein-Gordon evolution from the same base state, the path to its end. */
export const modeCurves = ['model', 'free Klein-Gordon', 'path'] as const

/**
 * phi_k and pi_k of the recorded states against r, `[recorded, R, K, K, curve, 2, 2]`: field and momentum, real and imaginary
 * part. The path is the one that training would join this base state and this end point by. Spec: figure 3.
 */
export function modeTrajectories(model: ModeFlow, record: Pick<FlowRecord, 'states' | 'times'>): Float32Array {
  const { sites, planes, groupOf, moments: { path } } = model
  const { times } = record
  const recorded = record.states.length / (times.length * stateSize(model))
  const free = evolutionByShell(model, times)
  const points = Array.from(times, (t) => path.at(t))
  const width = modeCurves.length * 4
  const out = new Float32Array(recorded * times.length * sites * width)
  const [phi, pi, phi0, pi0, phi1, pi1] = Array.from({ length: 6 }, () => new Float64Array(2))
  let at = 0
  for (let sample = 0; sample < recorded; sample++) {
    const first = recordedState(model, record, 0, sample)
    const last = recordedState(model, record, times.length - 1, sample)
    for (let frame = 0; frame < times.length; frame++) {
      const state = recordedState(model, record, frame, sample)
      for (let site = 0; site < sites; site++, at += width) {
        readMode(state, site, planes, phi, pi)
        readMode(first, site, planes, phi0, pi0)
        readMode(last, site, planes, phi1, pi1)
        const [[a, b], [c, d]] = free[groupOf[site]][frame]
        for (let part = 0; part < 2; part++) {
          const ends = [phi0[part], pi0[part], phi1[part], pi1[part]] as const
          out[at + part] = phi[part]
          out[at + 2 + part] = pi[part]
          out[at + 4 + part] = a * phi0[part] + b * pi0[part]
          out[at + 6 + part] = c * phi0[part] + d * pi0[part]
          out[at + 8 + part] = evaluate(points[frame].phi, ends)
          out[at + 10 + part] = evaluate(points[frame].pi, ends)
        }
      }
    }
  }
  return out
}

/** `[…sites, 2F]` */
function recordedState(model: FlowModel, { states, times }: Pick<FlowRecord, 'states' | 'times'>, frame: number, sample: number): Float32Array {
  const size = stateSize(model)
  const recorded = states.length / (times.length * size)
  const from = (frame * recorded + sample) * size
  return states.subarray(from, from + size)
}

/** Real and imaginary part of phi and pi at a site, channels averaged. */
function readMode(state: Float32Array, site: number, planes: number, phi: Float64Array, pi: Float64Array): void {
  phi.fill(0)
  pi.fill(0)
  const from = site * 2 * planes
  for (let plane = 0; plane < planes; plane++) {
    phi[plane % 2] += (2 * state[from + plane]) / planes
    pi[plane % 2] += (2 * state[from + planes + plane]) / planes
  }
}
