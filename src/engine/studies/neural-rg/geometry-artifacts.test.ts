import { describe, expect, it } from 'vitest'
import type { BulkGeometry } from '../../../shared/studies/neural-rg/bulk-geometry.ts'
import { figureSchema } from '../../../shared/figure.ts'
import { geometryRunFigures } from '../../../shared/studies/neural-rg/geometry-run-figures.ts'
import { geometryKinds, storeGeometries, storedGeometries, storedSources } from '../../../shared/studies/neural-rg/stored-geometry.ts'
import { ballView } from '../../../physics/neural-rg/geometry/ball-view.ts'
import { bulkGeometry, geometryWithNulls } from '../../../physics/neural-rg/geometry/bulk-geometry.ts'
import { exactCovariance } from '../../../physics/neural-rg/kernel/bulk-covariance.ts'
import { factorKernel, kernelOfClasses } from '../../../physics/neural-rg/kernel/bulk-kernel.ts'
import { bulkEdges } from '../../../physics/neural-rg/kernel/edge-set.ts'
import { drawBulk, toFields } from '../../../physics/neural-rg/kernel/sample-kernel.ts'
import { bulkLayout } from '../../../physics/neural-rg/map/layout.ts'
import { haarGenerate } from '../../../physics/neural-rg/models/haar-transform.ts'
import { findComputation } from '../../../physics/compute/catalogue.ts'
import { stream } from '../../../physics/random/stream.ts'
import type { StudyArtifact } from '../../study.ts'
import { findEngineStudy } from '../index.ts'
import { geometryArtifacts } from './geometry-artifacts.ts'

const layout = bulkLayout(8)
const edges = bulkEdges(layout)
const kernel = kernelOfClasses(edges, edges.classes.map((_, i) => 0.3 + 0.2 * Math.sin(i)), 0.4)
const choices = { bootstraps: 10, quadruples: 1000 }
const options = { step: 400, seed: 3 }

const asStored = (arrays: readonly { kind: string; shape: number[]; data: ArrayLike<number> }[]) => new Map(arrays.map(({ kind, shape, data }) =>
  [kind, [{ artifact: { file: `${kind}.npy`, kind, step: 1, shape, axes: [], units: '', description: '' }, data }]]))
const fromArtifacts = (artifacts: readonly StudyArtifact[]) =>
  storedGeometries(asStored(artifacts.map(({ descriptor, shape, data }) => ({ kind: descriptor.kind, shape, data }))))

describe('geometries in the run folder', () => {
  it('come back as they were', () => {
    const geometries = geometryWithNulls({ kernel }, choices)
    expect(storedGeometries(asStored(storeGeometries(geometries, ballView(layout).positions)))).toEqual(geometries)
  })
  it('come back with their gaps; masked distances are not known any more', () => {
    const masked = bulkGeometry('trained', { layout, covariance: { ...exactCovariance(factorKernel(kernel).inverse()), samples: 100 } }, choices)
    expect(masked.maskedShare).toBeGreaterThan(0)
    const [back] = storedGeometries(asStored(storeGeometries([masked], ballView(layout).positions)))
    const unknown = (geometry: BulkGeometry) => ({ ...geometry, distances: null })
    expect(unknown(back)).toEqual(unknown(masked))
    back.distances.forEach((value, i) => expect(value).toBe(masked.masked![i] === 1 ? Number.NaN : masked.distances[i]))
  })
  it('are not read from arrays that are missing or something else', () => {
    const arrays = asStored(storeGeometries(geometryWithNulls({ kernel }, choices), ballView(layout).positions))
    arrays.delete(geometryKinds.laws)
    expect(storedGeometries(arrays)).toEqual([])
  })
})

