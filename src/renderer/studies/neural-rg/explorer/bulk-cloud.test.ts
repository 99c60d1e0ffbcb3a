import { describe, expect, it } from 'vitest'
import { figureSchema } from '../../../../shared/figure.ts'
import { type BallAnswer, ballCloud, type CloudView, fromBall, halfSpaceCloud, linkShown, positionsTable } from './bulk-cloud.ts'
import { firstCamera, presetCameras } from './camera.ts'
import { combination, projectedFigure } from './projected-figure.ts'

const side = 4
/** (x, h) → u, the map that `fromBall` undoes. */
const toBall = ([x, y, h]: readonly number[]): number[] => {
  const square = x * x + y * y
  return [2 * x, 2 * y, square + h * h - 1].map((part) => part / (square + (h + 1) ** 2))
}
/** The bulk of a 4 × 4 lattice: four decimators at h = 1 and one at h = 2; heights in units of the last. */
const places = [[0, 0], [0, 1], [1, 0], [1, 1]]
const inHalfSpace = [...places.map(([a, b]) => [(2 * a + 0.5 - 1.5) / 2, (2 * b + 0.5 - 1.5) / 2, 0.5]), [0, 0, 1]]
const ball: BallAnswer = {
  points: inHalfSpace.map((point, i) => ({ layer: i < 4 ? 0 : 1, a: places[i]?.[0] ?? 0, b: places[i]?.[1] ?? 0, u: toBall(point) })),
  links: [
    ...[0, 1, 2, 3].map((from) => ({ from, to: 4, direction: 'z' as const, wraps: false, arc: [toBall(inHalfSpace[from]), toBall(inHalfSpace[4])] })),
    { from: 0, to: 1, direction: 'y', wraps: true, arc: [toBall(inHalfSpace[0]), toBall(inHalfSpace[1])] },
  ],
}
const all: CloudView = { hiddenLayers: new Set(), links: true, wrappingLinks: true }

describe('clouds of the ideal bulk', () => {
  it('come back from the ball to where the decimators stand over the lattice', () => {
    for (const point of inHalfSpace) fromBall(toBall(point)).forEach((value, i) => expect(value).toBeCloseTo(point[i], 13))
    const { positions } = halfSpaceCloud(ball, side)
    // x = 2^(l+1) a + (2^(l+1) - 1)/2 over L, and ln 2^l over ln L.
    const expected = [...places.flatMap(([a, b]) => [(2 * a + 0.5) / 4, (2 * b + 0.5) / 4, 0]), 1.5 / 4, 1.5 / 4, 0.5]
    positions.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12))
  })

  it('say on the picture that nothing in them was learned', () => {
    expect(ballCloud(ball).origin).toBeNull()
    expect(ballCloud(ball).quality).toMatch(/nothing of it was learned/)
  })

  it('hide a layer with the links that end in it, and links around the torus apart', () => {
    const cloud = ballCloud(ball)
    expect(cloud.links.filter((link) => linkShown(cloud, link, all))).toHaveLength(5)
    expect(cloud.links.filter((link) => linkShown(cloud, link, { ...all, wrappingLinks: false }))).toHaveLength(4)
    expect(cloud.links.filter((link) => linkShown(cloud, link, { ...all, hiddenLayers: new Set([1]) }))).toHaveLength(1)
  })

  it('are a table of positions with the numbers of each decimator', () => {
    const rows = positionsTable(ballCloud(ball)).trimEnd().split('\n').map((line) => line.split(','))
    expect(rows[0]).toEqual(['x', 'y', 'z', 'l', 'a', 'b'])
    expect(rows).toHaveLength(6)
    expect(rows[5].slice(3)).toEqual(['1', '0', '0'])
    expect(rows[1].slice(0, 3).map(Number)).toEqual(ball.points[0].u)
  })
})

describe('the scene as lines and points', () => {
  it('is a figure that can be exported, with every point in it once, and none of a hidden layer', () => {
    const pointsOf = (view: CloudView) => figureSchema.parse(projectedFigure(ballCloud(ball), firstCamera, view)).panels[0].series
      .flatMap((series) => (series.kind === 'scatter' ? [series.x.length] : [])).reduce((sum, count) => sum + count, 0)
    expect(pointsOf(all)).toBe(5)
    expect(pointsOf({ ...all, hiddenLayers: new Set([0]) })).toBe(1)
  })

  it('names what its axes measure', () => {
    const { panels: [panel] } = projectedFigure(halfSpaceCloud(ball, side), presetCameras.side.camera, all)
    expect(panel.x.label).toBe('$x_1/L$')
    expect(panel.y.label).toBe('$\\ln h/\\ln L$')
    expect(combination([0.5, -0.25, 0], ['X_1', 'X_2', 'X_3'])).toBe('$0.5\\,X_1 - 0.25\\,X_2$')
  })

  it('draws what is far before what is near', () => {
    // From the top the infrared is nearest.
    const { panels: [panel] } = projectedFigure(halfSpaceCloud(ball, side), presetCameras.top.camera, all)
    expect(panel.series.flatMap((series) => (series.kind === 'scatter' ? [series.colour] : []))).toEqual([0, 1])
  })
})
