import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { loadBackend } from '../../src/engine/backends/index.ts'
import { findEngineStudy } from '../../src/engine/studies/index.ts'
import { anyRunConfigSchema } from '../../src/shared/run-config.ts'

/**
 * The bare loop: `node session-peer.ts '<configuration>'` takes the optimiser steps of a run and nothing else, no lines, no
 * checkpoints, no messages; at the niceness of a trainer. Answers as `PeerProcess` says, and tells what it holds in memory.
 */
export interface SessionPeerReady { tensors: number; residentMegabytes: number }

const config = anyRunConfigSchema.parse(JSON.parse(process.argv[2]))
setPriority(Number(process.argv[3] ?? 0))
await loadBackend(config.device.backend, { threads: config.device.threads })
const session = await findEngineStudy(config.study)!.prepare(config, { points: null })
let index = 0
for (; index < 10; index++) session.step(index)
const memory = (): SessionPeerReady => ({ tensors: session.tensorCount(), residentMegabytes: process.memoryUsage.rss() / 2 ** 20 })
console.log(JSON.stringify({ ready: memory() }))
for await (const line of createInterface({ input: process.stdin })) {
  const { repeats } = JSON.parse(line) as { repeats: number }
  const milliseconds: number[] = []
  for (let i = 0; i < repeats; i++, index++) {
    const began = performance.now()
    session.step(index)
    // As often as a run writes a line: what waits to be averaged is read.
    if (index % config.cadence.logEvery === 0) await session.takeTrainMetrics()
    milliseconds.push(performance.now() - began)
  }
  console.log(JSON.stringify({ milliseconds, ...memory() }))
}
process.exit(0)
