import { compareWithPyTorch, devicesOf } from '../compare-with-pytorch.ts'
import { fcnConfig, unetConfig } from '../flow-case.ts'
import { atMost, type Measurement, rowByRow } from '../measurement.ts'

const batch = 64
const networks = [
  ...[16, 32, 64].map((width) => ({ what: `U-Net, w = ${width}`, config: unetConfig(width), batch })),
  ...[353, 1442].map((width) => ({ what: `FCN, 6 × ${width}`, config: fcnConfig(width), batch })),
]

/** Loss, gradient, clipping, AdamW and average of a batch that lies in memory, against PyTorch. */
export const flowTraining: Measurement = {
  id: 'training',
  title: `Training step of the point flow, batch ${batch}, K = 16`,
  minutes: 12,
  async run(context) {
    const pieces = devicesOf(context).flatMap((where) => networks.map((network) => ({ ...network, where, what: `${network.what}${where.label}` })))
    return rowByRow(context, pieces, ({ what, where, config, batch }) =>
      compareWithPyTorch(context, { task: 'training', config, batch }, where, (ratio) => atMost(0.7, ratio), what))
  },
}
