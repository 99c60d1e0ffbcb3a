/**
 * What `npm run bench` measures. A measurement is a file in `measurements/` and a line in `registry.ts`.
 */
export interface Measurement {
  /** For `--only`. */
  readonly id: string
  readonly title: string
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
export type PyTorch = { readonly python: string; readonly compilerCache: string; readonly compile: boolean } | { readonly absent: string }

export interface Graphics {
  /** TensorFlow and PyTorch see a card by CUDA. */
  readonly cuda: boolean
  /** WebGPU finds a real card, not the processor's imitation of one. */
  readonly webgpu: boolean
}

/** A line of the table. */
export interface Row {
  readonly what: string
  /** Of `ours` and of the peer's value. */
  readonly unit: 'ms' | 's' | 'steps/s' | 'MB' | '%' | ''
  /** Null where a line is words alone. */
  readonly ours: number | null
  readonly peer?: { readonly name: string; readonly value: number }
  /** Ours over the peer's, the median of the rounds. */
  readonly ratio?: number
  readonly goal?: Goal
  readonly note?: string
  /** What stands behind the numbers, for the record: medians of each round, variants tried, minima. */
  readonly raw?: Readonly<Record<string, unknown>>
}

export interface Goal {
  readonly text: string
  readonly met: boolean
}

export const atMost = (limit: number, value: number, unit = ''): Goal => ({ text: `≤ ${limit}${unit}`, met: value <= limit })
export const below = (limit: number, value: number, unit = ''): Goal => ({ text: `< ${limit}${unit}`, met: value < limit })
