/**
 * Decimal numbers straight from bytes: sign, digits, point (or comma), exponent with e, E, d or D (Fortran). Correctly rounded:
 * up to 15 digits with a power of ten up to 10²² both are exact in float64, so is one product or quotient rounded once
 * (Clinger 1990); anything longer goes through `Number`. NaN for everything that is no number, for nothing at all, for the
 * words nan and inf; ±Infinity for overflow.
 */
export function parseNumber(bytes: Buffer, from: number, to: number, decimalComma: boolean): number {
  let at = from
  let end = to
  while (at < end && isBlank(bytes[at])) at++
  while (end > at && isBlank(bytes[end - 1])) end--
  const first = at
  const negative = bytes[at] === 45
  if (at < end && (negative || bytes[at] === 43)) at++

  let mantissa = 0
  let digits = 0
  let significant = 0
  let exponent = 0
  let pastPoint = false
  for (; at < end; at++) {
    const byte = bytes[at]
    const digit = byte - 48
    if (digit >= 0 && digit <= 9) {
      digits++
      if (significant > 0 || digit > 0) significant++
      mantissa = mantissa * 10 + digit
      if (pastPoint) exponent--
    } else if (!pastPoint && byte === (decimalComma ? 44 : 46)) pastPoint = true
    else break
  }
  if (digits === 0) return unicodeMinus(bytes, first, end, decimalComma)
  if (at < end) {
    const letter = bytes[at] | 32
    if (letter !== 101 && letter !== 100) return Number.NaN
    const written = parseExponent(bytes, at + 1, end)
    if (Number.isNaN(written)) return Number.NaN
    exponent += written
  }
  if (significant > 15 || exponent > 22 || exponent < -22) return slowNumber(bytes, first, end)
  const value = exponent >= 0 ? mantissa * powersOfTen[exponent] : mantissa / powersOfTen[-exponent]
  return negative ? -value : value
}

const powersOfTen = Float64Array.from({ length: 23 }, (_, n) => Number(`1e${n}`))

/** A whole number with a sign, all the way to the end; NaN otherwise. */
function parseExponent(bytes: Buffer, from: number, to: number): number {
  let at = from
  const negative = bytes[at] === 45
  if (at < to && (negative || bytes[at] === 43)) at++
  if (at >= to) return Number.NaN
  let value = 0
  for (; at < to; at++) {
    const digit = bytes[at] - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = Math.min(value * 10 + digit, 100_000)
  }
  return negative ? -value : value
}

/** The same shape, already checked, by way of text. */
function slowNumber(bytes: Buffer, from: number, to: number): number {
  return Number(bytes.toString('latin1', from, to).replace(',', '.').replace(/[dD]/, 'e'))
}

/** Typeset minus signs (U+2212) come with numbers copied from papers. */
function unicodeMinus(bytes: Buffer, from: number, to: number, decimalComma: boolean): number {
  const typeset = to - from > 3 && bytes[from] === 0xe2 && bytes[from + 1] === 0x88 && bytes[from + 2] === 0x92
  const next = bytes[from + 3]
  return typeset && (next === 46 || next === 44 || (next >= 48 && next <= 57)) ? -parseNumber(bytes, from + 3, to, decimalComma) : Number.NaN
}

/** Space or tab. */
export function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9
}
