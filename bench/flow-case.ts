import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeSafetensors } from '../src/engine/formats/safetensors.ts'
import type { StateArray, StudyState } from '../src/engine/study.ts'
import { generatePoints } from '../src/physics/datasets/generate-points.ts'
import { flowModel } from '../src/physics/holographic-flow/flow-model.ts'
import { flowNetwork } from '../src/physics/holographic-flow/flow-network.ts'
import { trainingBatch, type TrainingBatch } from '../src/physics/holographic-flow/training-batch.ts'
import { initialValues } from '../src/physics/networks/initial-values.ts'
import { holographicFlowConfigSchema, type HolographicFlowConfig } from '../src/shared/studies/holographic-flow/config.ts'

/** A piece of work on a network of the flow study that every peer does from the same arrays. */
export interface FlowWork {
  readonly task: 'training' | 'sampling'
  readonly config: HolographicFlowConfig
  readonly batch: number
}

/** What a peer is started with. */
export interface FlowCase extends FlowWork {
  readonly device: 'cpu' | 'cuda' | 'webgpu'
  readonly threads: number
  /** Steps that are timed at once: one on a processor, several where a card works through a queue. */
  readonly together: number
  /**
   * Products and convolutions of a card in TensorFloat-32 (10 bits of mantissa), as TensorFlow does by itself on cards that have it.
   * PyTorch is told to do the same; beside WebGPU, which computes in float32, it is told not to.
   */
  readonly tf32: boolean
  /** safetensors: weights/<name> in their order, input, times, target, weight. */
  readonly arrays: string
  /** How many numbers of a sampled state are told for comparison. */
  readonly checked: number
}

/** What a peer found in its first steps, to be compared: three training steps, or one sampling step. */
export type FlowCheck = { losses: number[]; gradientNorms: number[]; averageNorm: number } | { state: number[] }

export interface FlowPeerReady {
  version: string
  device: string
  /** What computes, of several ways. */
  variant: string
  /** By variant. */
  checks: Record<string, FlowCheck>
  /** Shortest time of each variant, ms. */
  fastest?: Record<string, number>
  /** Variants that do not run here, with the reason. */
  failures?: Record<string, string>
}

/** The U-Net of the point flow without backbone, K = 16, 8 planes in and out. */
export const unetConfig = (width: number): HolographicFlowConfig => holographicFlowConfigSchema.parse({
  study: 'holographic-flow', model: { variant: 'ads', preconditioning: 'none' }, network: { kind: 'unet', width, depth: 3 },
  training: constantTraining,
})

/** The fully connected baseline; width 353 has as many weights as the U-Net of width 16, 1442 as that of width 64. */
export const fcnConfig = (width: number): HolographicFlowConfig => holographicFlowConfigSchema.parse({
  study: 'holographic-flow', model: { variant: 'fcn', preconditioning: 'none', basePrior: 'white' },
  network: { kind: 'fcn', width, hiddenLayers: 6 }, training: constantTraining,
})

/** Schedules that change nothing from step to step, so that the peers need none. */
const constantTraining = { schedule: 'constant', emaRamp: false }

/** Draws weights and a batch as a training does and writes them where all peers read them. */
export async function writeArrays(scratch: string, name: string, { config, batch }: FlowWork): Promise<string> {
  const { parameters } = flowNetwork(config)
  const drawn = drawBatch(config, batch)
  const { siteShape, planes, outputPlanes } = flowModel(config)
  const arrays: StudyState = new Map<string, { shape: number[]; data: StateArray }>()
  initialValues(parameters, config.seed).forEach((data, i) => arrays.set(`weights/${parameters[i].name}`, { shape: [...parameters[i].shape], data }))
  arrays.set('input', { shape: [batch, ...siteShape, 2 * planes], data: drawn.input })
  arrays.set('times', { shape: [batch], data: Float32Array.from(drawn.times) })
  arrays.set('target', { shape: [batch, ...siteShape, outputPlanes], data: drawn.target })
  arrays.set('weight', { shape: [...drawn.weightShape], data: drawn.weight })
  const file = join(scratch, `${name}.safetensors`)
  await writeFile(file, encodeSafetensors(arrays))
  return file
}

/** The batch of the first step; the standardisation of the points does not matter for the time. */
export function drawBatch(config: HolographicFlowConfig, size: number): TrainingBatch {
  return trainingBatch(flowModel(config), { points: generatePoints('checkerboard', size, 1), seed: config.seed, step: 0 })
}
