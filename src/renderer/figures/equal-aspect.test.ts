import { expect, it } from 'vitest'
import { bestColumns, equalAspectBox } from './equal-aspect.ts'

it('a box of equal aspect has the same scale on both axes, stays inside, and touches two sides', () => {
  const outer = { left: 40, top: 10, width: 500, height: 300 }
  const box = equalAspectBox(outer, [-4, 4], [-2, 4])
  expect(box.width / 8).toBeCloseTo(box.height / 6, 12)
  expect(box.left).toBeGreaterThanOrEqual(outer.left)
  expect(box.top + box.height).toBeLessThanOrEqual(outer.top + outer.height + 1e-9)
  expect(Math.min(outer.width - box.width, outer.height - box.height)).toBeCloseTo(0, 9)
})

it('squares stand in a row in a wide space and in a column in a tall one', () => {
  expect(bestColumns(2, 800, 300)).toBe(2)
  expect(bestColumns(2, 400, 700)).toBe(1)
  expect(bestColumns(4, 500, 500)).toBe(2)
})
