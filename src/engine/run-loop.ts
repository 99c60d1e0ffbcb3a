import { Problem } from '../shared/problem.ts'
import type { Cadence } from '../shared/run-config.ts'
import { letOthersRun } from './let-others-run.ts'
import { ProgressMeter } from './progress-meter.ts'
import type { RunControl } from './run-control.ts'
import type { RunRecorder } from './run-recorder.ts'
import { countDue, isDue } from './schedule.ts'
import type { StudyState, TrainingSession } from './study.ts'
import { WritesBehind } from './writes-behind.ts'

export interface RunLoopOptions {
  session: TrainingSession
  cadence: Cadence
  recorder: RunRecorder
  control: RunControl
  /** Where the session stands: 0, or the step of the checkpoint that it was loaded from. */
  start: { step: number; elapsedSeconds: number; evaluated: boolean }
  /** Milliseconds. @default performance.now */
  clock?: () => number
  /** A finding for the log that does not end the run. */
  warn?: (message: string) => void
}

export interface RunOutcome {
  state: 'done' | 'stopped' | 'interrupted'
  step: number
}

/** Quick enough for a number that runs; each report costs host and window a millisecond of a core that the training wants. */
const progressMilliseconds = 250
/** By then a session has made its optimiser slots and tables; what it holds more later is a leak. */
const settledSteps = 10

/**
 * Drives a session from its step to its end: logs, evaluates, saves, pauses and stops. The same for all studies.
 *
 * What a run writes depends on its configuration alone, not on where it was cut: logging and evaluation follow the step
 * number, the session's state holds everything in flight (also the sums behind the next line), and an evaluation changes
 * nothing. So a run that is killed and resumed equals the uninterrupted one bit for bit, but for the seconds.
 *
 * At one step the order is: line, checkpoint, evaluation. A run killed during an evaluation resumes from that very step and
 * evaluates it first.
 *
 * The steps go on while lines, checkpoints and pictures are written (`WritesBehind`). It waits for them before it takes the next
 * checkpoint or hands over pictures, so that at most one of these is held in memory beside the session, before it says that it
 * is paused, and before it ends.
 */
export async function runLoop(options: RunLoopOptions): Promise<RunOutcome> {
  const { session, cadence, recorder, control, start, clock = () => performance.now(), warn = console.warn } = options
  const { totalSteps } = session
  const meter = new ProgressMeter()
  const writes = new WritesBehind()
  let step = start.step
  let elapsed = start.elapsedSeconds
  let mark = clock()
  let loss: number | null = null
  let lastLogged = start.step
  let lastSaved: number | null = start.step > 0 ? start.step : null
  let lastProgress = -Infinity
  let settledTensors: number | null = null

  /** Adds the time since the last look to the training time; time spent paused is skipped by `mark`. */
  const lap = () => {
    const now = clock()
    const seconds = (now - mark) / 1000
    mark = now
    elapsed += seconds
    return seconds
  }
  const position = (state: 'running' | 'paused') => writes.add(recorder.position({ state, step, totalSteps, elapsedSeconds: elapsed }))

  /** Ends the run, once it is sure what was saved. */
  const endNotFinite = async (what: string): Promise<never> => {
    await writes.done()
    throw notFinite(what, lastSaved)
  }
  const log = async () => {
    const values = await session.takeTrainMetrics()
    if (!Number.isFinite(values.loss)) await endNotFinite(`The loss became ${values.loss} between steps ${lastLogged} and ${step}.`)
    loss = values.loss
    lastLogged = step
    writes.add(recorder.metrics({ kind: 'train', step, seconds: elapsed, values: finiteOnly(values) }))
  }
  const save = async () => {
    if (lastSaved === step) return
    await writes.done()
    const state = await session.saveState()
    if (!isFinite(state)) await endNotFinite(`The weights are no longer finite at step ${step}.`)
    writes.add(recorder.checkpoint({ step, totalSteps, elapsedSeconds: elapsed }, state))
    lastSaved = step
    position('running')
  }
  const evaluate = async () => {
    const { metrics, artifacts } = await session.evaluate(step)
    await writes.done()
    // Pictures before the line that says they are there.
    writes.add(recorder.artifacts(artifacts))
    const seconds = lap()
    meter.evaluationTook(seconds)
    writes.add(recorder.metrics({ kind: 'evaluate', step, seconds: elapsed, values: finiteOnly(metrics) }))
  }
  const reportProgress = () => {
    lastProgress = clock()
    recorder.progress({
      step, totalSteps, loss, elapsedSeconds: elapsed, stepsPerSecond: meter.stepsPerSecond,
      secondsLeft: meter.secondsLeft(totalSteps - step, countDue(step, totalSteps, cadence.evaluateEvery)),
    })
  }
  const watchForLeaks = () => {
    const tensors = session.tensorCount()
    if (step - start.step <= settledSteps) return
    settledTensors ??= tensors
    if (tensors <= settledTensors) return
    warn(`At step ${step} the session holds ${tensors} tensors instead of ${settledTensors}: a leak in the study's step.`)
    settledTensors = tensors
  }

  position('running')
  if (step === 0) writes.add(recorder.artifacts(session.initialArtifacts()))
  if (step > 0 && !start.evaluated && isDue(step, totalSteps, cadence.evaluateEvery)) await evaluate()

  while (step < totalSteps) {
    if (control.request !== 'run') {
      await save()
      const pausing = control.request === 'pause'
      if (pausing) {
        reportProgress()
        position('paused')
      }
      await writes.done()
      if (pausing) {
        await control.whilePaused()
        mark = clock()
        if (!control.ending) position('running')
      }
      if (control.request === 'stop') return { state: 'stopped', step }
      if (control.request === 'interrupt') return { state: 'interrupted', step }
      continue
    }
    await session.step(step)
    step++
    meter.stepTook(lap())
    if (isDue(step, totalSteps, cadence.logEvery)) {
      await log()
      watchForLeaks()
    }
    if (isDue(step, totalSteps, cadence.checkpointEvery)) await save()
    if (isDue(step, totalSteps, cadence.evaluateEvery)) await evaluate()
    if (clock() - lastProgress >= progressMilliseconds || step === totalSteps) reportProgress()
    await letOthersRun()
    await writes.keepUp()
  }
  await writes.done()
  return { state: 'done', step }
}

function notFinite(what: string, lastSaved: number | null): Problem {
  const saved = lastSaved === null ? 'No checkpoint was saved before.' : `The last good checkpoint is that of step ${lastSaved}.`
  return new Problem('LossNotFinite', `${what} ${saved}`,
    'Start a new run with a lower learning rate, a smaller gradient clip or a longer warm-up.')
}

/** JSON has no NaN: a metric without a value at some step is left out of that line, and its curve has a gap. */
function finiteOnly(values: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)))
}

function isFinite(state: StudyState): boolean {
  for (const { data } of state.values()) {
    if (!(data instanceof Float32Array || data instanceof Float64Array)) continue
    for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false
  }
  return true
}
