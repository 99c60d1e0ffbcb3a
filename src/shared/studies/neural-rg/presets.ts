import type { Preset } from '../index.ts'

/** Named configurations. Settings and what they must reach: the spec's chapter 6. */

const criticalIsing = 2 / Math.log(1 + Math.SQRT2)
const bothEvery = (steps: number) => ({ evaluateEvery: steps, checkpointEvery: steps })

interface Parts {
  theory: Record<string, unknown>
  map?: Record<string, unknown>
  stageOne?: Record<string, unknown>
  stageTwo?: Record<string, unknown>
  evaluation?: Record<string, unknown>
  cadence?: Record<string, unknown>
}
const preset = (id: string, effort: Preset['effort'], title: string, summary: string, parts: Parts): Preset =>
  ({ id, title, summary, effort, config: { study: 'neural-rg', title, ...parts } })

const cphi4 = (side: number, temperature: number, more: Record<string, unknown> = {}) => ({ kind: 'cphi4', side, temperature, ...more })

export const neuralRgPresets: readonly Preset[] = [
  preset('cphi4-8', 'example', 'Complex φ⁴, 8 × 8, below the transition',
    'The paper’s theory at T = 0.5 on a small lattice: the ring, the correlator and the infrared tweak appear within minutes; the bulk kernel follows.',
    { theory: cphi4(8, 0.5), stageOne: { steps: 3000 }, stageTwo: { steps: 1000 }, cadence: bothEvery(250) }),
  preset('cphi4-8-warm', 'quick', 'Complex φ⁴, 8 × 8, above the transition', 'The same at T = 1.0.',
    { theory: cphi4(8, 1), stageOne: { steps: 3000 }, stageTwo: { steps: 1000 }, cadence: bothEvery(250) }),
  preset('cphi4-4', 'quick', 'Complex φ⁴, 4 × 4', 'Small enough to compare with every exact number; bound below 2.75 above the well.',
    { theory: cphi4(4, 0.5), stageOne: { steps: 5000 }, cadence: bothEvery(500) }),
  preset('soft4', 'quick', 'Soft complex φ⁴, 4 × 4', 'λ = 1: the map comes so close that reweighting begins to work.',
    { theory: cphi4(4, 0.5, { lambda: 1 }), stageOne: { steps: 5000 }, evaluation: { samples: 5000 }, cadence: bothEvery(500) }),
  preset('cphi4-16', 'quick', 'Complex φ⁴, 16 × 16', '85 decimators: embedding and distance laws with three to four points.',
    { theory: cphi4(16, 0.5), stageOne: { steps: 1500, batchSize: 32 }, stageTwo: { steps: 500, batchSize: 32 }, cadence: bothEvery(250) }),
  preset('scan-8', 'quick', 'Temperature scan, 8 × 8', 'Six temperatures, each from the map of the one before: the order parameter falls through the transition.',
    { theory: cphi4(8, 0.3), stageOne: { steps: 6000, furtherTemperatures: [0.5, 0.7, 0.9, 1.1, 1.3] }, cadence: { ...bothEvery(3000), logEvery: 50 } }),
  ...[0.5, 1].map((temperature) => preset(temperature === 1 ? 'coupling-8-warm' : 'coupling-8', 'quick', `Equivariant couplings, 8 × 8, T = ${temperature}`,
    'A richer block with the same exact symmetry: how much of the gap it closes.',
    { theory: cphi4(8, temperature), map: { kind: 'coupling' }, stageOne: { steps: 2400, learningRate: 3e-3, rampFraction: 0.2, finalLearningRateFraction: 0.03 }, cadence: bothEvery(400) })),
  preset('free-8', 'quick', 'Free field, 8 × 8', 'A linear map of a Gaussian theory: the bound lies between −0.5776 (exact) and −0.515.',
    { theory: { kind: 'free', side: 8 }, map: { kind: 'u1', activation: 'none' }, stageOne: { steps: 1500 }, cadence: bothEvery(250) }),
  preset('haar-4', 'quick', 'A bulk that is known, 4 × 4', 'Stage II alone finds the hidden kernel; the loss reaches 9.113.',
    {
      theory: { kind: 'haarGaussian', side: 4 }, map: { kind: 'u1', activation: 'none' }, stageOne: { steps: 0 }, stageTwo: { steps: 5000 },
      cadence: bothEvery(500),
    }),
  preset('ising-4', 'quick', 'Critical Ising, 4 × 4', 'RealNVP blocks, as a mixture of both signs, against Kaufman’s exact free energy: less than half a nat of gap.',
    {
      theory: { kind: 'isingHS', side: 4, temperature: criticalIsing }, map: { kind: 'realNvp' },
      stageOne: { steps: 1000, batchSize: 128, learningRate: 2e-3, weightDecay: 1e-3, finalLearningRateFraction: 0.05, symmetrise: 'mixture' }, evaluation: { samples: 2000 }, cadence: bothEvery(250),
    }),
  preset('ising-8', 'quick', 'Critical Ising, 8 × 8', 'The same on four times the sites; further in fewer steps where it starts from the run on 4 × 4.',
    {
      theory: { kind: 'isingHS', side: 8, temperature: criticalIsing }, map: { kind: 'realNvp' },
      stageOne: { steps: 600, batchSize: 64, learningRate: 2e-3, weightDecay: 1e-3, finalLearningRateFraction: 0.05, symmetrise: 'mixture' }, evaluation: { samples: 2000 }, cadence: bothEvery(250),
    }),
  ...([['cold', 0.5], ['warm', 1], ['hot', 1.2]] as const).map(([name, temperature]) => preset(`paper-32-${name}`, 'paper', `Complex φ⁴, 32 × 32, T = ${temperature}`,
    'The paper’s lattice: 20,000 steps for the map take minutes, 5,000 for the bulk most of an hour.',
    {
      theory: cphi4(32, temperature), stageOne: { steps: 20_000, learningRate: 1e-4 }, stageTwo: { steps: 5000 },
      cadence: { ...bothEvery(1000), logEvery: 50 },
    })),
  preset('paper-32-scan', 'paper', 'Temperature scan, 32 × 32', 'Order parameter against temperature on the paper’s lattice.',
    {
      theory: cphi4(32, 0.1), stageOne: { steps: 10_000, furtherTemperatures: [0.3, 0.5, 0.7, 0.8, 0.893, 1, 1.1, 1.2, 1.5] },
      cadence: { ...bothEvery(5000), logEvery: 50 },
    }),
  preset('mini-rg', 'test', 'Smallest', 'A lattice of 4 × 4 for the tests.',
    { theory: cphi4(4, 0.5), stageOne: { steps: 40, batchSize: 16 }, stageTwo: { steps: 20, batchSize: 16 }, evaluation: { samples: 50, monteCarloSamples: 50 }, cadence: { ...bothEvery(20), logEvery: 5 } }),
]
