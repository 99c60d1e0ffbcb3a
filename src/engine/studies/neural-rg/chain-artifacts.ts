import { chainAnalysis, chainColumns, chainKinds, chainNumberColumns } from '../../../shared/studies/neural-rg/chain-figures.ts'
import { bulkAction } from '../../../physics/neural-rg/samplers/bulk-action.ts'
import { hamiltonianChain, type HamiltonianChain, type HamiltonianChainOptions } from '../../../physics/neural-rg/samplers/hamiltonian-chain.ts'
import { orderParameter } from '../../../physics/neural-rg/observables/order-parameter.ts'
import { drawPrior } from '../../../physics/neural-rg/training/prior.ts'
import { stream } from '../../../physics/random/stream.ts'
import type { AnalysisOptions, StudyArtifact } from '../../study.ts'
import { analysisParts } from '../analysis-parts.ts'
import type { TrainedMap } from './generate-fields.ts'
import { inSlices } from './monte-carlo.ts'
import type { Reference } from './references.ts'

/** Leapfrog steps of a trajectory, the same for both chains, so that gradients are, too. */
const leapfrogSteps = 10

export interface ChainEffort {
  /** Trajectories that tune the step size. @default 400 */
  tuning?: number
  /** Recorded trajectories. @default 5000 up to L = 8, 2000 at 16, 800 above */
  trajectories?: number
}

/**
 * The analysis `chains`: HMC with action S on the boundary and with U(ζ) = S(Gζ) - ln|det| in the bulk, both in float64, each with a
 * step size tuned by the same rule and frozen. Both start from the same normal numbers, taken as φ and as ζ: noise in the space where the
 * chain lives. What it shows is the order parameter of the boundary field along both, and their autocorrelation times.
 */
export async function chainArtifacts(
  { map, parameters }: TrainedMap, { model, phi }: Pick<Reference, 'model' | 'phi'>, options: AnalysisOptions, effort: ChainEffort = {},
): Promise<StudyArtifact[]> {
  const { tuning = 400, trajectories = model.side <= 8 ? 5000 : model.side === 16 ? 2000 : 800 } = effort
  const workspace = map.workspace(1)
  workspace.setParameters(parameters)
  const bulk = bulkAction(model, workspace)
  const noise = new Float64Array(model.length)
  drawPrior(stream(options.seed, 'chain-start'), map.components, noise)
  const shared = { seed: options.seed, leapfrogSteps, tuning, trajectories, components: model.components } satisfies Partial<HamiltonianChainOptions>
  const report = (from: number) => (share: number) => options.onProgress?.(from + share / 2)
  const boundaryChain = await inSlices(hamiltonianChain(model, { ...shared, start: noise, stepSize: 0.03, boundary: (field) => field }), report(0))
  const bulkChain = await inSlices(hamiltonianChain(bulk, { ...shared, start: noise, stepSize: 0.1, boundary: (zeta) => bulk.boundary(zeta) }), report(0.5))
  const reference = phi && phi.length >= 20 * model.length ? orderParameter(phi, model.side, model.components).modulus : null
  const rows = Array.from(boundaryChain.modulus, (modulus, i) => [leapfrogSteps * (i + 1), modulus, bulkChain.modulus[i]])
  const numbers = [boundaryChain, bulkChain].map((chain) => [...numbersOf(chain), leapfrogSteps, reference?.value ?? Number.NaN, reference?.error ?? Number.NaN])
  return analysisParts(chainAnalysis, [
    table(chainKinds.series, chainColumns, rows, options.step, 'Order parameter of the boundary field after each trajectory of HMC on the boundary and in the bulk.'),
    table(chainKinds.numbers, chainNumberColumns, numbers, options.step, 'Autocorrelation times, step sizes and acceptance of both chains, boundary first; order parameter of cluster Monte Carlo.'),
  ], options)
}

function numbersOf({ modulusTime, directionTime, stepSize, acceptance }: HamiltonianChain): number[] {
  const time = (known: HamiltonianChain['modulusTime']) => [known?.time ?? Number.NaN, known?.error ?? Number.NaN]
  return [...time(modulusTime), ...time(directionTime), stepSize, acceptance]
}

function table(kind: string, columns: readonly string[], rows: readonly (readonly number[])[], step: number, description: string): StudyArtifact {
  return {
    descriptor: { file: `${kind}.npy`, kind, step, axes: ['row', columns.join(', ')], units: '', description },
    shape: [rows.length, columns.length],
    data: Float64Array.from(rows.flat()),
  }
}
