import { compareWithPyTorch, devicesOf } from '../compare-with-pytorch.ts'
import { fcnConfig, unetConfig } from '../flow-case.ts'
import { atMost, type Measurement } from '../measurement.ts'

const batch = 64
const networks = [
  ...[16, 32, 64].map((width) => ({ what: `U-Net, w = ${width}`, config: unetConfig(width) })),
  ...[353, 1442].map((width) => ({ what: `FCN, 6 × ${width}`, config: fcnConfig(width) })),
]

/** Loss, gradient, clipping, AdamW and average of a batch that lies in memory, against PyTorch. */
export const flowTraining: Measurement = {
  id: 'training',
  title: `Training step of the point flow, batch ${batch}, K = 16`,
  async run(context) {
    const rows = []
    for (const where of devicesOf(context)) {
      for (const { what, config } of networks) {
        const label = `${what}${where.label}`
        context.say(label)
        rows.push(await compareWithPyTorch(context, { task: 'training', config, batch }, where, (ratio) => atMost(0.7, ratio), label))
      }
    }
    return rows
  },
}
