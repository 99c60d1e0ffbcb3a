import { fileURLToPath } from 'node:url'
import { tensorflowEnvironment } from '../../src/engine/backends/index.ts'
import { holographicFlowConfigSchema } from '../../src/shared/studies/holographic-flow/config.ts'
import { atMost, type Measurement } from '../measurement.ts'
import { PeerProcess } from '../peers/peer-process.ts'
import type { SessionPeerReady } from '../peers/session-peer.ts'

const steps = 2000
/** By then the allocators have seen every size and the collector has found its rhythm. */
const settled = 400
const piece = 100
/** The heap breathes by about this much between two collections. */
const tolerance = 16

/** Tensors and resident memory of a training over 2,000 steps. */
export const memoryGrowth: Measurement = {
  id: 'memory',
  title: `Memory over ${steps} steps, U-Net, w = 16, batch 64`,
  minutes: 2,
  async run(context) {
    const config = holographicFlowConfigSchema.parse({
      study: 'holographic-flow', model: { variant: 'ads', preconditioning: 'none' }, network: { kind: 'unet', width: 16 },
      training: { steps: 10_000 }, device: { backend: 'tensorflow', threads: context.threads },
    })
    const peer = await PeerProcess.start<SessionPeerReady>({
      command: process.execPath,
      parameters: [fileURLToPath(new URL('../peers/session-peer.ts', import.meta.url)), JSON.stringify(config)],
      environment: { ...process.env, ...tensorflowEnvironment(context.threads) },
    })
    try {
      const course: SessionPeerReady[] = []
      for (let step = 0; step < steps; step += piece) {
        const { tensors, residentMegabytes } = await peer.ask<SessionPeerReady>(piece)
        course.push({ tensors, residentMegabytes })
      }
      const [start, end] = [course[settled / piece - 1], course[course.length - 1]]
      const tensors = end.tensors - start.tensors
      // The least of a stretch, which the moment of the last collection does not move.
      const least = (part: SessionPeerReady[]) => Math.min(...part.map(({ residentMegabytes }) => residentMegabytes))
      const megabytes = least(course.slice(-5)) - least(course.slice(settled / piece - 1, settled / piece + 4))
      return [
        { what: 'tensors more', unit: '', ours: tensors, goal: atMost(0, tensors), note: `${end.tensors} alive` },
        {
          what: 'resident memory more', unit: 'MB', ours: megabytes, goal: atMost(tolerance, megabytes, ' MB'),
          note: `${end.residentMegabytes.toFixed(0)} MB in all`, raw: { course },
        },
      ]
    } finally {
      await peer.end()
    }
  },
}
