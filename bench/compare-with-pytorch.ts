import type { BackendName } from '../src/shared/run-config.ts'
import type { FlowCase, FlowWork } from './flow-case.ts'
import { agreement, difference, flowCase, startHoloscope, startPyTorch } from './flow-peers.ts'
import { interleave, ratioOf } from './interleave.ts'
import type { BenchContext, Goal, Row } from './measurement.ts'
import { median } from './statistics.ts'

/** Where the work runs: on the processor always, and on a card by each way that finds one. */
export function devicesOf({ graphics }: BenchContext): { device: FlowCase['device']; backend: BackendName; label: string }[] {
  return [
    { device: 'cpu', backend: 'tensorflow', label: '' },
    ...(graphics.cuda ? [{ device: 'cuda', backend: 'tensorflow', label: ', CUDA' } as const] : []),
    ...(graphics.webgpu ? [{ device: 'webgpu', backend: 'webgpu', label: ', WebGPU' } as const] : []),
  ]
}

/** Times one piece of work here and in PyTorch, after making sure that both compute the same numbers. */
export async function compareWithPyTorch(
  context: BenchContext, work: FlowWork, where: ReturnType<typeof devicesOf>[number], goal: (ratio: number) => Goal, what: string,
): Promise<Row> {
  const piece = await flowCase(context, work, where.device)
  const ours = await startHoloscope(piece, where.backend)
  try {
    const unit = 'ms'
    if ('absent' in context.pytorch || (where.device === 'webgpu' && !context.graphics.cuda)) {
      const { holoscope } = await interleave({ holoscope: ours }, context.rounds)
      return { what, unit, ours: median(holoscope.rounds), raw: { holoscope, kernels: ours.ready.variant, device: ours.ready.device } }
    }
    const theirs = await startPyTorch(context, piece)
    try {
      const apart = difference(Object.values(ours.ready.checks)[0], theirs.ready.checks[theirs.ready.variant])
      if (!(apart <= agreement[where.device])) throw new Error(`${what}: Holoscope and PyTorch differ by ${apart.toExponential(1)}, so their times cannot be compared.`)
      const { holoscope, pytorch } = await interleave({ holoscope: ours, pytorch: theirs }, context.rounds)
      const ratio = ratioOf(holoscope, pytorch)
      return {
        what, unit, ratio, goal: goal(ratio),
        ours: median(holoscope.rounds),
        peer: { name: 'PyTorch', value: median(pytorch.rounds) },
        note: theirs.ready.variant,
        raw: {
          holoscope, pytorch, ratioOfMinima: holoscope.best / pytorch.best, relativeDifference: apart,
          kernels: ours.ready.variant, device: ours.ready.device, variants: theirs.ready.fastest, failures: theirs.ready.failures,
        },
      }
    } finally {
      await theirs.end()
    }
  } finally {
    await ours.end()
  }
}
