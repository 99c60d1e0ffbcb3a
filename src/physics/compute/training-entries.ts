import { z } from 'zod'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { initialWeightShare } from '../holographic-flow/check-training.ts'
import { trainingCost } from '../holographic-flow/training-cost.ts'
import { averageDecay } from '../optimisers/average-decay.ts'
import { learningRateAt } from '../optimisers/schedule.ts'
import { type Computation, computation } from './computation.ts'
import { evenly } from './inputs.ts'

export const trainingEntries: Computation[] = [
  computation(
    'training-curves',
    'Learning rate and moving average of the weights over the steps: decay, and the share that the initial weights still have in the average.',
    holographicFlowConfigSchema.pick({ training: true }).extend({
      points: z.int().min(2).max(4096).default(101).describe('Steps, evenly spaced from the first to the last.'),
    }),
    ({ training, points }) => {
      const last = training.steps - 1
      // The end of a warm-up is a corner of the curve.
      const corners = [Math.min(training.warmupSteps, last), Math.min(training.emaStart, last)]
      const step = [...new Set([...evenly(0, last, points).map(Math.round), ...corners])].sort((a, b) => a - b)
      return {
        step,
        learningRate: step.map((i) => learningRateAt(i, training)),
        averageDecay: step.map((i) => averageDecay(i, training)),
        initialWeightShare: step.map((i) => initialWeightShare({ ...training, steps: i + 1 })),
      }
    },
  ),
  computation(
    'training-cost',
    'Floating-point operations of a step, of a sampling and of a whole run, from closed forms of the network’s layers.',
    holographicFlowConfigSchema.pick({ model: true, network: true, encoding: true, training: true, sampling: true, cadence: true }),
    (config) => ({ ...trainingCost(config) }),
  ),
]
