import type { BackendName } from '../src/shared/run-config.ts'
import type { FlowCase, FlowPeerReady, FlowWork } from './flow-case.ts'
import { agreement, difference, flowCase, startHoloscope, startPyTorch } from './flow-peers.ts'
import { interleave, ratioOf } from './interleave.ts'
import type { BenchContext, Goal, Row } from './measurement.ts'
import { median } from './statistics.ts'

interface Where { readonly device: FlowCase['device']; readonly backend: BackendName; readonly label: string }

/** Where the work runs: on the processor always, and on a card by each way that finds one. */
export function devicesOf({ graphics }: Pick<BenchContext, 'graphics'>): Where[] {
  return [
    { device: 'cpu', backend: 'tensorflow', label: '' },
    ...(graphics.cuda ? [{ device: 'cuda', backend: 'tensorflow', label: ', CUDA' } as const] : []),
    ...(graphics.webgpu ? [{ device: 'webgpu', backend: 'webgpu', label: ', WebGPU' } as const] : []),
  ]
}

/** Why PyTorch does not do this piece of work; null where it does. */
function obstacle({ pytorch }: BenchContext, { device }: Where): string | null {
  if ('absent' in pytorch) return 'no PyTorch'
  if (device === 'cpu' || pytorch.card !== null) return null
  return `PyTorch takes no card: ${pytorch.cardRefused ?? 'it found none'}`
}

/** Variants of PyTorch that could not be had: without them it may not be at its best. */
function unfairness({ failures = {} }: FlowPeerReady): string | null {
  const labels = Object.keys(failures)
  return labels.length === 0 ? null : `without PyTorch's ${labels.join(' and ')} (${failures[labels[0]]})`
}

/** Times one piece of work here and in PyTorch, after making sure that both compute the same numbers. */
export async function compareWithPyTorch(context: BenchContext, work: FlowWork, where: Where, goal: (ratio: number) => Goal, what: string): Promise<Row> {
  const piece = await flowCase(context, work, where.device)
  const ours = await startHoloscope(piece, where.backend)
  try {
    const unit = 'ms'
    const { variant, device } = ours.ready
    const onCard = where.device === 'cpu' ? null : `${device}${piece.tf32 ? ', TF32 in both' : ''}`
    const alone = obstacle(context, where)
    if (alone !== null) {
      const { holoscope } = await interleave({ holoscope: ours }, context.rounds)
      return { what, unit, ours: median(holoscope.rounds), note: [onCard, where.device === 'cpu' ? null : alone].filter(Boolean).join('; ') || undefined, raw: { holoscope, kernels: variant, device } }
    }
    const theirs = await startPyTorch(context, piece)
    try {
      const apart = difference(ours.ready.checks[variant], theirs.ready.checks[theirs.ready.variant])
      if (!(apart <= agreement[where.device])) throw new Error(`Holoscope and PyTorch differ by ${apart.toExponential(1)}, so their times cannot be compared.`)
      const { holoscope, pytorch } = await interleave({ holoscope: ours, pytorch: theirs }, context.rounds)
      const ratio = ratioOf(holoscope, pytorch)
      return {
        what, unit, ratio,
        // Goals were set for the processor.
        goal: where.device === 'cpu' ? goal(ratio) : undefined,
        ours: median(holoscope.rounds),
        peer: { name: 'PyTorch', value: median(pytorch.rounds) },
        note: [theirs.ready.variant, onCard, unfairness(theirs.ready)].filter(Boolean).join('; '),
        raw: {
          holoscope, pytorch, ratioOfMinima: holoscope.best / pytorch.best, relativeDifference: apart,
          kernels: variant, device, pytorchDevice: theirs.ready.device, tf32: piece.tf32, variants: theirs.ready.fastest, failures: theirs.ready.failures,
        },
      }
    } finally {
      await theirs.end()
    }
  } finally {
    await ours.end()
  }
}
