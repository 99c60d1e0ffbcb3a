import { describe, expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import type { BulkGeometry } from './bulk-geometry.ts'
import { couplingsFigure, distanceLawsFigure, distanceMatrixFigure, embeddingFigure, embeddingQualityFigure, informationFigure, layerCollapseFigure } from './geometry-figures.ts'
import { geometryNumbersFigure } from './geometry-numbers-figure.ts'

/** Two layers: four decimators and their parent, at the distances that are given. */
function geometry(origin: BulkGeometry['origin'], parts: Partial<BulkGeometry> = {}): BulkGeometry {
  const law = { slope: 2, intercept: 1, rSquared: null }
  return {
    origin, source: 'kernel', name: origin, side: 4, informationFactor: 1, scale: { kind: 'fixed', xi: 1, i0: 1 },
    decimators: [{ layer: 0, a: 0, b: 0 }, { layer: 0, a: 0, b: 1 }, { layer: 0, a: 1, b: 0 }, { layer: 0, a: 1, b: 1 }, { layer: 1, a: 0, b: 0 }],
    distances: Float64Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? 0 : 1 + (i % 5) + Math.floor(i / 5))),
    masked: null, maskedShare: 0, negativeDistances: 0, noiseFloor: null, negativeShare: 0,
    information: [
      { direction: 'in', layer: 0, places: [1, 2], mean: 0.1, smallest: 0.05, largest: 0.2 },
      { direction: 'in', layer: 0, places: [1, 3], mean: 0.3, smallest: 0.3, largest: 0.3 },
      { direction: 'z', layer: 0, places: [1, 1], mean: 0, smallest: 0, largest: 0 },
    ],
    angular: [{ layer: 0, separations: [2, 4], distances: [3, null], spreads: [0.1, null], logarithmic: law, linear: law }],
    radial: { depths: [1], distances: [5], spreads: [0], linear: { slope: 4, intercept: 1, rSquared: 0.99 } },
    slopeRatio: 0.5, slopeRatioError: 0.1, statisticalErrors: null, scaledEmbeddings: [],
    embedding: { coordinates: Float64Array.from({ length: 15 }, (_, i) => i), eigenvalues: Float64Array.of(3, 1, 0, 0, -1), positiveShare: 1, negativeMass: 0.2, stress: 0.05 },
    gromov: { max: 1, mean: 0.5, meanError: 0.1, relative: 0.4, meanRelative: 0.1, quadruples: 5, exact: true },
    curvature: null,
    ...parts,
  }
}

