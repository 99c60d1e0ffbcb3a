import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { goldenBulkField, goldenParameters } from '../neural-rg/map/golden-map.ts'
import { lightCone, lightConeWidth } from '../neural-rg/map/light-cone.ts'
import { makeHolographicMap } from '../neural-rg/map/make-map.ts'
import { tweakEntry } from './tweak-entry.ts'

const answerSchema = z.object({ before: z.array(z.number()), after: z.array(z.number()), score: z.number(), meanRotation: z.number().nullable(), touched: z.int() })
const ask = (input: unknown) => answerSchema.parse(tweakEntry.compute(input))

const side = 8
const map = makeHolographicMap({ kind: 'u1', depth: 0, activation: 'asinh', repeats: 1 }, side, 2)
const field = [...goldenBulkField(map)]
const parameters = [...goldenParameters(map)]
const turned = (site: number, angle: number) => ({
  site,
  value: [Math.cos(angle) * field[2 * site] - Math.sin(angle) * field[2 * site + 1], Math.sin(angle) * field[2 * site] + Math.cos(angle) * field[2 * site + 1]],
})

describe('bulk-tweak', () => {
  it('rotates the boundary by α where all bulk variables are rotated by α: blocks are U(1)-equivariant', () => {
    const alpha = 0.7
    const { score, meanRotation, touched } = ask({ side, parameters, field, changes: map.layout.variables.map(({ site }) => turned(site, alpha)) })
    expect(score).toBeCloseTo(1, 12)
    expect(meanRotation).toBeCloseTo(alpha, 12)
    expect(touched).toBe(side * side)
  })

  it('changes exactly the light cone of a variable: w² sites, w = min(L, 3·2^(l+1) - 2), and none beyond', () => {
    for (const layer of [0, 1, 2]) {
      const { site } = map.layout.variables.find((variable) => variable.layer === layer && variable.c === 1)!
      const { before, after, touched } = ask({ side, parameters, field, changes: [turned(site, 1)] })
      expect(touched).toBe(lightConeWidth(side, layer) ** 2)
      const cone = new Set(lightCone(map, site))
      const changed = Array.from({ length: side * side }, (_, i) => i).filter((i) => before[2 * i] !== after[2 * i] || before[2 * i + 1] !== after[2 * i + 1])
      expect(changed.every((i) => cone.has(i))).toBe(true)
    }
  })

  it('changes nothing without changes', () => {
    const { before, after, score, meanRotation, touched } = ask({ side, parameters, field })
    expect(after).toEqual(before)
    expect(score).toBeCloseTo(1, 14)
    expect(meanRotation).toBe(0)
    expect(touched).toBe(0)
  })

  it('of a real field tells no rotation, and a score of one where nothing is turned', () => {
    const real = Array.from({ length: 16 }, (_, i) => Math.sin(i + 1))
    const { meanRotation, score } = ask({ side: 4, map: { kind: 'realNvp', hidden: 4 }, field: real })
    expect(meanRotation).toBeNull()
    expect(score).toBeCloseTo(1, 12)
  })

  it('refuses sites beyond the lattice and vectors of another map', () => {
    expect(() => ask({ side, parameters, field, changes: [{ site: 64, value: [0, 0] }] })).toThrow(/no site 64/)
    expect(() => ask({ side, parameters: [1], field })).toThrow(/this map has/)
  })
})
