import { describe, expect, it } from 'vitest'
import { savedPartSchema } from '../../../../shared/system.ts'
import { withPart } from '../../../forms/saved-parts.ts'
import { firstCamera } from './camera.ts'
import { siteOf } from './cone-figure.ts'
import { camerasOf, readCameras } from './saved-cameras.ts'
import { changesOf, valueOf } from './tweak.ts'

const shape = { side: 4, layers: 2, components: 2 }
const bulk = Array.from({ length: 32 }, (_, i) => Math.sin(i + 1))
const place = { layer: 1, a: 0, b: 0, c: 0 }

describe('changes of a bulk field', () => {
  it('are none while the variable is as it is stored', () => {
    expect(changesOf({ kind: 'value', place, value: null }, bulk, shape)).toEqual([])
  })

  it('set one variable at its site', () => {
    expect(changesOf({ kind: 'value', place: { ...place, c: 3 }, value: [1, 2] }, bulk, shape)).toEqual([{ site: siteOf({ ...place, c: 3 }, 4), value: [1, 2] }])
  })

  it('turn all four variables of the last layer by α and keep their moduli', () => {
    const changes = changesOf({ kind: 'rotation', alpha: 0.4 }, bulk, shape)
    expect(changes.map(({ site }) => site)).toEqual([0, 2, 8, 10])
    changes.forEach(({ site, value }, c) => {
      const before = valueOf(bulk, { ...place, c }, shape)
      expect(before).toEqual(bulk.slice(2 * site, 2 * site + 2))
      expect(Math.hypot(...value)).toBeCloseTo(Math.hypot(...before), 14)
      expect(Math.cos(Math.atan2(value[1], value[0]) - Math.atan2(before[1], before[0]))).toBeCloseTo(Math.cos(0.4), 13)
    })
  })

  it('turn the last layer of a map that is cut short, with all its decimators', () => {
    expect(changesOf({ kind: 'rotation', alpha: 1 }, bulk, { ...shape, layers: 1 })).toHaveLength(16)
  })

  it('change the sign of a real field by half a turn', () => {
    const real = bulk.slice(0, 16)
    for (const { site, value } of changesOf({ kind: 'rotation', alpha: Math.PI }, real, { ...shape, components: 1 })) expect(value[0]).toBeCloseTo(-real[site], 14)
  })
})

it('cameras are kept with the run that they belong to, and ones that cannot be read are left out', () => {
  const camera = (run: string, name: string, value: Record<string, unknown>) => savedPartSchema.parse({ ...camerasOf(run), name, value })
  let parts = withPart([], camera('one', 'Infrared', { ...firstCamera, zoom: 3 }))
  parts = withPart(parts, camera('one', 'broken', { azimuth: 'north' }))
  parts = withPart(parts, camera('two', 'Infrared', { ...firstCamera }))
  expect(readCameras(parts, 'one')).toEqual([{ name: 'Infrared', camera: { ...firstCamera, zoom: 3 } }])
  expect(readCameras(parts, 'three')).toEqual([])
})