describe('analysis of the geometry', () => {
  // Boundary fields whose ideal Haar transform has the covariance of the kernel.
  const samples = 3000
  const bulk = toFields(drawBulk(kernel, factorKernel(kernel), samples, 2, stream(2, 'sample')).bulk, 64, samples, 2)
  const boundary = Float64Array.from(bulk)
  for (let first = 0; first < boundary.length; first += 128) haarGenerate(boundary.subarray(first, first + 128), 8, 2)

  it('shows the kernel beside its nulls, and the untrained map by the kernel that matches it', async () => {
    const shares: number[] = []
    const artifacts = await geometryArtifacts({ edges, components: 2, kernel, bulk: null, boundary, choices }, { ...options, onProgress: (share) => shares.push(share) })
    expect(artifacts.map(({ descriptor }) => descriptor.file)).toContain('geometry-distances-step-000400-seed-3.npy')
    expect(new Set(artifacts.map(({ descriptor }) => descriptor.analysis?.parts))).toEqual(new Set([Object.keys(geometryKinds).length]))
    const [trained, equal, shuffled, untrained] = fromArtifacts(artifacts)
    expect([equal.origin, shuffled.origin]).toEqual(['equal', 'shuffled'])
    expect(trained.distances).toEqual(bulkGeometry('trained', { kernel }, choices).distances)
    // The untrained map is the very map that these fields were made with: its geometry is the kernel's up to the noise of 3,000 samples.
    expect(Math.abs(untrained.slopeRatio! / trained.slopeRatio! - 1)).toBeLessThan(0.15)
    expect(shares).toEqual([0.25, 0.5, 0.75, 1])
  })
  it('takes moments of samples where there is no kernel, and says what is missing where there are none', async () => {
    const found = fromArtifacts(await geometryArtifacts({ edges, components: 2, kernel: null, bulk, boundary: null, choices }, options))
    expect(found.map(({ origin, noiseFloor }) => [origin, noiseFloor])).toEqual([['trained', 1e-3], ['equal', 1e-3], ['shuffled', 1e-3]])
    const nothing = { edges, components: 2, kernel: null, bulk: null, boundary: null } as const
    await expect(geometryArtifacts(nothing, options)).rejects.toThrow(/no bulk kernel yet, and no exact samples/)
    await expect(geometryArtifacts({ ...nothing, bulk: new Float64Array(), leftOut: 500 }, options)).rejects.toThrow(/of 500 exact samples 500 leave the range of numbers/)
  })
  it('keeps kernel and samples apart, with errors of fields and of deals, and tells what each rests on', async () => {
    const artifacts = await geometryArtifacts({ edges, components: 2, kernel, bulk, leftOut: 7, boundary, choices }, options)
    const arrays = asStored(artifacts.map(({ descriptor, shape, data }) => ({ kind: descriptor.kind, shape, data })))
    const all = (['kernel', 'samples'] as const).map((source) => storedGeometries(arrays, source).map(({ origin, statisticalErrors }) => [origin, statisticalErrors?.kind ?? null]))
    expect(all).toEqual([
      [['trained', null], ['equal', null], ['shuffled', 'deals'], ['untrained', null]],
      [['trained', 'fields'], ['equal', null], ['shuffled', 'deals'], ['untrained', 'fields']],
    ])
    expect(storedSources(arrays)).toMatchObject([{ source: 'kernel', available: true }, { source: 'samples', available: true, fields: samples, leftOut: 7 }])
    // Of 3,000 fields of the same law none is much larger than 1/3000 of all.
    expect(storedSources(arrays)[1].largestShare).toBeLessThan(0.01)
    const caption = geometryRunFigures[0].build({ config: { seed: 1 }, configHash: 'ab12', metrics: [], stepsPerEpoch: null, arrays, computed: new Map() }, { choices: { source: 'samples' } })!.caption
    expect(caption).toMatch(/from 3000 Monte Carlo fields pushed through the map \(noise floor 0.001 nat\); ξ = 1, I₀ = 1.*configuration ab12/)
  })
})

describe('geometry of a run', () => {
  const config = {
    study: 'neural-rg', seed: 3, theory: { kind: 'free', side: 4 }, map: { kind: 'u1', activation: 'none' },
    stageOne: { steps: 4, batchSize: 8 }, stageTwo: { steps: 4, batchSize: 8 }, evaluation: { samples: 40, monteCarloSamples: 200 },
  }
  it.each([['before stage II, from samples', 4], ['after it, from the kernel', 8]])('%s: every figure of the list can be drawn, with all nulls', async (_, steps) => {
    const session = await findEngineStudy('neural-rg')!.prepare(config, { points: null })
    for (let step = 0; step < steps; step++) await session.step(step)
    expect(session.analyses).toContain('geometry')
    const { artifacts: evaluated } = await session.evaluate(steps)
    const artifacts = [...await session.analyse!('geometry', options), ...evaluated]
    const again = await session.analyse!('geometry', options)
    expect(artifacts.slice(0, again.length)).toEqual(again)
    const arrays = new Map(artifacts.map(({ descriptor, shape, data }) => [descriptor.kind, [{ artifact: { ...descriptor, shape }, data }]]))
    expect(storedGeometries(arrays).map(({ origin }) => origin)).toEqual(['trained', 'equal', 'shuffled', 'untrained'])
    for (const figure of geometryRunFigures) {
      expect(figure.appliesTo?.(config) ?? true).toBe(true)
      const built = figure.build({ config, metrics: [], stepsPerEpoch: null, arrays, computed: new Map([['bulk-disk', findComputation('bulk-disk')!.compute({ side: 4 })]]) })
      // The collapse of layers needs two of them with neighbours, a kernel stage II.
      if (figure.name === 'angular-laws-by-layer' || (figure.name === 'kernel-couplings' && steps === 4)) expect(built).toBeNull()
      else expect(figureSchema.safeParse(built).error, figure.name).toBeUndefined()
    }
    session.dispose()
  })
  it('a bulk of one decimator has none', () => {
    expect(geometryRunFigures[0].appliesTo!({ ...config, theory: { kind: 'free', side: 2 } })).toBe(false)
  })
})
