import { describe, expect, it } from 'vitest'
import { anglesOf, bulkCameraSchema, firstCamera, orbited, pickPoint, presetCameras, projectPoints, type Vector, viewBasis, zoomed } from './camera.ts'

const views = [[0, 0], [30, 24], [-120, 70], [175, -45], [0, 90]] as const
const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

describe('parallel view', () => {
  it('has unit vectors at right angles, right × up towards the eye', () => {
    for (const [azimuth, elevation] of views) {
      const { right, up, eye } = viewBasis({ azimuth, elevation })
      for (const axis of [right, up, eye]) expect(dot(axis, axis)).toBeCloseTo(1, 14)
      for (const [one, other] of [[right, up], [up, eye], [eye, right]] as const) expect(dot(one, other)).toBeCloseTo(0, 14)
      const cross: Vector = [right[1] * up[2] - right[2] * up[1], right[2] * up[0] - right[0] * up[2], right[0] * up[1] - right[1] * up[0]]
      expect(dot(cross, eye)).toBeCloseTo(1, 14)
    }
  })

  it('keeps lengths: a projection with its depth is a rotation', () => {
    const points = [0.3, -1.2, 0.7, 2, 0.1, -0.4]
    for (const [azimuth, elevation] of views) {
      const seen = projectPoints(points, { azimuth, elevation })
      const distance = (p: ArrayLike<number>) => Math.hypot(p[0] - p[3], p[1] - p[4], p[2] - p[5])
      expect(distance(seen)).toBeCloseTo(distance(points), 13)
    }
  })

  it('shows the plane of the lattice from the top, first axis to the right, second up, and the depth from the side upright', () => {
    const fromTop = projectPoints([1, 0, 0, 0, 1, 0, 0, 0, 1], presetCameras.top.camera)
    expect([...fromTop].map((value) => Math.round(1e9 * value) / 1e9 + 0)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1])
    const fromSide = projectPoints([1, 0, 0, 0, 0, 1], presetCameras.side.camera)
    expect([...fromSide.subarray(0, 2)]).toEqual([1, 0])
    expect([...fromSide.subarray(3, 5)]).toEqual([0, 1])
  })

  it('finds its angles again from the direction of the eye, and keeps the azimuth at the pole', () => {
    for (const [azimuth, elevation] of views) {
      const found = anglesOf(viewBasis({ azimuth, elevation }).eye, azimuth)
      expect(found.azimuth).toBeCloseTo(azimuth, 8)
      expect(found.elevation).toBeCloseTo(elevation, 6)
    }
    expect(anglesOf([0, 0, 1], 77).azimuth).toBe(77)
  })

  it('stops at the poles and at the ends of the zoom, and its angles stay readable by the schema', () => {
    let camera = firstCamera
    for (let i = 0; i < 40; i++) camera = zoomed(orbited(camera, 50, 10), 2)
    expect(camera.elevation).toBe(90)
    expect(Math.abs(camera.azimuth)).toBeLessThanOrEqual(180)
    expect(camera.zoom).toBe(20)
    expect(bulkCameraSchema.parse(camera)).toEqual(camera)
  })
})

describe('picking', () => {
  const projected = [0, 0, 0, 0.05, 0, 1, 3, 0, 5]
  it('takes what is nearest to the eye of what is under the pointer', () => {
    expect(pickPoint(projected, () => true, [0.02, 0], () => 0.1)).toBe(1)
    expect(pickPoint(projected, (i) => i !== 1, [0.02, 0], () => 0.1)).toBe(0)
    expect(pickPoint(projected, () => true, [1, 1], () => 0.1)).toBeNull()
  })
})
