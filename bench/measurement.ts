import { z } from 'zod'
import type { PyTorchDescription } from './pytorch-environment.ts'

/**
 * What `npm run bench` measures. A measurement is a file in `measurements/` and a line in `registry.ts`.
 */
export interface Measurement {
  /** For `--only`. */
  readonly id: string
  readonly title: string
  /** What it takes on two cores of a Xeon with the defaults, for the time that is left. */
  readonly minutes: number
  run(context: BenchContext): Promise<Row[]>
}

export interface BenchContext {
  /** Processor threads, the same for every peer. */
  readonly threads: number
  /** Turns that each peer gets, one peer after the other. */
  readonly rounds: number
  /** An empty folder that goes away with the run. */
  readonly scratch: string
  readonly pytorch: PyTorch
  /** Computing devices of this machine beside the processor. */
  readonly graphics: Graphics
  say(text: string): void
}

/** How PyTorch is reached, or why it is not. */
export type PyTorch = { readonly python: string; readonly compilerCache: string; readonly compile: boolean } & PyTorchDescription | { readonly absent: string }

export interface Graphics {
  /** TensorFlow computes on a card by CUDA. */
  readonly cuda: boolean
  /** WebGPU finds a real card, not the processor's imitation of one. */
  readonly webgpu: boolean
  /** Why not. */
  readonly withoutWebgpu: string
}

const goalSchema = z.object({ text: z.string(), met: z.boolean() }).readonly()
export type Goal = z.infer<typeof goalSchema>

export const rowSchema = z.object({
  what: z.string(),
  /** Of `ours` and of the peer's value. */
  unit: z.enum(['ms', 's', 'steps/s', 'MB', '%', '']),
  /** Null where a line is words alone. */
  ours: z.number().nullable(),
  peer: z.object({ name: z.string(), value: z.number() }).readonly().optional(),
  /** Ours over the peer's, the median of the rounds. */
  ratio: z.number().optional(),
  goal: goalSchema.optional(),
  note: z.string().optional(),
  /** Why there is no number. */
  failure: z.string().optional(),
  /** What stands behind the numbers, for the record: medians of each round, variants tried, minima. */
  raw: z.record(z.string(), z.unknown()).readonly().optional(),
}).readonly()
/** A line of the table. */
export type Row = z.infer<typeof rowSchema>

export const atMost = (limit: number, value: number, unit = ''): Goal => ({ text: `≤ ${limit}${unit}`, met: value <= limit })
export const below = (limit: number, value: number, unit = ''): Goal => ({ text: `< ${limit}${unit}`, met: value < limit })

/** Measures piece after piece, each a row. One that fails must not cost the others: its row tells why. */
export async function rowByRow<Piece extends { readonly what: string }>({ say }: BenchContext, pieces: readonly Piece[], measure: (piece: Piece) => Promise<Row>): Promise<Row[]> {
  const rows: Row[] = []
  for (const piece of pieces) {
    say(piece.what)
    try {
      rows.push(await measure(piece))
    } catch (error) {
      rows.push({ what: piece.what, unit: '', ours: null, failure: error instanceof Error ? error.message : String(error) })
    }
  }
  return rows
}
