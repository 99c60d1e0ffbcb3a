import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../shared/problem.ts'
import type { StudyState } from '../study.ts'
import { decodeSafetensors, encodeSafetensors, readSafetensors } from './safetensors.ts'

const array = fc.oneof(
  fc.float32Array({ maxLength: 20 }), fc.float64Array({ maxLength: 20 }), fc.int32Array({ maxLength: 20 }), fc.uint32Array({ maxLength: 20 }),
)
const state = fc.uniqueArray(fc.tuple(fc.string().filter((name) => name !== '__metadata__'), array), { selector: ([name]) => name, maxLength: 8 })
  .map((entries): StudyState => new Map(entries.map(([name, data]) => [name, { shape: [data.length], data }])))

/** A file with any header and body. */
function file(header: unknown, body = new Uint8Array(8)): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + text.length + body.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, 8)
  bytes.set(body, 8 + text.length)
  return bytes
}

describe('safetensors', () => {
  it('keep every bit, shape, type and name of a state, and the metadata', () => {
    fc.assert(fc.property(state, fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }), (tensors, metadata) => {
      const { tensors: decoded, metadata: texts } = readSafetensors(encodeSafetensors(tensors, metadata))
      expect(new Set(decoded.keys())).toEqual(new Set(tensors.keys()))
      for (const [name, { shape, data }] of tensors) {
        const read = decoded.get(name)!
        expect(read.shape).toEqual(shape)
        expect(read.data.constructor).toBe(data.constructor)
        expect(new Uint8Array(read.data.buffer)).toEqual(new Uint8Array(data.buffer))
      }
      expect({ ...texts }).toEqual(metadata)
    }))
  })

  it('align every tensor to its number, also behind an odd count of narrower ones', () => {
    const bytes = encodeSafetensors(new Map([
      ['weights', { shape: [3], data: Float32Array.of(1, 2, 3) }],
      ['exact', { shape: [1, 2], data: Float64Array.of(4, 5) }],
    ]))
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    expect(length % 8).toBe(0)
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))
    expect(header).toEqual({
      weights: { dtype: 'F32', shape: [3], data_offsets: [16, 28] },
      exact: { dtype: 'F64', shape: [1, 2], data_offsets: [0, 16] },
    })
    expect(decodeSafetensors(bytes).get('exact')).toEqual({ shape: [1, 2], data: Float64Array.of(4, 5) })
  })

  it('refuse to write a shape that does not fit', () => {
    expect(() => encodeSafetensors(new Map([['a', { shape: [2], data: new Float32Array(3) }]]))).toThrow(/does not hold 3/)
  })

  const tensor = { dtype: 'F32', shape: [2], data_offsets: [0, 8] }
  it.each([
    ['nothing', new Uint8Array(3), /has 3 bytes/],
    ['a header longer than the file', file({}).fill(255, 0, 2), /ends inside the header/],
    ['a header of exabytes', file({}).fill(255, 0, 8), /header claims/],
    ['no JSON', file('{'), /no JSON/],
    ['an array for a header', file('[]'), /no JSON object/],
    ['an unknown type', file({ a: { ...tensor, dtype: 'BF16' } }), /type BF16/],
    ['an inherited property as a type', file({ a: { ...tensor, dtype: 'toString' } }), /type toString/],
    ['a negative size', file({ a: { ...tensor, shape: [-2] } }), /proper shape/],
    ['offsets beyond the file', file({ a: { ...tensor, shape: [3], data_offsets: [0, 12] } }), /beyond the file/],
    ['offsets that run backwards', file({ a: { ...tensor, data_offsets: [8, 0] } }), /beyond the file/],
    ['a shape that needs other bytes', file({ a: { ...tensor, shape: [1] } }), /needs 4 bytes and has 8/],
    ['a gap', file({ a: { ...tensor, shape: [1], data_offsets: [4, 8] } }), /leaves a gap/],
    ['an overlap', file({ a: tensor, b: { ...tensor, shape: [1], data_offsets: [4, 8] } }), /overlaps another/],
    ['bytes that belong to nobody', file({ a: { ...tensor, shape: [1], data_offsets: [0, 4] } }), /4 bytes at its end/],
    ['metadata that are no texts', file({ __metadata__: { a: 1 } }, new Uint8Array(0)), /no texts/],
  ])('refuse %s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(message)
    expect(() => decodeSafetensors(bytes)).toThrow(Problem)
  })

  it('answer random bytes and torn files with a Problem, never with a crash', () => {
    const whole = encodeSafetensors(new Map([['a', { shape: [2, 2], data: new Float32Array(4) }], ['b', { shape: [1], data: new Float64Array(1) }]]))
    const changed = fc.tuple(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: whole.length }))
      .map(([at, byte, length]) => {
        const copy = whole.slice(0, length)
        copy[at] = byte
        return copy
      })
    fc.assert(fc.property(fc.oneof(changed, fc.uint8Array()), (bytes) => {
      try {
        decodeSafetensors(bytes)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
      }
    }), { numRuns: 2000 })
  })
})
