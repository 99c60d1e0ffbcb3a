import type { Measurement } from './measurement.ts'

/**
 * Minutes until all are measured: what the rest takes on the machine that `minutes` was written for, times how much longer
 * this one took for what is done.
 */
export function minutesLeft(all: readonly Pick<Measurement, 'minutes'>[], done: number, elapsedMinutes: number): number {
  const usual = (part: readonly Pick<Measurement, 'minutes'>[]) => part.reduce((sum, { minutes }) => sum + minutes, 0)
  const pace = done === 0 ? 1 : elapsedMinutes / usual(all.slice(0, done))
  return pace * usual(all.slice(done))
}

export const asMinutes = (minutes: number): string => minutes < 1.5 ? 'about a minute' : `about ${Math.round(minutes)} minutes`
