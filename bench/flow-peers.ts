import { fileURLToPath } from 'node:url'
import { tensorflowEnvironment } from '../src/engine/backends/index.ts'
import { flowNetwork } from '../src/physics/holographic-flow/flow-network.ts'
import { flowModel } from '../src/physics/holographic-flow/flow-model.ts'
import type { BackendName } from '../src/shared/run-config.ts'
import { type FlowCase, type FlowCheck, type FlowPeerReady, type FlowWork, writeArrays } from './flow-case.ts'
import type { BenchContext } from './measurement.ts'
import { PeerProcess } from './peers/peer-process.ts'
import { startPyTorchPeer } from './peers/pytorch-peer.ts'

export type FlowPeer = PeerProcess<FlowPeerReady>

const program = (name: string) => fileURLToPath(new URL(`peers/${name}`, import.meta.url))

/** The case of a piece of work on a device, its arrays written. */
export async function flowCase({ threads, scratch }: BenchContext, work: FlowWork, device: FlowCase['device']): Promise<FlowCase> {
  const { network } = work.config
  const arrays = await writeArrays(scratch, `${work.task}-${network.kind}-${network.width}-${work.batch}`, work)
  return { ...work, device, threads, together: device === 'cpu' ? 1 : 10, tf32: device === 'cuda', arrays, checked: 4096 }
}

export function startHoloscope(work: FlowCase, backend: BackendName): Promise<FlowPeer> {
  return PeerProcess.start<FlowPeerReady>({
    command: process.execPath,
    parameters: [program('flow-peer.ts'), JSON.stringify({ backend, case: work })],
    environment: { ...process.env, ...tensorflowEnvironment(work.threads), ...(work.device === 'cpu' ? { CUDA_VISIBLE_DEVICES: '' } : {}) },
  })
}

/** @throws where PyTorch does not do this piece of work */
export function startPyTorch({ pytorch }: BenchContext, work: FlowCase): Promise<FlowPeer> {
  const { config, ...rest } = work
  const { network } = config
  const { planes, outputPlanes } = flowModel(config)
  const sizes = network.kind === 'unet'
    ? { kind: network.kind, width: network.width, depth: network.depth }
    : { kind: network.kind, width: network.width, hidden_layers: network.hiddenLayers }
  const parameters = {
    ...rest, device: work.device === 'webgpu' ? 'cuda' : work.device,
    network: { ...sizes, inputs: 2 * planes, outputs: outputPlanes }, training: config.training,
  }
  return startPyTorchPeer<FlowPeerReady>(pytorch, 'flow_peer.py', parameters)
}

/** Number of weights, for the table. */
export function weightsOf({ config }: FlowWork): number {
  return flowNetwork(config).parameters.reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0)
}

/**
 * The largest relative difference between what two peers computed from the same arrays. Float32 sums in other orders leave 1e-6 an
 * evaluation; an optimiser step turns the differences of gradients near zero into differences of a whole step of the weight, which
 * moves the next loss by about 1e-5.
 */
export function difference(ours: FlowCheck, theirs: FlowCheck): number {
  if ('state' in ours && 'state' in theirs) {
    const size = Math.hypot(...ours.state)
    return Math.hypot(...ours.state.map((value, i) => value - theirs.state[i])) / size
  }
  if ('losses' in ours && 'losses' in theirs) {
    const numbers = ({ losses, gradientNorms, averageNorm }: typeof ours) => [...losses, ...gradientNorms, averageNorm]
    const other = numbers(theirs)
    return Math.max(...numbers(ours).map((value, i) => Math.abs(value - other[i]) / Math.abs(value)))
  }
  throw new TypeError('The peers did different pieces of work.')
}

/** Peers that disagree do not compute the same thing, and their times must not be compared. On a card by CUDA products are rounded to TF32. */
export const agreement = { cpu: 2e-4, cuda: 2e-2, webgpu: 2e-3 } as const
