import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseNumber } from './parse-number.ts'

const parse = (text: string, decimalComma = false) => parseNumber(Buffer.from(text), 0, Buffer.byteLength(text), decimalComma)

it('agrees with Number to the last bit for every float64, as JavaScript, in fixed and in exponential notation', () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 20 }), (value, digits) => {
    for (const text of [String(value), value.toExponential(digits), value.toPrecision(digits + 1)]) expect(parse(text)).toBe(Number(text))
  }), { numRuns: 3000 })
})

it.each([
  ['1', 1], ['-0.5', -0.5], ['+.5', 0.5], ['5.', 5], ['  7\t', 7], ['1e3', 1000], ['1.0D+02', 100], ['1d-2', 0.01], ['00012', 12],
  ['0.1', 0.1], ['123456789012345678901234567890', 123456789012345678901234567890], ['1e22', 1e22], ['1e23', 1e23], ['9007199254740993', 9007199254740992],
  ['4.9e-324', 5e-324], ['1e400', Infinity], ['-1e400', -Infinity], ['0e999999999999', 0], ['−1.5', -1.5], ['−.5', -0.5],
])('reads %j as %d', (text, value) => expect(parse(text)).toBe(value))

it.each(['', ' ', '-', '.', 'e5', '1e', '1e+', '1.2.3', '1,5', '0x10', '1_000', 'nan', 'inf', '1 2', '--1', '−', '−−1', 'abc', '12px', '1e5.5'])(
  'takes %j for no number', (text) => expect(parse(text)).toBeNaN(),
)

it('reads a decimal comma where the table has one', () => {
  expect(parse('1,5', true)).toBe(1.5)
  expect(parse('-0,000123456789012345678', true)).toBe(-0.000123456789012345678)
  expect(parse('1.5', true)).toBeNaN()
})
