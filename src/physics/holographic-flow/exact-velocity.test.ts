import { describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { generatePoints } from '../datasets/generate-points.ts'
import { stream } from '../random/stream.ts'
import { expectWithin } from '../testing/expect-printed.test-helper.ts'
import { boardTiles, exactVelocity } from './exact-velocity.ts'
import { flowModel, type FlowModel } from './flow-model.ts'
import { flowTime } from './flow-time.ts'
import { meanSource } from './mean-source.ts'
import { modeLattice } from './mode-lattice.ts'
import { evaluate, residual } from './paths.ts'
import { regress } from './regression.ts'
import { resolutionTime } from './resolution.ts'
import { sourceView } from './source-view.ts'
import { writePhases } from './training-batch.ts'

const modelOf = (variant: string, model: object = { preconditioning: 'none' }) =>
  flowModel(holographicFlowConfigSchema.parse({ study: 'holographic-flow', model: { variant, ...model }, encoding: { modes: 8 } }))
const lattice = modeLattice(4, 8)
const deviation = 8 / Math.sqrt(12)
const tiles = boardTiles(deviation)
/** Points of the board, standardised. */
const pointsOf = (count: number) => generatePoints('checkerboard', count, 1, 'data').map((value) => value / deviation)

/** e^(-ik·(y - y_min)) of one point, `[sites, 2]`. */
function phasesOf(model: FlowModel, x: number, y: number): Float64Array {
  const planes = new Float64Array(model.sites * model.planes)
  writePhases(model, x, y, planes)
  return Float64Array.from({ length: 2 * model.sites }, (_, i) => planes[(i >> 1) * model.planes + (i & 1)])
}

describe('mean source', () => {
  it('without a likelihood is the mean over the rectangle: a product of two sinc functions', () => {
    const box = { x: [-1, 0.4], y: [0.2, 1] } as const
    const mean = meanSource(lattice, [box], new Float64Array(32))
    const along = (k: number, [low, high]: readonly [number, number]) => {
      const sinc = k === 0 ? 1 : Math.sin(k * (high - low) / 2) / (k * (high - low) / 2)
      const angle = -k * ((low + high) / 2 + 4)
      return [sinc * Math.cos(angle), sinc * Math.sin(angle)]
    }
    lattice.waveNumbers.forEach((kx, i) => lattice.waveNumbers.forEach((ky, j) => {
      const [[a, b], [c, d]] = [along(kx, box.x), along(ky, box.y)]
      // The midpoint rule errs by (k step)²/24 = 5e-5.
      expectWithin(mean[2 * (i * 4 + j)], a * c - b * d, 1e-4)
      expectWithin(mean[2 * (i * 4 + j) + 1], a * d + b * c, 1e-4)
    }))
  })

  it('under a sharp likelihood is that of its point, where the prior allows it, and of the nearest edge elsewhere', () => {
    const model = modelOf('ads')
    const sharp = (x: number, y: number) => meanSource(model.lattice!, tiles, phasesOf(model, x, y).map((value) => 1e5 * value))
    const half = 4 / deviation
    for (const [[x, y], [nearX, nearY]] of [[[-0.43, -1], [-0.43, -half / 2]], [[-1.2, -1.3], [-1.2, -1.3]]]) {
      // (-0.43, -1) lies in an empty tile, below the edge of one at y = -0.866, nearer than those at its sides.
      const mean = sharp(x, y)
      phasesOf(model, nearX, nearY).forEach((exact, i) => { expectWithin(mean[i], exact, 0.02) })
    }
  })
})

/** States on the path at one time with the velocities of the path, `[N, …sites, 2F]`, each with its own end points. */
function pairs(model: FlowModel, points: Float64Array, t: number): { states: Float64Array; velocities: Float64Array } {
  const { sites, planes, baseField, baseMomentum, fieldEnvelope, momentumEnvelope, moments: { path } } = model
  const { phi, pi, velocityPhi, velocityPi } = path.at(t)
  const [states, velocities] = [new Float64Array(points.length * sites * planes), new Float64Array(points.length * sites * planes)]
  const noise = new Float64Array(3)
  const random = stream(3, 'probe')
  const phases = new Float64Array(sites * planes)
  for (let n = 0; 2 * n < points.length; n++) {
    writePhases(model, points[2 * n], points[2 * n + 1], phases)
    phases.forEach((phase, i) => {
      const site = Math.floor(i / planes)
      random.fillNormal(noise)
      const ends = [baseField[site] * noise[0], baseMomentum[site] * noise[1], fieldEnvelope[site] * phase, momentumEnvelope[site] * phase + 0.1 * noise[2]] as const
      const at = (n * sites + site) * 2 * planes + (i % planes)
      states[at] = evaluate(phi, ends)
      states[at + planes] = evaluate(pi, ends)
      velocities[at] = evaluate(velocityPhi, ends)
      velocities[at + planes] = evaluate(velocityPi, ends)
    })
  }
  return { states, velocities }
}

describe.each(['ads', 'ads-kg-hermite'])('exact velocity of %s', (variant) => {
  const model = modelOf(variant)
  const { moments: { path, groups }, groupOf, planes, sites } = model

  // Resolution 0.3: a third of a tile, so that the posterior has several.
  it('is the conditional mean of the velocity of the path while the point is being decided', () => {
    const t = resolutionTime(model.moments, 0.1, 0.3)
    const { states, velocities } = pairs(model, pointsOf(200), t)
    const exact = exactVelocity(model, tiles, states, t)
    const guess = groups.map(({ endpoints }) => [path.at(t).velocityPhi, path.at(t).velocityPi].map((u) => regress(u, path.at(t).phi, path.at(t).pi, endpoints)))
    const size = 2 * sites * planes
    const ofSamples = Array.from({ length: 200 }, (_, n) => {
      const sums = { left: 0, power: 0, error: 0, errorOfGuess: 0 }
      for (let i = 0; i < size; i++) {
        const at = n * size + i
        const half = Math.floor((i % (2 * planes)) / planes)
        const field = at - half * planes
        const { onField, onMomentum } = guess[groupOf[Math.floor(i / (2 * planes))]][half]
        sums.left += (velocities[at] - exact[at]) * exact[at]
        sums.power += exact[at] ** 2
        sums.error += (velocities[at] - exact[at]) ** 2
        sums.errorOfGuess += (velocities[at] - onField * states[field] - onMomentum * states[field + planes]) ** 2
      }
      return sums
    })
    const mean = (value: (sample: (typeof ofSamples)[number]) => number) => ofSamples.reduce((sum, sample) => sum + value(sample), 0) / ofSamples.length
    // What is left of U is not correlated with its conditional mean.
    const left = mean((sample) => sample.left)
    const standardError = Math.sqrt(mean((sample) => (sample.left - left) ** 2) / ofSamples.length)
    expectWithin(left, 0, 4 * standardError)
    expect(standardError).toBeLessThan(0.05 * mean((sample) => sample.power))
    expect(mean((sample) => sample.error)).toBeLessThan(0.95 * mean((sample) => sample.errorOfGuess))
  })
})

describe.each(['ads', 'ads-kg-hermite'])('loss weight by resolution of %s', (variant) => {
  const model = modelOf(variant, { preconditioning: 'source', lossWeight: 'resolution' })
  const { moments: { path, groups, geometry, variant: { alpha } }, groupOf, planes, sites } = model

  // The weights at these resolutions are 2.3, 6.3 and 11. Side lobes of the likelihood leave more open than Cramér-Rao's bound tells
  // (here up to twice as much, at the coarse ones), edges of the tiles leave less.
  it.each([0.3, 0.15, 0.1])('makes what a perfect network leaves one within a factor of two or so, at resolution %f', (sigma) => {
    const t = resolutionTime(model.moments, 0.1, sigma)
    const points = pointsOf(100)
    const { states } = pairs(model, points, t)
    const exact = exactVelocity(model, tiles, states, t)
    const { pi } = flowTime(model, t)
    const known = groups.map(({ k, endpoints }) => {
      const view = sourceView(path.at(t), endpoints, 0.1)
      return { velocity: view.conditional(path.at(t).velocityPi), residual: view.conditional(residual(geometry, alpha, t, k * k, path.at(t)).pi).onSource }
    })
    let sum = 0
    for (let n = 0; n < 100; n++) {
      const phases = phasesOf(model, points[2 * n], points[2 * n + 1])
      for (let site = 0; site < sites; site++) {
        const group = groupOf[site]
        if (pi.scale[group] === 0) continue
        const { velocity: { onField, onMomentum, onSource }, residual: onSourceOfResidual } = known[group]
        for (const plane of [0, 1]) {
          const at = (n * sites + site) * 2 * planes + plane
          const meanSourceHere = (exact[at + planes] - onField * states[at] - onMomentum * states[at + planes]) / onSource
          const answerError = (phases[2 * site + plane] - meanSourceHere) * onSourceOfResidual / pi.scale[group]
          sum += pi.weight[group] * answerError ** 2
        }
      }
    }
    const left = sum / (100 * sites * 2)
    expect(left).toBeGreaterThan(0.5)
    expect(left).toBeLessThan(2.2)
  })
})