describe('figures of the bulk geometry', () => {
  it('draw the distance matrices of all geometries on one colour scale, layers parted by lines, masked pairs left out', () => {
    const masked = new Uint8Array(25)
    masked[1] = masked[5] = 1
    // Stored, they are not known at all.
    const distances = geometry('trained').distances.map((value, at) => (masked[at] === 1 ? Number.NaN : value))
    const wide = geometry('equal', { distances: geometry('equal').distances.map((value) => 2 * value) })
    const { panels } = figureSchema.parse(distanceMatrixFigure([geometry('trained', { distances, masked, maskedShare: 0.1 }), wide]))
    expect(panels.map(({ title }) => title)).toEqual(['trained', 'equal'])
    expect(panels[0].series[0]).toMatchObject({ kind: 'heatmap', range: [0, 16], values: expect.arrayContaining([null]) })
    expect(panels[1].series[0]).toMatchObject({ range: [0, 16] })
    const [map] = panels[0].series
    if (map.kind !== 'heatmap') throw new Error('no heat map')
    expect([map.values[0], map.values[1], map.values[2], map.values[6]]).toEqual([0, null, 3, 0])
    expect(panels[0].series.slice(1)).toMatchObject([{ x: [3.5, 3.5], y: [-0.5, 4.5] }, { x: [-0.5, 4.5], y: [3.5, 3.5] }])
    expect(panels[0].note).toBe('10 % of the pairs are not correlated at all and are left out')
  })
  it('draw both laws with their fits, the trained one solid, the null ones dashed, and say slopes and ratio', () => {
    const figure = figureSchema.parse(distanceLawsFigure([geometry('trained'), geometry('equal')], 'Learned kernel.'))
    const [angular, radial] = figure.panels
    expect(angular.x.scale).toBe('log')
    expect(angular.series).toMatchObject([
      { kind: 'scatter', name: 'trained', x: [2, 4], y: [3, null] },
      { kind: 'line', name: '', dash: 'solid', y: [1 + 2 * Math.log(2), 1 + 2 * Math.log(4)] },
      { kind: 'scatter', name: 'equal' },
      { kind: 'line', dash: 'dashed' },
    ])
    expect(radial.series[1]).toMatchObject({ x: [1], y: [5] })
    expect(figure.caption).toBe('Learned kernel. Trained: 2 per ln r, 4 per layer (R² 0.990), ratio 0.50. Equal: 2 per ln r, 4 per layer (R² 0.990), ratio 0.50. Hyperbolic space: slope ratio 2.885.')
  })
  it('draw the spectrum as shares of its positive part', () => {
    const { panels } = figureSchema.parse(embeddingQualityFigure([geometry('trained')]))
    expect(panels[1].series[0]).toMatchObject({ x: [1, 2, 3, 4, 5], y: [0.75, 0.25, 0, 0, -0.25] })
  })
  it('draw the embedding along two pairs of axes, a series for each layer', () => {
    const { panels } = figureSchema.parse(embeddingFigure(geometry('trained')))
    expect(panels[1].series).toMatchObject([{ name: '$l = 0$', x: [0, 3, 6, 9], y: [2, 5, 8, 11] }, { name: '$l = 1$', x: [12], y: [14] }])
  })
  it('draw mutual information by direction: a point for each class, a line through their means, on one scale; what is zero has no place on it', () => {
    const { panels } = figureSchema.parse(informationFigure([geometry('trained', { noiseFloor: 0.003 }), geometry('equal')]))
    expect(panels[0].series).toMatchObject([
      { kind: 'line', name: 'within decimators', x: [0], y: [0.2] },
      { kind: 'scatter', name: 'within decimators', x: [0, 0], y: [0.1, 0.3] },
      { kind: 'line', name: 'to the parent', y: [null] },
      { kind: 'scatter', name: 'to the parent', y: [null] },
    ])
    expect(panels[0].note).toBe('values below 0.003 are noise')
    expect(panels[1].y.range).toEqual(panels[0].y.range)
  })
  it('draw couplings by layer, a point for each class', () => {
    const coupling = (layer: number, places: [number, number], value: number) => ({ direction: 'x' as const, layer, places, coupling: value })
    const { panels } = figureSchema.parse(couplingsFigure([coupling(0, [1, 1], 1), coupling(0, [2, 2], 3), coupling(1, [1, 1], 5)], 0.25))
    expect(panels[0].series).toMatchObject([{ kind: 'line', x: [0, 1], y: [2, 5] }, { kind: 'scatter', x: [0, 0, 1], y: [1, 3, 5] }])
    expect(panels[0].note).toBe('mass m = 0.25')
  })
  it('draw the numbers of all geometries with errors beside what hyperbolic, flat and tree-like spaces have', () => {
    const curvature = {
      curvature: -0.5, curvatureError: 0.1, radius: 1.4, radiusError: 0.1, exponentPerLayer: 0.6, exponentError: 0.05, lateralScale: 1, offset: 0, rSquared: 0.99, flatRSquared: 0.5,
    }
    const { panels } = figureSchema.parse(geometryNumbersFigure([geometry('trained', { curvature }), geometry('equal')]))
    expect(panels.map(({ title }) => title)).toEqual(['Slope ratio', 'Gromov $\\delta$', 'Curvature', 'Growth of heights'])
    expect(panels[0].series).toMatchObject([
      { role: 'reference', y: [2 / Math.LN2, 2 / Math.LN2] }, { name: 'trained', x: [0], y: [0.5] }, { y: [0.4, 0.6] }, { name: 'equal', x: [1], y: [0.5] }, { x: [1, 1] },
    ])
    // δ: 0.5 ± 0.1.
    expect(panels[1].series[2]).toMatchObject({ kind: 'line', x: [0, 0], y: [expect.closeTo(0.4, 12), expect.closeTo(0.6, 12)] })
    expect(panels[2].series).toMatchObject([{ role: 'reference' }, { name: 'trained', y: [-0.5] }, { y: [-0.6, -0.4] }])
  })
  it('are not drawn of nothing', () => {
    for (const figure of [geometryNumbersFigure([]), distanceMatrixFigure([]), distanceLawsFigure([geometry('trained', { angular: [] })]), embeddingQualityFigure([]), informationFigure([]), layerCollapseFigure([geometry('trained')]), couplingsFigure([], 1)]) {
      expect(figure).toBeNull()
    }
  })
})
