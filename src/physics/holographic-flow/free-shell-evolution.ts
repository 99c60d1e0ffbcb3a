import { evolveByRk4 } from './free-evolution.ts'
import type { FlowModel } from './flow-model.ts'
import type { TransferMatrix } from './transfer-matrix.ts'

/** Runge-Kutta steps from the IR cut-off to the UV cut-off, at least: errors of 1e-8 for the presets' modes. */
const fewestSteps = 400

/**
 * Transfer matrices of the free Klein-Gordon evolution from t = 0 to each of some ascending times, one list a shell, in the
 * variables of the flow (either rescaling).
 */
export function evolutionByShell({ moments: { geometry, groups }, extent }: FlowModel, times: ArrayLike<number>): TransferMatrix[][] {
  const radii = Array.from(times, (t) => geometry.rIR + t * extent)
  const steps = Math.ceil(fewestSteps / Math.max(1, radii.length - 1))
  return groups.map(({ k }) => {
    let fromField = { phi: 1, pi: 0 }
    let fromMomentum = { phi: 0, pi: 1 }
    let before = geometry.rIR
    return radii.map((r): TransferMatrix => {
      if (r > before) {
        fromField = evolveByRk4(geometry, k, fromField, before, r, steps)
        fromMomentum = evolveByRk4(geometry, k, fromMomentum, before, r, steps)
        before = r
      }
      return [[fromField.phi, fromMomentum.phi], [fromField.pi, fromMomentum.pi]]
    })
  })
}
