import { describe, expect, it } from 'vitest'
import { drawFromPictures } from './draw-from-pictures.ts'
import { openPictureTable } from './picture-table.ts'
import { writePng } from './write-png.test-helper.ts'

/** Ink on one side of a square. */
const half = (left: boolean) => writePng({ width: 16, height: 16, type: 0, depth: 8, interlaced: false, filter: () => 0, sample: (x) => (x < 8 === left ? 0 : 255) })
const choices = { invert: false, seed: 5 }

describe('several pictures as one density', () => {
  it('take turns, so that each carries the same share', () => {
    const { points, refused } = drawFromPictures([() => half(true), () => half(false)], { ...choices, count: 101 })
    expect(refused).toEqual([])
    expect(Array.from({ length: 101 }, (_, j) => points[2 * j] < 0)).toEqual(Array.from({ length: 101 }, (_, j) => j % 2 === 0))
  })

  it('of which one alone is that picture', () => {
    const { points } = drawFromPictures([() => half(true)], { ...choices, count: 50 })
    expect(points).toEqual(openPictureTable(Buffer.from(half(true)), { ...choices, count: 50 }).select(0, 1).points)
  })

  it('that cannot be read are named, and the others carry all points', () => {
    const { points, refused } = drawFromPictures([() => half(true).subarray(0, 40), () => half(false), () => Buffer.from('x,y\n1,2\n')], { ...choices, count: 30 })
    expect(points.length).toBe(60)
    expect(Array.from({ length: 30 }, (_, j) => points[2 * j] >= 0)).not.toContain(false)
    expect(refused).toEqual([{ index: 0, reason: expect.stringMatching(/was cut/) }, { index: 2, reason: 'The file is no picture in PNG or JPEG.' }])
    expect(drawFromPictures([() => Buffer.from('no')], choices).points.length).toBe(0)
  })
})
