import { describe, expect, it } from 'vitest'
import { figureSchema } from '../../../../shared/figure.ts'
import { conePanel, decimatorsAt, membersOf, ownBlock, siteOf } from './cone-figure.ts'

/** All bulk variables of a lattice, by decimator in the order (l, a, b). */
function decimators(side: number, layers: number) {
  return Array.from({ length: layers }, (_, layer) => layer).flatMap((layer) => {
    const m = side / 2 ** (layer + 1)
    return Array.from({ length: m * m }, (_, i) => membersOf(layer, layers).map((c) => ({ layer, a: Math.floor(i / m), b: i % m, c })))
  })
}

describe.each([[8, 3], [8, 2], [4, 2], [2, 1]])('bulk array of side %i with %i layers', (side, layers) => {
  it('holds every bulk variable at a site of its own', () => {
    const sites = decimators(side, layers).flat().map((place) => siteOf(place, side))
    expect(sites.toSorted((a, b) => a - b)).toEqual(Array.from({ length: side * side }, (_, i) => i))
  })

  it('tells the decimator of every site', () => {
    decimators(side, layers).forEach((members, index) => {
      for (const place of members) expect(decimatorsAt([siteOf(place, side)], side, layers)).toEqual([index])
    })
  })
})

it('the squares below the decimators of a layer cover the lattice once', () => {
  for (const layer of [0, 1, 2]) {
    const m = 8 / 2 ** (layer + 1)
    const covered = Array.from({ length: m * m }, (_, i) => ownBlock({ layer, a: Math.floor(i / m), b: i % m }, 8)).flat()
    expect(covered.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, i) => i))
  }
})

it('draws row x₁ to the right: a site of row 3, column 1 lies at (3, 1)', () => {
  const { series: [map] } = figureSchema.shape.panels.element.parse(conePanel({ site: 0, sites: [3 * 4 + 1] }, { layer: 0, a: 1, b: 0, c: 1 }, 4))
  // Heat maps run along x first.
  expect(map.kind === 'heatmap' && map.values.indexOf(1)).toBe(1 * 4 + 3)
})
