import { fileURLToPath } from 'node:url'
import { tensorflowEnvironment } from '../../src/engine/backends/index.ts'
import { interleave, ratioOf } from '../interleave.ts'
import { type MapCase, type MapPeerReady, writeMapArrays } from '../map-case.ts'
import { atMost, type BenchContext, type Measurement, type Row, rowByRow } from '../measurement.ts'
import { PeerProcess } from '../peers/peer-process.ts'
import { startPyTorchPeer } from '../peers/pytorch-peer.ts'
import { median } from '../statistics.ts'

const batch = 64
const program = (name: string) => fileURLToPath(new URL(`../peers/${name}`, import.meta.url))

/** Noise, map, action, reverse mode, clipping, Adam: ours in float64, PyTorch's in float32; on the processor both. */
export const mapTraining: Measurement = {
  id: 'map',
  title: `Step of stage I of the neural RG, complex φ⁴, batch ${batch}`,
  minutes: 2,
  async run(context) {
    return rowByRow(context, [8, 16, 32].map((side) => ({ what: `L = ${side}`, side })), ({ what, side }) => measure(context, what, side))
  },
}

async function measure({ threads, scratch, pytorch, rounds }: BenchContext, what: string, side: number): Promise<Row> {
  const work: MapCase = {
    side, batch, threads, arrays: await writeMapArrays(scratch, side, batch), learningRate: 1e-3, clipNorm: 1000 * side ** 2,
  }
  const ours = await PeerProcess.start<MapPeerReady>({
    command: process.execPath, parameters: [program('map-peer.ts'), JSON.stringify(work)],
    environment: { ...process.env, ...tensorflowEnvironment(threads) },
  })
  try {
    if ('absent' in pytorch) {
      const { holoscope } = await interleave({ holoscope: ours }, rounds)
      return { what, unit: 'ms', ours: median(holoscope.rounds), raw: { holoscope, kernels: ours.ready.variant } }
    }
    const theirs = await startPyTorchPeer<MapPeerReady>(pytorch, 'map_peer.py', work)
    try {
      const [mine, other] = [ours.ready.checks[ours.ready.variant], theirs.ready.checks[theirs.ready.variant]]
      // Float32 against float64: the loss per site stands beside a well of depth 400.
      const apart = Math.max(Math.abs(mine.loss - other.loss) / 400, Math.abs(mine.gradientNorm / other.gradientNorm - 1))
      if (!(apart < 1e-4)) throw new Error(`${what}: Holoscope and PyTorch differ by ${apart.toExponential(1)}, so their times cannot be compared.`)
      const { holoscope, pytorch: torch } = await interleave({ holoscope: ours, pytorch: theirs }, rounds)
      const ratio = ratioOf(holoscope, torch)
      return {
        what, unit: 'ms', ratio, goal: atMost(1, ratio), ours: median(holoscope.rounds), peer: { name: 'PyTorch', value: median(torch.rounds) },
        note: theirs.ready.variant,
        raw: {
          holoscope, pytorch: torch, ratioOfMinima: holoscope.best / torch.best, relativeDifference: apart,
          kernels: ours.ready.variant, variants: theirs.ready.fastest, failures: theirs.ready.failures,
        },
      }
    } finally {
      await theirs.end()
    }
  } finally {
    await ours.end()
  }
}
