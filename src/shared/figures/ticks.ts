/**
 * Ticks of an axis: where they stand and what they say. Labels may hold inline mathematics (see `math-text.ts`).
 * Ends must be finite and different; `ranges.ts` makes such ends from any data.
 */

export interface Tick { value: number; label: string }

export interface AxisTicks {
  major: Tick[]
  minor: number[]
  /** Common factor or offset of all labels, drawn once at the end of the axis: `$\times10^{6}$`; empty when there is none. */
  common: string
}

const minus = '\u2212'
const thinSpace = '\u2009'

export function axisTicks(scale: 'linear' | 'log', ends: readonly [number, number], maxCount: number): AxisTicks {
  const low = Math.min(...ends)
  const high = Math.max(...ends)
  return scale === 'log' ? logTicks(low, high, Math.max(2, maxCount)) : linearTicks(low, high, Math.max(2, maxCount))
}

/** Step 1, 2 or 5 times a power of ten; at most `maxCount` labels, and at least two wherever the range allows it. */
function linearTicks(low: number, high: number, maxCount: number): AxisTicks {
  const span = high - low
  let exponent = Math.floor(Math.log10(span / maxCount))
  let mantissa: 1 | 2 | 5 = 1
  // At most five rounds: a step of 100 times span/maxCount is always coarse enough.
  while (tickCount(low, high, mantissa, exponent) > maxCount) {
    if (mantissa === 5) exponent += 1
    mantissa = mantissa === 1 ? 2 : mantissa === 2 ? 5 : 1
  }
  const step = scaled(mantissa, exponent)
  const values = multiples(low, high, mantissa, exponent)
  // Halves of 1, quarters of 2, fifths of 5.
  const minorMantissa = mantissa === 5 ? 1 : 5
  const minorExponent = mantissa === 5 ? exponent : exponent - 1
  const minor = multiples(low, high, minorMantissa, minorExponent)
    .filter((value) => values.every((major) => Math.abs(major - value) > step * 1e-3))
  return { ...linearLabels(values, exponent), minor }
}

function tickCount(low: number, high: number, mantissa: number, exponent: number): number {
  const step = scaled(mantissa, exponent)
  return Math.floor(high / step + 1e-9) - Math.ceil(low / step - 1e-9) + 1
}

/** Multiples of mantissa · 10^exponent in [low, high], each correctly rounded (0.3, not 0.30000000000000004). */
function multiples(low: number, high: number, mantissa: number, exponent: number): number[] {
  const step = scaled(mantissa, exponent)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  // Beyond 2^53 steps from zero the multiples are no longer distinct numbers.
  if (!(last - first < 1000)) return []
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => scaled((first + i) * mantissa, exponent) + 0)
    .filter((value) => Number.isFinite(value))
}

/** mantissa · 10^exponent without the rounding of `10 ** -n`. */
function scaled(mantissa: number, exponent: number): number {
  if (exponent < -300) return mantissa * 1e-300 * 10 ** (exponent + 300)
  return exponent < 0 ? mantissa / 10 ** -exponent : mantissa * 10 ** exponent
}

function linearLabels(values: number[], exponent: number): Pick<AxisTicks, 'major' | 'common'> {
  const largest = Math.max(0, ...values.map(Math.abs))
  const order = largest > 0 ? Math.floor(Math.log10(largest) + 1e-12) : exponent
  if (order - exponent > 6 && values[0] !== 0) {
    // A small range far from zero: subtract the first tick and say so once.
    const offset = values[0]
    const rest = linearLabels(values.map((value) => value - offset), exponent)
    const sign = offset < 0 ? minus : '+'
    const factor = rest.common.startsWith('$\\times') ? rest.common : ''
    return {
      major: rest.major.map((tick, i) => ({ value: values[i], label: tick.label })),
      common: [factor, `${sign}${thinSpace}${plainNumber(Math.abs(offset))}`].filter(Boolean).join(' '),
    }
  }
  const power = order >= 6 || (order < 0 && exponent < -3) ? order : 0
  const decimals = Math.max(0, power - exponent)
  return {
    major: values.map((value) => ({ value, label: fixed(power === 0 ? value : value / 10 ** power, decimals) })),
    common: power === 0 ? '' : `$\\times10^{${signed(power)}}$`,
  }
}

/** Decimal notation with a true minus sign and thin spaces between thousands from 10,000 on. */
export function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(Math.min(20, decimals))
  const [whole, fraction] = text.split('.')
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, thinSpace) : whole
  const negative = value < 0 && Number(text) !== 0
  return `${negative ? minus : ''}${grouped}${fraction ? `.${fraction}` : ''}`
}

function plainNumber(value: number): string {
  const order = value > 0 ? Math.floor(Math.log10(value)) : 0
  if (order < 7 && order > -4) return String(value)
  const mantissa = Number((value / 10 ** order).toPrecision(12))
  return mantissa === 1 ? `$10^{${signed(order)}}$` : `$${mantissa}\\times10^{${signed(order)}}$`
}

function signed(power: number): string {
  return power < 0 ? `${minus}${-power}` : String(power)
}

/** Decades 10^n with minor ticks at 2 to 9; below one and a half decades also labels at 2 and 5, or linear steps. */
function logTicks(low: number, high: number, maxCount: number): AxisTicks {
  const first = Math.ceil(Math.log10(low) - 1e-9)
  const last = Math.floor(Math.log10(high) + 1e-9)
  const decades = Math.max(0, last - first + 1)
  if (decades >= 2) {
    const stride = Math.ceil(decades / maxCount)
    const start = Math.ceil(first / stride) * stride
    const major: Tick[] = []
    for (let power = start; power <= last; power += stride) major.push({ value: 10 ** power, label: `$10^{${signed(power)}}$` })
    const minor = stride > 1
      ? Array.from({ length: decades }, (_, i) => 10 ** (first + i)).filter((value) => !major.some((tick) => tick.value === value))
      : subdecades(low, high, first - 1, last)
    return { major, minor, common: '' }
  }
  const all = [...subdecades(low, high, first - 1, last), ...(decades === 1 ? [10 ** first] : [])].sort((a, b) => a - b)
  for (const wanted of [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1, 5]]) {
    const major = all.filter((value) => wanted.includes(leadingDigit(value)))
    if (major.length >= 2 && major.length <= maxCount) {
      return { major: major.map((value) => ({ value, label: digitLabel(value) })), minor: all.filter((value) => !major.includes(value)), common: '' }
    }
  }
  if (high / low > 3 && all.length > 0) {
    const major = decades === 1 ? [10 ** first] : [all[0]]
    return { major: major.map((value) => ({ value, label: digitLabel(value) })), minor: all.filter((value) => !major.includes(value)), common: '' }
  }
  return linearTicks(low, high, maxCount)
}

function subdecades(low: number, high: number, first: number, last: number): number[] {
  const values: number[] = []
  for (let power = first; power <= last; power++) {
    for (let digit = 2; digit <= 9; digit++) {
      const value = scaled(digit, power)
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) values.push(value)
    }
  }
  return values
}

function leadingDigit(value: number): number {
  return Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9))
}

function digitLabel(value: number): string {
  const power = Math.floor(Math.log10(value) + 1e-9)
  const digit = leadingDigit(value)
  if (power >= -2 && power <= 3) return fixed(value, Math.max(0, -power))
  return digit === 1 ? `$10^{${signed(power)}}$` : `$${digit}\\times10^{${signed(power)}}$`
}
