import { unetConfig, type FlowWork } from '../flow-case.ts'
import { difference, flowCase, startHoloscope } from '../flow-peers.ts'
import { interleave, ratioOf } from '../interleave.ts'
import { below, type Measurement, type Row } from '../measurement.ts'
import { median } from '../statistics.ts'

const pieces: { what: string; work: FlowWork }[] = (['training', 'sampling'] as const).map((task) =>
  ({ what: `${task} step, U-Net, w = 16`, work: { task, config: unetConfig(16), batch: 64 } }))

/** The same step on each of our back ends. WebAssembly is one thread; WebGPU counts only on a real card. */
export const backEnds: Measurement = {
  id: 'back-ends',
  title: 'TensorFlow against WebAssembly and WebGPU, batch 64, K = 16',
  async run(context) {
    const rows: Row[] = []
    for (const { what, work } of pieces) {
      for (const [backend, device, name] of [['wasm', 'cpu', 'WebAssembly'], ['webgpu', 'webgpu', 'WebGPU']] as const) {
        if (backend === 'webgpu' && !context.graphics.webgpu) continue
        context.say(`${what}, ${name}`)
        const tensorflow = await startHoloscope(await flowCase(context, work, context.graphics.cuda ? 'cuda' : 'cpu'), 'tensorflow')
        const other = await startHoloscope(await flowCase(context, work, device), backend)
        try {
          const times = await interleave({ tensorflow, other }, Math.min(3, context.rounds))
          const ratio = ratioOf(times.tensorflow, times.other)
          rows.push({
            what, unit: 'ms', ratio, goal: below(1, ratio),
            ours: median(times.tensorflow.rounds),
            peer: { name, value: median(times.other.rounds) },
            note: `differs by ${difference(Object.values(tensorflow.ready.checks)[0], Object.values(other.ready.checks)[0]).toExponential(0)}`,
            raw: { ...times, device: other.ready.device },
          })
        } finally {
          await tensorflow.end()
          await other.end()
        }
      }
    }
    if (!context.graphics.webgpu) rows.push({ what: 'WebGPU', unit: '', ours: null, note: 'not measured: no graphics card here' })
    return rows
  },
}
