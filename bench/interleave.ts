import { median } from './statistics.ts'

/** Anything that can be timed: a peer in a process of its own. */
export interface Timed {
  /** Milliseconds of each of `repeats` pieces of work. */
  measure(repeats: number): Promise<number[]>
}

export interface Times {
  /** The median of each round, ms. */
  readonly rounds: readonly number[]
  /** The shortest single time, ms: what other work on the machine disturbs least. */
  readonly best: number
}

/** A turn is about this long: a dozen steps of the small networks, two of the large ones. */
const turnMilliseconds = 400

/**
 * Times peers in turn, so that whatever else the machine does meets them alike. The first turn warms up and is not kept; every
 * other round begins with another peer.
 */
export async function interleave<Name extends string>(peers: Readonly<Record<Name, Timed>>, rounds: number): Promise<Record<Name, Times>> {
  const names = Object.keys(peers) as Name[]
  const repeats = {} as Record<Name, number>
  const times = {} as Record<Name, { rounds: number[]; best: number }>
  for (const name of names) {
    const single = Math.min(...await peers[name].measure(3))
    repeats[name] = Math.min(200, Math.max(2, Math.round(turnMilliseconds / single)))
    times[name] = { rounds: [], best: single }
  }
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length]
      const measured = await peers[name].measure(repeats[name])
      times[name].rounds.push(median(measured))
      times[name].best = Math.min(times[name].best, ...measured)
    }
  }
  return times
}

/** The median over the rounds of one peer's time over another's in the same round. */
export function ratioOf(ours: Times, theirs: Times): number {
  return median(ours.rounds.map((value, round) => value / theirs.rounds[round]))
}
