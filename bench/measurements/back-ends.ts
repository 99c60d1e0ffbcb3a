import type { BackendName } from '../../src/shared/run-config.ts'
import { type FlowCase, type FlowWork, unetConfig } from '../flow-case.ts'
import { difference, flowCase, startHoloscope } from '../flow-peers.ts'
import { interleave, ratioOf } from '../interleave.ts'
import { below, type BenchContext, type Measurement, type Row, rowByRow } from '../measurement.ts'
import { median } from '../statistics.ts'

const pieces: { what: string; work: FlowWork }[] = (['training', 'sampling'] as const).map((task) =>
  ({ what: `${task} step, U-Net, w = 16`, work: { task, config: unetConfig(16), batch: 64 } }))

/** The same step on each of our back ends. WebAssembly is one thread; WebGPU counts only on a real card. */
export const backEnds: Measurement = {
  id: 'back-ends',
  title: 'TensorFlow against WebAssembly and WebGPU, batch 64, K = 16',
  minutes: 2,
  async run(context) {
    const others = [{ backend: 'wasm', device: 'cpu', name: 'WebAssembly' }, { backend: 'webgpu', device: 'webgpu', name: 'WebGPU' }] as const
    const rivals = others.filter(({ backend }) => backend !== 'webgpu' || context.graphics.webgpu)
    const rows = await rowByRow(context, pieces.flatMap((piece) => rivals.map((rival) => ({ ...piece, ...rival }))), (piece) => compare(context, piece))
    return context.graphics.webgpu ? rows : [...rows, { what: 'WebGPU', unit: '', ours: null, note: context.graphics.withoutWebgpu }]
  },
}

async function compare(context: BenchContext, { what, work, backend, device, name }: { what: string; work: FlowWork; backend: BackendName; device: FlowCase['device']; name: string }): Promise<Row> {
  const tensorflow = await startHoloscope(await flowCase(context, work, context.graphics.cuda ? 'cuda' : 'cpu'), 'tensorflow')
  try {
    const other = await startHoloscope(await flowCase(context, work, device), backend)
    try {
      const times = await interleave({ tensorflow, other }, Math.min(3, context.rounds))
      const ratio = ratioOf(times.tensorflow, times.other)
      return {
        what, unit: 'ms', ratio, goal: below(1, ratio),
        ours: median(times.tensorflow.rounds),
        peer: { name, value: median(times.other.rounds) },
        note: `differs by ${difference(Object.values(tensorflow.ready.checks)[0], Object.values(other.ready.checks)[0]).toExponential(0)}`,
        raw: { ...times, devices: [tensorflow.ready.device, other.ready.device] },
      }
    } finally {
      await other.end()
    }
  } finally {
    await tensorflow.end()
  }
}
