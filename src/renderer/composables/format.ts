/** Numbers on screen: sensible digits, a thin space between thousands from 10 000 on, as on the axes, a real minus sign. */

const minus = (text: string) => text.replaceAll('-', '−')

/** Four significant digits at most, powers of ten where they are shorter to read. */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  if (value == null) return '–'
  if (Number.isNaN(value)) return 'not a number'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e7 || size < 1e-4) {
    const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 2)).split('e')
    const power = `10${superscript(Number(exponent))}`
    return Number(mantissa) === 1 ? power : `${minus(String(Number(mantissa)))}·${power}`
  }
  if (Number.isInteger(value)) return formatInteger(value)
  const text = Number(value.toPrecision(digits)).toString()
  return minus(text)
}

/** A fixed number of decimals, for columns whose numbers stand below each other. */
export function formatFixed(value: number | null | undefined, decimals: number): string {
  if (value == null) return '–'
  if (!Number.isFinite(value)) return formatNumber(value)
  return minus(value.toFixed(decimals))
}

export function formatInteger(value: number): string {
  const digits = value.toFixed(0)
  return minus(Math.abs(value) < 9999.5 ? digits : digits.replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f'))
}

function superscript(exponent: number): string {
  return String(exponent).replace(/./g, (character) => (character === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(character)]))
}

/** `42 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds)) return '–'
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`
}

/** Date and time to the minute, in the reader's time zone, year first. */
export function formatDate(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return '–'
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** `today 14:03`, `yesterday 9:12`, otherwise the date. */
export function formatWhen(iso: string, now = new Date()): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return '–'
  const day = (value: Date) => new Date(value.getFullYear(), value.getMonth(), value.getDate()).getTime()
  const days = Math.round((day(now) - day(date)) / 86_400_000)
  const time = `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`
  if (days === 0) return `today ${time}`
  if (days === 1) return `yesterday ${time}`
  return formatDate(iso)
}
