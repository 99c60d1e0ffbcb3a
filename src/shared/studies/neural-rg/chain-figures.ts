import type { FigureInput } from '../../figure.ts'
import { newestArray, type RunFigure, type RunRecord } from '../run-figures.ts'
import { outlineOf } from './outline.ts'
import { columnsOf } from './tables.ts'

/** The analysis (`runs.analyse`) that runs HMC on the boundary and in the bulk of a checkpoint. */
export const chainAnalysis = 'chains'
/** Kinds of its arrays. */
export const chainKinds = { series: 'hamiltonian-chains', numbers: 'hamiltonian-numbers' } as const

/** One row a trajectory: leapfrog steps so far, |m| of the boundary field in both chains. */
export const chainColumns = ['leapfrogSteps', 'boundary', 'bulk'] as const
/** One row a chain, boundary first. Times in trajectories; NaN where the chain is too short to tell. */
export const chainNumberColumns = [
  'modulusTime', 'modulusTimeError', 'directionTime', 'directionTimeError', 'stepSize', 'acceptance', 'leapfrogSteps', 'reference', 'referenceError',
] as const

const chains = ['boundary', 'bulk'] as const
const titles = { boundary: 'HMC on the boundary', bulk: 'HMC in the bulk' }

/** An autocorrelation time with its error, or that it is not known. */
function timeText(time: number, error: number): string {
  return Number.isFinite(time) ? `= ${Number(time.toPrecision(2))} ± ${Number(error.toPrecision(1))}` : 'not resolved'
}

/** The order parameter along both chains: raw, and its running mean, which shows when each reaches the plateau. */
function chainFigure(record: RunRecord): FigureInput | null {
  const stored = newestArray(record, chainKinds.series)
  const storedNumbers = newestArray(record, chainKinds.numbers)
  const series = stored && columnsOf(stored, chainColumns)
  const numbers = storedNumbers && columnsOf(storedNumbers, chainNumberColumns)
  if (!series || !numbers || series.leapfrogSteps.length === 0) return null
  const { leapfrogSteps } = series
  const [reference] = numbers.reference
  const ends = [leapfrogSteps[0], leapfrogSteps[leapfrogSteps.length - 1]]
  const notes = chains.map((chain, i) =>
    `${titles[chain]}: τ(|m|) ${timeText(numbers.modulusTime[i], numbers.modulusTimeError[i])}, τ(arg m) ${timeText(numbers.directionTime[i], numbers.directionTimeError[i])} (in trajectories of ${numbers.leapfrogSteps[i]} steps), ε = ${numbers.stepSize[i].toPrecision(3)}, acceptance ${numbers.acceptance[i].toFixed(2)}.`)
  return {
    name: 'hamiltonian-chains', title: 'HMC on the boundary and in the bulk',
    caption: `Order parameter along HMC chains on the boundary and in the bulk, each from noise of its own space, ${outlineOf(record.config) ?? ''}, step ${stored.artifact.step}. ${notes.join(' ')}`,
    panels: [{
      x: { label: 'Leapfrog steps', scale: 'log' }, y: { label: 'Order parameter $|m|$' }, note: notes.join(' '),
      series: [
        ...chains.flatMap((chain, colour) => [
          { kind: 'line' as const, name: titles[chain], x: leapfrogSteps, y: series[chain], colour, role: 'shadow' as const },
          { kind: 'line' as const, name: `${titles[chain]}, mean of the last half`, x: leapfrogSteps, y: trailingMeans(series[chain]), colour },
        ]),
        ...(Number.isFinite(reference) ? [{ kind: 'line' as const, name: 'cluster Monte Carlo', x: ends, y: [reference, reference], colour: 2, dash: 'dashed' as const, role: 'reference' as const }] : []),
      ],
    }],
  }
}

/** Mean over the last half of what has been seen so far: forgets the start, and smooths as the chain grows. */
function trailingMeans(values: readonly number[]): number[] {
  const sums = [0]
  for (const value of values) sums.push(sums[sums.length - 1] + value)
  return values.map((_, i) => {
    const from = (i + 1) >> 1
    return (sums[i + 1] - sums[from]) / (i + 1 - from)
  })
}

export const chainRunFigures: readonly RunFigure[] = [{
  name: 'hamiltonian-chains', title: 'HMC on the boundary and in the bulk', group: 'physics', analysis: chainAnalysis,
  arrays: Object.values(chainKinds).map((kind) => ({ kind })), build: chainFigure,
}]
