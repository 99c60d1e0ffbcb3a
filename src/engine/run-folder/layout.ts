import { join } from 'node:path'

/** The names inside a run folder; the one place that knows them. */
export const runFiles = {
  config: 'config.json',
  /** Stands for the folder on a desktop: opening it opens the run. */
  standIn: 'run.holoscope',
  provenance: 'provenance.json',
  status: 'status.json',
  metrics: 'metrics.jsonl',
  checkpoints: 'checkpoints',
  artifacts: 'artifacts',
  figures: 'figures',
  /** The points of the data set that the configuration names, so that the folder can train wherever it is copied. */
  inputPoints: join('inputs', 'points.npy'),
  /** Configuration and checkpoint, in the layout of a run folder, of the run that this one starts from. */
  inputStart: join('inputs', 'start'),
  /** Which process trains here, while one does. */
  lock: 'lock.json',
  /** What the trainer printed: TensorFlow's messages, and the stack of a defect. */
  log: 'trainer.log',
} as const

const checkpointPattern = /^step-(\d{6,})$/

/** `step-000500`: sorts by name as by step up to a million steps, and stays readable beyond. */
export function checkpointName(step: number): string {
  return `step-${String(step).padStart(6, '0')}`
}
export function checkpointStep(name: string): number | null {
  const match = checkpointPattern.exec(name)
  return match ? Number(match[1]) : null
}
