import { describe, expect, it } from 'vitest'
import { EpochOrder } from './epoch-order.ts'

describe('order of the data', () => {
  const order = () => new EpochOrder(23, 5, 9)

  it('drops the last partial batch and repeats nothing within an epoch', () => {
    expect(order().stepsPerEpoch).toBe(4)
    for (const epoch of [0, 1]) {
      const seen = new Set([0, 1, 2, 3].flatMap((batch) => [...order().batch(4 * epoch + batch)]))
      expect(seen.size).toBe(20)
      expect(Math.max(...seen)).toBeLessThan(23)
    }
  })

  it('is another one in every epoch, with every seed', () => {
    expect([...order().batch(0)]).not.toEqual([...order().batch(4)])
    expect([...order().batch(0)]).not.toEqual([...new EpochOrder(23, 5, 10).batch(0)])
  })

  it('follows from the step alone, whatever was asked before', () => {
    const late = order()
    const asked = order()
    for (let step = 0; step < 9; step++) asked.batch(step)
    expect([...late.batch(6)]).toEqual([...asked.batch(6)])
  })

  it('refuses batches that no epoch can fill', () => {
    expect(() => new EpochOrder(4, 5, 1)).toThrow(RangeError)
  })
})
