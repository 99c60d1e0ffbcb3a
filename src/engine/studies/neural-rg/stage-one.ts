import type { StudyState } from '../../study.ts'

/**
 * Training of the map at one temperature after another (stage I). Steps count through all temperatures; random numbers depend
 * on seed and step alone.
 */
export interface StageOne {
  /** Steps done. */
  readonly steps: number
  step(index: number): void | Promise<void>
  /** Means over the steps since the last call: loss per site above the well, in nats; gradient norm; learning rate. */
  takeMeans(): Promise<StageOneMeans> | StageOneMeans
  /** Parameters of the map as they are. */
  parameters(): Promise<Float64Array> | Float64Array
  /** Parameters at the end of each temperature that is done, in order. */
  finished(): Promise<Float64Array[]> | Float64Array[]
  saveState(): Promise<StudyState> | StudyState
  loadState(state: StudyState): void
  tensorCount(): number
  dispose(): void
}

export const stageOneMeanNames = ['loss', 'gradientNorm', 'learningRate'] as const
export type StageOneMeans = Record<(typeof stageOneMeanNames)[number], number>
