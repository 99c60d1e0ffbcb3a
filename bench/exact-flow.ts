import { parseArgs } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { loadBackend } from '../src/engine/backends/index.ts'
import { installKernels } from '../src/engine/kernels/index.ts'
import { loadLatestCheckpoint } from '../src/engine/run-folder/checkpoints.ts'
import { requireConfig } from '../src/engine/run-folder/run-inputs.ts'
import { boardTiles, exactVelocity } from '../src/physics/holographic-flow/exact-velocity.ts'
import { flowModel } from '../src/physics/holographic-flow/flow-model.ts'
import { flowNetwork } from '../src/physics/holographic-flow/flow-network.ts'
import { samplePoints } from '../src/physics/holographic-flow/sample-points.ts'
import { velocityField, type VelocityField } from '../src/physics/holographic-flow/velocity-field.ts'
import { boundaryViolation } from '../src/physics/metrics/board-metrics.ts'
import { AdamW } from '../src/physics/optimisers/adamw.ts'
import { initialValues } from '../src/physics/networks/initial-values.ts'
import { stream } from '../src/physics/random/stream.ts'
import { holographicFlowConfigSchema } from '../src/shared/studies/holographic-flow/config.ts'
import { flowPreset } from './trained-run.ts'

/**
 * BV of the checkerboard's exact flow, and of one that a trained network follows for a part of the way: where do errors of the
 * network spoil the points, and does the solver?
 *
 *   node bench/exact-flow.ts [--model ads-kg-hermite] [--points 200] [--solver-steps 20]
 *   node bench/exact-flow.ts --run FOLDER [--from 0,0.04,0.2,0.5]   the network from these times on, the exact flow before
 *
 * Some twenty seconds for 100 points.
 */
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'ads-kg-hermite' },
    run: { type: 'string' },
    from: { type: 'string', default: '0,0.04,0.2,0.5' },
    points: { type: 'string', default: '200' },
    'solver-steps': { type: 'string', default: '20' },
  },
})

/** Of the board [-4, 4)². */
const standardDeviation = 8 / Math.sqrt(12)
const config = holographicFlowConfigSchema.parse(values.run ? await requireConfig(values.run) : flowPreset(`quick-16-${values.model}`))
await loadBackend('tensorflow')
installKernels()
const model = flowModel(config)
const exact = exactField()
if (values.run) {
  const network = await networkField(values.run)
  for (const from of values.from.split(',').map(Number)) {
    await report(`network from t = ${from}`, (state, tau) => (model.clock.time(tau) >= from ? network : exact)(state, tau))
  }
} else {
  await report('exact flow', exact)
}

function exactField(): VelocityField {
  const tiles = boardTiles(standardDeviation)
  return (state, tau) => {
    const t = model.clock.time(tau)
    const velocity = exactVelocity(model, tiles, Float64Array.from(state.dataSync<'float32'>()), t)
    return tf.tensor(Float32Array.from(velocity, (value) => value / model.clock.rate(t)), state.shape)
  }
}

/** The averaged weights of the newest checkpoint. */
async function networkField(folder: string): Promise<VelocityField> {
  const network = flowNetwork(config)
  const { checkpoint } = await loadLatestCheckpoint(folder)
  if (!checkpoint) throw new Error(`${folder} has no checkpoint`)
  const optimiser = new AdamW(network.parameters, initialValues(network.parameters, config.seed), config.training)
  optimiser.loadState((name) => checkpoint.state.get(name)?.data as Float32Array)
  const weights: Tensor[] = optimiser.parameters('average')
  return velocityField(model, network, weights)
}

async function report(what: string, velocity: VelocityField): Promise<void> {
  const solverSteps = Number(values['solver-steps'])
  const points = await samplePoints(model, velocity, Number(values.points), stream(1, 'sample'), { solver: 'rk4', solverSteps, chunk: 50 })
  const violation = boundaryViolation(points.map((coordinate) => coordinate * standardDeviation))
  process.stdout.write(`${config.model.variant}, ${what}, RK4-${solverSteps}, ${values.points} points: BV ${violation.toFixed(4)}\n`)
}
