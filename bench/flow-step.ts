import os from 'node:os'
import { flowModel } from '../src/physics/holographic-flow/flow-model.ts'
import { trainingBatch } from '../src/physics/holographic-flow/training-batch.ts'
import { layerKernels } from '../src/physics/networks/kernel-registry.ts'
import { holographicFlowConfigSchema } from '../src/shared/studies/holographic-flow/config.ts'
import { holographicFlowPresets } from '../src/shared/studies/holographic-flow/presets.ts'
import { loadBackend } from '../src/engine/backends/index.ts'
import { findEngineStudy } from '../src/engine/studies/index.ts'

/**
 * Milliseconds of a training step and of its batch, seconds of drawing points, for presets of the flow study:
 *   node bench/flow-step.ts [preset …]        @default the five quick-16 ones
 * Minimum and median over 30 steps. Processor time over both cores shows how busy a step keeps them when other work runs.
 */
const names = process.argv.slice(2)
const chosen = holographicFlowPresets.filter(({ id }) => (names.length > 0 ? names.includes(id) : id.startsWith('quick-16')))
const repeats = 30
const drawn = 250

const processorMilliseconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
const spread = (times: number[]) => {
  const sorted = times.toSorted((a, b) => a - b)
  return `${sorted[0].toFixed(1)} / ${sorted[sorted.length >> 1].toFixed(1)}`
}
function timed(work: (index: number) => void): string {
  return spread(Array.from({ length: repeats }, (_, index) => {
    const start = performance.now()
    work(index)
    return performance.now() - start
  }))
}

const backend = await loadBackend('auto')
const rows = []
for (const { id, config: input } of chosen) {
  const config = holographicFlowConfigSchema.parse(input)
  const session = await findEngineStudy('holographic-flow')!.prepare(config, { points: null })
  for (let index = 0; index < 5; index++) session.step(index)
  const before = processorMilliseconds()
  const step = timed((index) => { session.step(5 + index) })
  const processor = (processorMilliseconds() - before) / repeats
  const model = flowModel(config)
  const points = new Float64Array(2 * config.training.batchSize)
  const batch = timed((index) => { trainingBatch(model, { points, seed: 1, step: index }) })
  const start = performance.now()
  await session.sample(drawn, 1)
  rows.push({
    preset: id, parameters: session.parameterCount, 'step, ms': step, 'processor ms a step': processor.toFixed(0), 'its batch, ms': batch,
    [`${drawn} points, s`]: ((performance.now() - start) / 1000).toFixed(1),
  })
  session.dispose()
}
console.log(`${backend.name} ${backend.version}, kernels ${layerKernels().name}, ${backend.threads} threads, ${os.cpus()[0].model}, load ${os.loadavg()[0].toFixed(1)}`)
console.table(rows)
