import type { ModelConfig } from '../../shared/studies/holographic-flow/config.ts'
import type { MomentModel } from './second-moments.ts'
import { resolutionTime } from './resolution.ts'

/**
 * A clock tau in [0, 1] that a flow is drawn, learned and solved in, and the flow time t(tau) that it shows, with
 * r = rIR + t deltaR. Times of training are uniform in tau, solver steps equal in tau, and the network is told tau.
 */
export interface FlowClock {
  /** t(tau) */
  time(tau: number): number
  /** tau(t), the inverse. */
  reading(t: number): number
  /** d tau/dt at time t. */
  rate(t: number): number
}

/** tau = t: the radius itself, as in the paper. */
export const radiusClock: FlowClock = { time: (tau) => tau, reading: (t) => t, rate: () => 1 }

/**
 * Half of the clock runs with the radius, half with the logarithm of the resolution:
 *
 *   tau = t/2 + asinh(t/t_*) / (2 asinh(1/t_*)),
 *
 * where t_* is the time at which the state tells a point's place as well as the data's spread does (`resolutionTime`). From
 * there on the resolution sharpens about as 1/t, so that equal steps of the second half are equal factors of resolution.
 * Concave, with d tau/dt >= 1/2; inverted by Newton's method, which approaches from below and cannot leave [0, 1].
 */
export function resolutionClock(resolvedAt: number): FlowClock {
  const whole = Math.asinh(1 / resolvedAt)
  const reading = (t: number) => (t + Math.asinh(t / resolvedAt) / whole) / 2
  const rate = (t: number) => (1 + 1 / (whole * Math.hypot(t, resolvedAt))) / 2
  return {
    reading,
    rate,
    time(tau) {
      if (tau <= 0 || tau >= 1) return tau <= 0 ? 0 : 1
      let t = 0
      for (let i = 0; i < 60; i++) {
        const next = t + (tau - reading(t)) / rate(t)
        if (next <= t) break
        t = next
      }
      return Math.min(1, t)
    },
  }
}

export function makeClock(moments: MomentModel, { clock }: Pick<ModelConfig, 'clock'>, liftNoiseSigma: number): FlowClock {
  return clock === 'radius' ? radiusClock : resolutionClock(resolutionTime(moments, liftNoiseSigma))
}
