import type { Artifact, MetricsLine } from '../../run.ts'
import type { RunRecord, StoredArray } from '../run-figures.ts'
import { bulkArtifactKinds, dynamicsArtifactKinds } from './bulk.ts'
import { holographicFlowConfigSchema } from './config.ts'
import { spectrumRows } from './diagnostic-figures.ts'

/** A run of this study that has everything: from it every figure can be drawn. Small arrays of smooth numbers. */

export const fullConfig = holographicFlowConfigSchema.parse({ study: 'holographic-flow', training: { steps: 400, batchSize: 64 } })

export const trainLines: MetricsLine[] = Array.from({ length: 40 }, (_, i) => ({
  kind: 'train' as const, step: 10 * (i + 1), seconds: i + 1, values: { loss: 1000 / (i + 1), learningRate: 1e-3, gradientNorm: 5 },
}))
const evaluateLines: MetricsLine[] = [200, 400].map((step, i) => ({
  kind: 'evaluate', step, seconds: step / 10,
  values: {
    boundaryViolation: 0.3 - 0.1 * i, energyDistance: -0.001, withinCellEnergyDistance: 0.02, withinCellEnergyDistanceNormalised: 0.02, cellJensenShannon: 0.1,
    qualityScore: 0.4, slicedWasserstein: 0.2, maximumMeanDiscrepancy: 0.01, emptyTiles: 1, divergedPoints: 2,
  },
}))

function stored(artifact: Partial<Artifact> & Pick<Artifact, 'kind' | 'shape'>, value: (i: number) => number): StoredArray {
  const count = artifact.shape.reduce((product, length) => product * length, 1)
  return {
    artifact: { file: `${artifact.kind}-${artifact.step ?? 0}.npy`, step: 0, axes: [], units: '', description: '', ...artifact },
    data: Float64Array.from({ length: count }, (_, i) => value(i)),
  }
}
const cloud = (kind: string, count: number, step = 0, shift = 0) => stored({ kind, step, shape: [count, 2] }, (i) => ((i * 7) % 79) / 10 - 3.9 + shift)

const radii = [0, 0.25, 0.5, 0.75, 1]
const positions = Array.from({ length: 8 }, (_, i) => i - 4)
const integers = [0, 1, -2, -1]
const bulk = { kind: 'bulk', seed: 0, parts: 5 }
const dynamics = { kind: 'dynamics', seed: 0, parts: 2 }
const momenta = [0, 0.5, 1]

const arrays: StoredArray[] = [
  cloud('samples', 100, 200, 10), cloud('samples', 100, 400), cloud('reference', 300), cloud('training-data', 500),
  stored({ kind: bulkArtifactKinds.field, step: 400, shape: [5, 8, 8], coordinates: [radii, positions, positions], analysis: bulk }, (i) => Math.sin(i / 5)),
  stored({ kind: bulkArtifactKinds.modes, step: 400, shape: [1, 5, 4, 4, 3, 2, 2], coordinates: [null, radii, integers, integers, null, null, null], analysis: bulk }, (i) => Math.cos(i / 7)),
  stored({ kind: bulkArtifactKinds.clouds, step: 400, shape: [3, 50, 2], coordinates: [[0, 0.5, 1], null, null], analysis: bulk }, (i) => Math.sin(i)),
  stored({ kind: dynamicsArtifactKinds.residualShare, step: 400, shape: [5, 3], coordinates: [radii, momenta], analysis: dynamics }, (i) => 10 ** (-i / 5)),
  stored({ kind: dynamicsArtifactKinds.shellSpectrum, step: 400, shape: [spectrumRows.length, 5, 3], coordinates: [null, radii, momenta], analysis: dynamics }, (i) => 1 + i),
]

const curve = [0.1, 0.5, 1]
const match = (parameter: number) => ({ parameter, rms: 0.1, envelope: [1, 0.7, 0.1] })
const computed = new Map<string, unknown>([
  ['zero-network-loss', { total: 4280 }],
  ['geometries', {
    profiles: [{
      r: radii, f: radii.map(Math.exp), h: radii.map(() => 1), omega: radii.map((r) => Math.exp(2 * r)), s: radii.map((r) => 1 - r),
      logWarpSecondDerivative: radii.map(() => 0), cFunction: radii.map(() => 1),
    }],
  }],
  ['matched-filters', {
    k: momenta, propagator: [1, 0.6, 0.2],
    heat: { leastSquares: match(0.77), equalPoint: match(0.9) }, matern: { leastSquares: match(0.94), equalPoint: match(0.97) },
  }],
  ['warp-preview', {
    envelopes: { k: momenta, curves: radii.map((r) => ({ r, psi: curve.map((y) => y + r), varpi: curve })) },
  }],
  ['encoded-data', { r: [0, 1], positions, fields: [0, 1].map((r) => Array.from({ length: 64 }, (_, i) => r + Math.sin(i))) }],
  ['training-curves', { step: [0, 200, 399], learningRate: [0, 1e-3, 0], initialWeightShare: [1, 0.5, 1e-9] }],
])

export const fullRecord: RunRecord = {
  config: fullConfig, metrics: [...trainLines, ...evaluateLines], configHash: 'abcdef0123456789', stepsPerEpoch: null, computed,
  arrays: new Map(arrays.map(({ artifact: { kind } }) => [kind, arrays.filter(({ artifact }) => artifact.kind === kind)])),
}
export const emptyRecord: RunRecord = { config: fullConfig, metrics: [], stepsPerEpoch: null, arrays: new Map(), computed: new Map() }

/** The artifacts alone, as the run folder lists them. */
export const fullArtifacts: readonly Artifact[] = arrays.map(({ artifact }) => artifact)
