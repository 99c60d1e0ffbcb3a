import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { loadBackend } from '../../src/engine/backends/index.ts'
import { decodeSafetensors } from '../../src/engine/formats/safetensors.ts'
import { installKernels } from '../../src/engine/kernels/index.ts'
import { flowModel } from '../../src/physics/holographic-flow/flow-model.ts'
import { flowNetwork } from '../../src/physics/holographic-flow/flow-network.ts'
import { steps } from '../../src/physics/holographic-flow/integrators.ts'
import { optimiserStep } from '../../src/physics/holographic-flow/optimiser-step.ts'
import { velocityField } from '../../src/physics/holographic-flow/velocity-field.ts'
import { layerKernels } from '../../src/physics/networks/kernel-registry.ts'
import { AdamW } from '../../src/physics/optimisers/adamw.ts'
import { vectorNames } from '../../src/physics/optimisers/weight-vectors.ts'
import type { BackendName } from '../../src/shared/run-config.ts'
import type { TrainingBatch } from '../../src/physics/holographic-flow/training-batch.ts'
import type { FlowCase, FlowCheck, FlowPeerReady } from '../flow-case.ts'

/**
 * Holoscope's side of a comparison: `node flow-peer.ts '{"backend": …, "case": …}'`. Answers as `PeerProcess` says.
 */
const { backend, case: work } = JSON.parse(process.argv[2]) as { backend: BackendName; case: FlowCase }
const loaded = await loadBackend(backend, { threads: work.threads })
installKernels()

const { config } = work
const model = flowModel(config)
const network = flowNetwork(config)
// The very arrays that the other peers read.
const arrays = decodeSafetensors(await readFile(work.arrays))
const arrayOf = (name: string) => arrays.get(name)!.data as Float32Array
const initial = network.parameters.map(({ name }) => arrayOf(`weights/${name}`))

/** Starts a piece of work; its result is what must be read before the work counts as done. */
interface Work {
  start(): Tensor
  check(): Promise<FlowCheck>
}

function training(): Work {
  const batch: TrainingBatch = {
    size: work.batch, input: arrayOf('input'), times: Float64Array.from(arrayOf('times')), target: arrayOf('target'),
    weight: arrayOf('weight'), weightShape: arrays.get('weight')!.shape,
  }
  const optimiser = new AdamW(network.parameters, initial, config.training)
  // Loaded states set the average to the weights, as PyTorch's copy of the weights does.
  optimiser.loadState((name) => {
    const index = network.parameters.findIndex((parameter) => name.endsWith(`/${parameter.name}`))
    return name.startsWith('weights/') || name.startsWith('average/') ? initial[index] : new Float32Array(initial[index].length)
  })
  let index = 0
  const start = () => {
    const { loss, gradientNorm } = optimiserStep(model, network, optimiser, batch, index++)
    gradientNorm.dispose()
    return loss
  }
  return {
    start,
    async check() {
      const losses: number[] = []
      const gradientNorms: number[] = []
      for (; index < 3; index++) {
        const { loss, gradientNorm } = optimiserStep(model, network, optimiser, batch, index)
        losses.push((await loss.data())[0])
        gradientNorms.push((await gradientNorm.data())[0])
        tf.dispose([loss, gradientNorm])
      }
      const average = `${vectorNames[1]}/`
      let squares = 0
      for (const [name, { data }] of await optimiser.saveState()) {
        if (name.startsWith(average)) for (const value of data) squares += value * value
      }
      return { losses, gradientNorms, averageNorm: Math.sqrt(squares) }
    },
  }
}

function sampling(): Work {
  const weights = initial.map((values, i) => tf.tensor(values, [...network.parameters[i].shape]))
  const velocity = velocityField(model, network, weights)
  const state = tf.tensor(arrayOf('input'), [work.batch, ...model.siteShape, 2 * model.planes])
  const start = () => tf.tidy(() => steps.rk4(velocity, state, 0.3, 0.05))
  return {
    start,
    async check() {
      const final = start()
      const values = await final.data()
      final.dispose()
      return { state: [...values.subarray(0, work.checked)] }
    },
  }
}

/** Milliseconds a piece of work. Reading one number of the last result waits for a card. */
async function time(start: Work['start']): Promise<number> {
  const began = performance.now()
  let last: Tensor | undefined
  for (let i = 0; i < work.together; i++) {
    last?.dispose()
    last = start()
  }
  if (!last) throw new RangeError('Nothing to time')
  if (work.device !== 'cpu') {
    const corner = tf.tidy(() => tf.slice(tf.reshape(last, [-1]), [0], [1]))
    await corner.data()
    corner.dispose()
  }
  const milliseconds = (performance.now() - began) / work.together
  last.dispose()
  return milliseconds
}

const piece = work.task === 'training' ? training() : sampling()
const variant = layerKernels().name
const ready: FlowPeerReady = { version: loaded.version, device: loaded.device, variant, checks: { [variant]: await piece.check() } }
console.log(JSON.stringify({ ready }))
for await (const line of createInterface({ input: process.stdin })) {
  const { repeats } = JSON.parse(line) as { repeats: number }
  const milliseconds: number[] = []
  for (let i = 0; i < repeats; i++) milliseconds.push(await time(piece.start))
  console.log(JSON.stringify({ milliseconds }))
}
// An open graphics device would keep the process alive.
process.exit(0)
