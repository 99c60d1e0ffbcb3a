import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeNpy, encodeNpy, isNpy } from './npy.ts'
import { Problem } from './problem.ts'

/** A file as numpy.save writes it, with any header and body. */
function npyFile(header: string, body: Uint8Array, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header)
  const prefix = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0]
  return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), version, 0, ...prefix, ...text, ...body])
}
const header = (type: string, shape: string, fortran = 'False') => `{'descr': '${type}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`

describe('NPY round trip', () => {
  it('keeps every bit of f4, f8, i4, u4, NaN and -0 included, for every shape', () => {
    const kinds = [
      fc.float32Array({ maxLength: 60 }), fc.float64Array({ maxLength: 60 }), fc.int32Array({ maxLength: 60 }), fc.uint32Array({ maxLength: 60 }),
    ] as const
    fc.assert(fc.property(fc.oneof(...kinds), fc.integer({ min: 1, max: 5 }), (data, columns) => {
      const rows = Math.floor(data.length / columns)
      const source = data.slice(0, rows * columns)
      for (const shape of [[rows, columns], [rows * columns], [1, rows, columns]]) {
        const decoded = decodeNpy(encodeNpy({ shape, data: source }))
        expect(decoded.shape).toEqual(shape)
        expect(decoded.data.constructor).toBe(source.constructor)
        expect(new Uint8Array(decoded.data.buffer)).toEqual(new Uint8Array(source.buffer))
      }
    }))
  })

  it('starts the numbers at a multiple of 64 bytes, as NumPy does for memory maps', () => {
    const bytes = encodeNpy({ shape: [3, 2], data: new Float64Array(6) })
    expect((bytes.length - 48) % 64).toBe(0)
    expect(new TextDecoder().decode(bytes.subarray(10, bytes.length - 48))).toMatch(/^\{'descr': '<f8', 'fortran_order': False, 'shape': \(3, 2\), \} *\n$/)
    expect(isNpy(bytes)).toBe(true)
  })

  it('reads a view into a larger buffer', () => {
    const bytes = encodeNpy({ shape: [2], data: Float64Array.of(1, 2) })
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(decodeNpy(shifted.subarray(3)).data).toEqual(Float64Array.of(1, 2))
  })

  it('refuses to write a shape that does not fit', () => {
    expect(() => encodeNpy({ shape: [2, 2], data: new Float32Array(3) })).toThrow(/holds 4 numbers/)
  })
})

describe('NPY from elsewhere', () => {
  it('turns Fortran order into C order, in two and three dimensions', () => {
    // a[i, j] = 10 i + j, stored column by column.
    const columnwise = Uint8Array.of(0, 10, 1, 11, 2, 12)
    expect(decodeNpy(npyFile(header('|u1', '(2, 3)', 'True'), columnwise)).data).toEqual(Uint8Array.of(0, 1, 2, 10, 11, 12))
    // a[i, j, k] = 100 i + 10 j + k of shape (2, 2, 2).
    const cube = Uint8Array.of(0, 100, 10, 110, 1, 101, 11, 111)
    expect(decodeNpy(npyFile(header('|u1', '(2, 2, 2)', 'True'), cube)).data).toEqual(Uint8Array.of(0, 1, 10, 11, 100, 101, 110, 111))
  })

  it('reads big-endian numbers, half precision, booleans and 64-bit integers', () => {
    expect(decodeNpy(npyFile(header('>f8', '(1,)'), Uint8Array.of(0x3f, 0xf8, 0, 0, 0, 0, 0, 0))).data).toEqual(Float64Array.of(1.5))
    expect(decodeNpy(npyFile(header('>i2', '(2,)'), Uint8Array.of(1, 2, 0xff, 0xfe))).data).toEqual(Int16Array.of(258, -2))
    // 1.5, -2, the smallest subnormal 2^-24, infinity, NaN.
    const halves = decodeNpy(npyFile(header('<f2', '(5,)'), Uint8Array.of(0, 0x3e, 0, 0xc0, 1, 0, 0, 0x7c, 0, 0x7e))).data
    expect(halves).toEqual(Float32Array.of(1.5, -2, 2 ** -24, Infinity, NaN))
    expect(decodeNpy(npyFile(header('|b1', '(2,)'), Uint8Array.of(1, 0))).data).toEqual(Uint8Array.of(1, 0))
    expect(decodeNpy(npyFile(header('<i8', '(1,)'), new Uint8Array(8).fill(255))).data).toEqual(Float64Array.of(-1))
    expect(() => decodeNpy(npyFile(header('<u8', '(1,)'), new Uint8Array(8).fill(255)))).toThrow(/18446744073709551615 cannot be kept exactly/)
  })

  it('reads versions 2 and 3, scalars, empty arrays and Python 2 shapes', () => {
    for (const version of [2, 3]) expect(decodeNpy(npyFile(header('|u1', '(1,)'), Uint8Array.of(7), version)).data).toEqual(Uint8Array.of(7))
    expect(decodeNpy(npyFile(header('|u1', '()'), Uint8Array.of(7)))).toEqual({ shape: [], data: Uint8Array.of(7) })
    expect(decodeNpy(npyFile(header('<f8', '(0, 2)'), new Uint8Array(0))).shape).toEqual([0, 2])
    expect(decodeNpy(npyFile(header('|u1', '(2L, 1L)'), Uint8Array.of(7, 8))).shape).toEqual([2, 1])
  })

  it.each([
    [header('|O', '(1,)'), /pickle/],
    [header('|O8', '(1,)'), /pickle/],
    ["{'descr': [('x', '<f8'), ('y', '<f8')], 'fortran_order': False, 'shape': (1,), }", /named fields/],
    [header('<c16', '(1,)'), /complex/],
    [header('<U8', '(1,)'), /type "<U8"/],
    [header('<f8', '(2,)'), /needs 16 bytes, the file has 8/],
    [header('<f8', '(0,)'), /needs 0 bytes, the file has 8/],
    [header('<f8', '(99999999, 99999999, 99999999)'), /shape is impossible/],
    ['{}', /lacks type/],
  ])('refuses %s with a sentence', (text, message) => {
    expect(() => decodeNpy(npyFile(text, new Uint8Array(8)))).toThrow(message)
    expect(() => decodeNpy(npyFile(text, new Uint8Array(8)))).toThrow(Problem)
  })

  it('answers random bytes and torn files with a Problem, never with a crash', () => {
    const whole = encodeNpy({ shape: [4, 2], data: new Float64Array(8) })
    const torn = fc.integer({ min: 0, max: whole.length - 1 }).map((length) => whole.subarray(0, length))
    const flipped = fc.tuple(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
      const copy = whole.slice()
      copy[at] = byte
      return copy
    })
    const random = fc.uint8Array({ maxLength: 200 }).map((body) => Uint8Array.from([...whole.subarray(0, 8), ...body]))
    fc.assert(fc.property(fc.oneof(torn, flipped, random, fc.uint8Array()), (bytes) => {
      try {
        const { shape, data } = decodeNpy(bytes)
        expect(shape.reduce((product, size) => product * size, 1)).toBe(data.length)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
      }
    }), { numRuns: 2000 })
  })
})
