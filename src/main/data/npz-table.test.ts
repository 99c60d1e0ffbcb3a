import { zipSync, type Zippable } from 'fflate'
import { describe, expect, it } from 'vitest'
import { encodeNpy } from '../../shared/npy.ts'
import { openTable } from './open-table.ts'

const npy = (shape: number[], ...values: number[]) => encodeNpy({ shape, data: Float64Array.from(values) })
const zip = (files: Zippable, level: 0 | 6 = 6) => Buffer.from(zipSync(files, { level }))
const read = (bytes: Buffer, array?: string) => {
  const table = openTable(bytes, 'points.npz', array === undefined ? {} : { array })
  return { names: table.columnNames, points: [...table.select(0, 1).points], arrays: table.arrays?.map(({ name }) => name), array: table.reading?.array }
}
const pickled = Buffer.from("\x93NUMPY\x01\x00\x3e\x00{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }    \n\x80\x04cos\nsystem\n", 'latin1')

describe('NPZ', () => {
  it.each([0, 6] as const)('reads the first array of points, or the chosen one (compression %i)', (level) => {
    const bytes = zip({ 'mass.npy': npy([1], 3), 'a.npy': npy([2, 2], 1, 2, 3, 4), 'b.npy': npy([1, 3], 5, 6, 7) }, level)
    expect(read(bytes)).toEqual({ names: ['column 1', 'column 2'], points: [1, 2, 3, 4], arrays: ['a', 'b'], array: 'a' })
    expect(read(bytes, 'b')).toMatchObject({ points: [5, 6], array: 'b' })
    expect(() => read(bytes, 'c')).toThrow(/no array “c”/)
  })

  it('puts one-dimensional arrays of equal length side by side', () => {
    const bytes = zip({ 'x.npy': npy([3], 1, 2, 3), 'y.npy': npy([3], 4, 5, 6), 'seed.npy': npy([1], 9) })
    expect(read(bytes)).toEqual({ names: ['x', 'y'], points: [1, 4, 2, 5, 3, 6], arrays: ['*'], array: '*' })
  })

  it('never opens a pickle, and reads the plain array beside it', () => {
    expect(() => read(zip({ 'a.npy': pickled }))).toThrow(/pickle/)
    expect(read(zip({ 'a.npy': pickled, 'b.npy': npy([2, 2], 1, 2, 3, 4) }))).toMatchObject({ points: [1, 2, 3, 4], arrays: ['b'] })
  })

  it('refuses what lies about its size before it fills the memory', () => {
    const bomb = zip({ 'a.npy': new Uint8Array(5_000_000) })
    // The claim is made small in the directory: unpacking stops there.
    const lying = Buffer.from(bomb)
    lying.writeUInt32LE(1000, lying.lastIndexOf(Buffer.from('PK\x01\x02')) + 24)
    const named = zip({ 'a.npy': Buffer.concat([npy([100, 2], ...new Array<number>(200).fill(0)), Buffer.alloc(2_000_000)]) })
    named.writeUInt32LE(2000, named.lastIndexOf(Buffer.from('PK\x01\x02')) + 24)
    expect(() => read(lying)).toThrow()
    expect(() => read(named)).toThrow(/unpacks to more than/)
    const claimed = Buffer.from(bomb)
    claimed.writeUInt32LE(0xfffffff0, claimed.lastIndexOf(Buffer.from('PK\x01\x02')) + 24)
    expect(() => read(claimed)).toThrow(/unpacks to 4096 MB/)
  })

  it.each([
    ['names that lead out', zip({ '../a.npy': npy([1, 2], 1, 2) }), /lead out/], ['absolute names', zip({ '/etc/a.npy': npy([1, 2], 1, 2) }), /lead out/],
    ['no arrays', zip({ 'sheet.xml': Buffer.from('<a/>') }), /no NumPy arrays/], ['nothing', zip({}), /no NumPy arrays/],
    ['no points', zip({ 'a.npy': npy([4], 1, 2, 3, 4) }), /No array of the archive.*a \(4\)/],
  ])('refuses archives with %s', (_, bytes, message) => expect(() => read(bytes)).toThrow(message))

  it('that was cut or changed is refused: numbers stand under a checksum', () => {
    const whole = zip({ 'a.npy': npy([2, 2], 1, 2, 3, 4) }, 0)
    for (let length = 4; length < whole.length; length++) expect(() => read(whole.subarray(0, length))).toThrow(/cannot be read/)
    const changed = Buffer.from(whole)
    changed[whole.indexOf(Buffer.from(new Float64Array([3]).buffer))] ^= 1
    expect(() => read(changed)).toThrow(/checksum/)
  })
})
