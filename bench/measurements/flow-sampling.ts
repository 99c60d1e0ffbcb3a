import { compareWithPyTorch, devicesOf } from '../compare-with-pytorch.ts'
import { fcnConfig, unetConfig } from '../flow-case.ts'
import { below, type Measurement, rowByRow } from '../measurement.ts'

const networks = [
  ...[16, 32, 64].map((width) => ({ what: `U-Net, w = ${width}`, config: unetConfig(width), batch: 64 })),
  { what: 'U-Net, w = 16, batch 512', config: unetConfig(16), batch: 512 },
  { what: 'FCN, 6 × 353', config: fcnConfig(353), batch: 64 },
]

/** Four evaluations of the network without gradient, and what Runge and Kutta make of them, against PyTorch. */
export const flowSampling: Measurement = {
  id: 'sampling',
  title: 'RK4 sampling step of the point flow, batch 64, K = 16',
  minutes: 8,
  async run(context) {
    const pieces = devicesOf(context).flatMap((where) => networks.map((network) => ({ ...network, where, what: `${network.what}${where.label}` })))
    return rowByRow(context, pieces, ({ what, where, config, batch }) =>
      compareWithPyTorch(context, { task: 'sampling', config, batch }, where, (ratio) => below(1, ratio), what))
  },
}
