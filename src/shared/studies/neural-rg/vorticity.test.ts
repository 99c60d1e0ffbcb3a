import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vorticity } from './vorticity.ts'

const side = 8
const total = (charges: Int8Array) => charges.reduce((sum, q) => sum + q, 0)

describe('vorticity', () => {
  it('NRG 34: adds up to zero on the torus, for any angles and for exact half turns', () => {
    const angle = fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constantFrom(0, Math.PI, -Math.PI, Math.PI / 2))
    fc.assert(fc.property(fc.array(angle, { minLength: side ** 2, maxLength: side ** 2 }), (angles) => { expect(total(vorticity(angles, side))).toBe(0) }))
  })

  it('NRG 34: +2π/3 and -2π/3 on two neighbours put q = ±1 on the two plaquettes that share their bond', () => {
    const angles = new Float64Array(side ** 2)
    angles[3 * side + 4] = (2 * Math.PI) / 3
    angles[3 * side + 5] = (-2 * Math.PI) / 3
    const set = [...vorticity(angles, side)].flatMap((value, at) => (value === 0 ? [] : [[at, value]]))
    // The bond (3,4)-(3,5) belongs to the plaquettes with corners (2,4) and (3,4).
    expect(set.map(([at]) => at)).toEqual([2 * side + 4, 3 * side + 4])
    expect(set.map(([, value]) => Math.abs(value))).toEqual([1, 1])
    expect(set[0][1] + set[1][1]).toBe(0)
  })

  it('is +1 where the spins turn counter-clockwise in the plane of (x₁, x₂)', () => {
    const angles = Array.from({ length: side ** 2 }, (_, i) => Math.atan2((i % side) - 3.5, Math.floor(i / side) - 3.5))
    expect(vorticity(angles, side)[3 * side + 3]).toBe(1)
  })
})
