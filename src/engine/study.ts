import type { AnyRunConfig } from '../shared/run-config.ts'
import type { Artifact } from '../shared/run.ts'

/**
 * What a study gives to the training loop. The loop (`run-loop.ts`) owns everything that studies share: the schedule of
 * logging, evaluation and checkpoints, pause and stop, and the run folder. A study owns one optimiser step and its pictures.
 *
 * What reads from the device may answer with a promise: WebGPU has no other way.
 */
export interface EngineStudy<Config = unknown> {
  readonly id: string
  /** Builds networks and tables; the back end is already loaded and ready. Throws `Problem` on input it cannot train. */
  prepare(config: Config, data: StudyData): Promise<TrainingSession>
}

/** Files that the configuration names, already read and checked against their hash by the caller. */
export interface StudyData {
  /** Points `[N, 2]`, row by row, when the configuration names a data set of the library; null otherwise. */
  points: Float64Array | null
  /** Configuration and checkpoint of the run that the configuration names as its start; absent where it names none. */
  start?: StartingRun
}

/** A run as it was at a checkpoint. */
export interface StartingRun {
  config: AnyRunConfig
  step: number
  state: StudyState
}

export type StateArray = Float32Array | Float64Array | Int32Array | Uint32Array
/** Named arrays with shapes: all that a resumed run needs to continue bit for bit. */
export type StudyState = Map<string, { shape: number[]; data: StateArray }>

export interface TrainingSession {
  readonly totalSteps: number
  readonly parameterCount: number
  /** Steps in which the training set is seen once; null or absent where data are made as they are used. */
  readonly stepsPerEpoch?: number | null
  /** SHA-256 of the training data, hexadecimal. */
  readonly dataHash: string
  /** Written once when the run starts: the training data (thinned), reference points, tables. */
  initialArtifacts(): StudyArtifact[]
  /**
   * One optimiser step, `index` from 0. Random numbers depend on the seed and the index alone, so that a resumed run
   * repeats them. The loop yields between steps; a step answers with a promise only where it must wait, as for reference samples
   * that a second stage begins with.
   */
  step(index: number): void | Promise<void>
  /** Means over the steps since the last call, by metric name (`loss` is always among them). Reads from the device. */
  takeTrainMetrics(): Record<string, number> | Promise<Record<string, number>>
  /** Samples with the averaged weights and computes the metrics; depends on seed and step alone, changes no state. */
  evaluate(step: number): Promise<{ metrics: Record<string, number>; artifacts: StudyArtifact[] }>
  /** Draws `count` new samples with the averaged weights, row by row `[count, …shape]`. */
  sample(count: number, seed: number): Promise<{ shape: number[]; data: Float64Array }>
  /** Kinds of pictures that are drawn on request (`analyse`), for any checkpoint. Absent: none. */
  readonly analyses?: readonly string[]
  /** Draws one of them from the state as it is; it changes no state and depends on kind, step and seed alone. */
  analyse?(kind: string, options: AnalysisOptions): Promise<StudyArtifact[]>
  /** The metrics of samples against a reference of the same kind; null takes the session's own reference. */
  compare(samples: Float64Array, reference: Float64Array | null): Record<string, number>
  /**
   * Numbers of the trained model that `holoscope evaluate` always tells beside those of its samples, and what has to be said of them
   * in words. Averaged weights; depends on the seed alone, changes no state. Absent where a study has none.
   */
  examine?(options: ExamineOptions): Promise<Examination>
  /**
   * Measures the trained model itself, beyond its samples, as far as the study can: what `holoscope evaluate` offers. Averaged
   * weights; depends on the seed alone, changes no state. Absent where a study has nothing of the kind.
   */
  diagnose?(options: DiagnoseOptions): Promise<Diagnosis>
  /**
   * Everything that the next steps depend on, also the sums behind the next `takeTrainMetrics`: a run may be cut between
   * two lines of the metrics. The arrays are of the moment: the next steps, which do not wait until they are written, leave them be.
   */
  saveState(): StudyState | Promise<StudyState>
  loadState(state: StudyState): void
  /** Number of live tensors, for the leak alarm. */
  tensorCount(): number
  dispose(): void
}

export interface AnalysisOptions {
  /** Of the state, for the names of the artifacts. */
  step: number
  seed: number
  /** Hears of the share of the work that is done, from 0 to 1. */
  onProgress?: (share: number) => void
}

export interface ExamineOptions {
  samples: number
  seed: number
}

export interface Examination {
  metrics: Record<string, number>
  remarks: string[]
}

export interface DiagnoseOptions {
  seed: number
  /** Log-density of held-out data under the model: on how many items, with how many probes where a trace is estimated. */
  likelihood?: { items: number; probes: number }
  /** What the model does on the way from noise to data, on this many states; tells the share of it that is done, from 0 to 1. */
  dynamics?: { samples: number; onProgress?: (share: number) => void }
}

export interface Diagnosis {
  metrics: Record<string, number>
  artifacts: StudyArtifact[]
}

/** An array for the run folder's `artifacts/`, with its description. */
export interface StudyArtifact {
  descriptor: Omit<Artifact, 'shape'>
  shape: number[]
  data: Float32Array | Float64Array | Int32Array
}
