import { expect, it } from 'vitest'
import { figureSchema } from '../../figure.ts'
import { mapFigure } from './map-figure.ts'

const bulkOf = (side: number, depth: number) => figureSchema.parse(mapFigure(side, depth)).panels[0].series.flatMap((series) => (series.kind === 'scatter' ? [series] : []))

it.each([[8, 0, 3], [8, 2, 2], [32, 0, 5], [2, 0, 1]])('every site of a row of L = %i ends as one bulk variable, with depth %i in %i layers', (side, depth, layers) => {
  const bulk = bulkOf(side, depth)
  expect(bulk).toHaveLength(layers)
  expect(bulk.flatMap(({ x }) => x).toSorted((a, b) => a! - b!)).toEqual(Array.from({ length: side }, (_, site) => site))
  // L/2 of them at the first layer, half as many at each further one; at the last also those that are handed on elsewhere.
  bulk.slice(0, -1).forEach(({ x }, layer) => expect(x).toHaveLength(side / 2 ** (layer + 1)))
})

it('sides and depths that no map has are not drawn', () => {
  expect(mapFigure(6, 0)).toBeNull()
  expect(mapFigure(8, 4)).toBeNull()
})
