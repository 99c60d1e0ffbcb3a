import { Problem } from './problem.ts'

/**
 * NumPy's `.npy`: magic, version, a header in Python's notation, raw numbers. Reads what `numpy.save` writes of plain numbers
 * (f2 f4 f8, i1 … i8, u1 … u8, booleans; both byte orders, both axis orders); writes little-endian C order. Object arrays are
 * pickles, programs that would run on loading: refused, as are structured and complex ones.
 *
 * Format: numpy.lib.format, versions 1.0 to 3.0.
 */
export type NpyData =
  | Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int8Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Int32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/**
 * Numbers in C order (last axis fastest). f2 comes as Float32Array, booleans as Uint8Array of 0 and 1, 64-bit integers as
 * Float64Array (refused where a value would change).
 */
export interface NpyArray {
  shape: number[]
  data: NpyData
}

/** What can be written. */
export interface NpySource {
  shape: readonly number[]
  data: Float32Array | Float64Array | Int32Array | Uint32Array
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] // \x93NUMPY
/** NumPy itself refuses longer headers. */
const longestHeader = 65_536
const mostAxes = 32

export function isNpy(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && magic.every((byte, i) => bytes[i] === byte)
}

export function encodeNpy({ shape, data }: NpySource): Uint8Array<ArrayBuffer> {
  const count = shape.reduce((product, size) => product * size, 1)
  if (count !== data.length) throw new RangeError(`Shape (${shape.join(', ')}) holds ${count} numbers, the array ${data.length}.`)
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const header = `{'descr': '${descriptor(data)}', 'fortran_order': False, 'shape': ${tuple}, }`
  // The numbers start at a multiple of 64 bytes; a newline ends the header.
  const start = Math.ceil((10 + header.length + 1) / 64) * 64
  const bytes = new Uint8Array(start + data.byteLength)
  bytes.set(magic)
  bytes[6] = 1
  new DataView(bytes.buffer).setUint16(8, start - 10, true)
  bytes.set(new TextEncoder().encode(`${header.padEnd(start - 11)}\n`), 10)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start)
  if (!littleEndianMachine) swapBytes(bytes.subarray(start), data.BYTES_PER_ELEMENT)
  return bytes
}

function descriptor(data: NpySource['data']): string {
  if (data instanceof Float32Array) return '<f4'
  if (data instanceof Float64Array) return '<f8'
  return data instanceof Int32Array ? '<i4' : '<u4'
}

export function decodeNpy(bytes: Uint8Array): NpyArray {
  const { type, fortranOrder, shape, start } = readHeader(bytes)
  const count = shape.reduce((product, size) => product * size, 1)
  const itemSize = Number(type.slice(2))
  const expected = count * itemSize
  const present = bytes.length - start
  if (present !== expected) {
    throw new Problem('TornNpy', `The array of shape (${shape.join(', ')}) and type ${type} needs ${expected} bytes, the file has ${present}.`, 'Save the array again; the file was cut or added to.')
  }
  const raw = new Uint8Array(bytes.subarray(start)) // a copy; `slice` of Node's Buffer is none
  if ((type[0] === '>') === littleEndianMachine && itemSize > 1) swapBytes(raw, itemSize)
  const data = numbers(type.slice(1), raw.buffer)
  return { shape, data: fortranOrder ? toRowMajor(data, shape) : data }
}

/** The shape that a header tells, without the numbers; refuses what `decodeNpy` refuses by its header. */
export function readNpyShape(bytes: Uint8Array): number[] {
  return readHeader(bytes).shape
}

interface Header { type: string; fortranOrder: boolean; shape: number[]; start: number }

function readHeader(bytes: Uint8Array): Header {
  if (!isNpy(bytes)) throw badHeader('it does not begin with the NumPy mark')
  if (bytes.length < 12) throw badHeader('it ends inside the header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = bytes[6]
  if (version < 1 || version > 3) throw badHeader(`its format version ${version} is unknown`)
  const prefix = version === 1 ? 10 : 12
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (length > longestHeader) throw badHeader(`its header claims ${length} bytes`)
  if (prefix + length > bytes.length) throw badHeader('it ends inside the header')
  const text = new TextDecoder().decode(bytes.subarray(prefix, prefix + length))
  return { ...parseDictionary(text), start: prefix + length }
}

function parseDictionary(text: string): Omit<Header, 'start'> {
  const type = /'descr':\s*(?:'([^']*)'|(\[))/.exec(text)
  const order = /'fortran_order':\s*(True|False)/.exec(text)
  const tuple = /'shape':\s*\(([\d,\sL]*)\)/.exec(text)
  if (!type || !order || !tuple) throw badHeader('its header lacks type, axis order or shape')
  if (type[2]) throw unsupported('a structured type (named fields)', "a['x'] and a['y'] stacked as columns")
  return { type: plainType(type[1]), fortranOrder: order[1] === 'True', shape: parseShape(tuple[1]) }
}

/** `<f8`, `|b1`, …: byte order, kind, bytes. `=` is the machine's own order. */
function plainType(type: string): string {
  const parts = /^([<>|=]?)([a-zA-Z])(\d+)?/.exec(type)
  if (parts?.[2] === 'O') throw unsupported('Python objects (a pickle, which could run a program)', 'a.astype(float)')
  if (parts?.[2] === 'c') throw unsupported('complex numbers', 'real and imaginary part as columns')
  const plain = /^([<>|=]?)(f2|f4|f8|[iu][1248]|b1)$/.exec(type)
  if (!plain) throw unsupported(`the type "${type.slice(0, 40)}"`, 'a.astype(float)')
  const swapped = plain[1] === '>' || (plain[1] === '=' && !littleEndianMachine)
  return `${swapped ? '>' : '<'}${plain[2]}`
}

function parseShape(text: string): number[] {
  const shape = text.split(',').map((part) => part.trim().replace(/L$/, '')).filter((part) => part !== '').map(Number)
  let count = 1
  for (const size of shape) count *= size
  if (shape.length > mostAxes || !shape.every(Number.isSafeInteger) || !Number.isSafeInteger(8 * count)) throw badHeader('its shape is impossible')
  return shape
}

function numbers(kind: string, buffer: ArrayBuffer): NpyData {
  switch (kind) {
    case 'f2': return Float32Array.from(new Uint16Array(buffer), halfToNumber)
    case 'f4': return new Float32Array(buffer)
    case 'f8': return new Float64Array(buffer)
    case 'i1': return new Int8Array(buffer)
    case 'i2': return new Int16Array(buffer)
    case 'i4': return new Int32Array(buffer)
    case 'i8': return wholeNumbers(new BigInt64Array(buffer))
    case 'u2': return new Uint16Array(buffer)
    case 'u4': return new Uint32Array(buffer)
    case 'u8': return wholeNumbers(new BigUint64Array(buffer))
    default: return new Uint8Array(buffer) // u1, b1
  }
}

function wholeNumbers(values: BigInt64Array | BigUint64Array): Float64Array<ArrayBuffer> {
  const result = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) {
    result[i] = Number(values[i])
    if (!Number.isSafeInteger(result[i])) {
      throw new Problem('NumberTooLarge', `The whole number ${values[i]} cannot be kept exactly (limit 2⁵³).`, 'Save the array as floating-point numbers: a.astype(float).')
    }
  }
  return result
}

/** IEEE 754 half precision: 1 sign, 5 exponent, 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** From first axis fastest to last axis fastest. */
function toRowMajor<Data extends NpyData>(data: Data, shape: number[]): Data {
  const result = data.slice() as Data
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1))
  const index = new Array<number>(shape.length).fill(0)
  let from = 0
  for (let to = 0; to < data.length; to++) {
    result[to] = data[from]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]
      if (++index[axis] < shape[axis]) break
      from -= strides[axis] * shape[axis]
      index[axis] = 0
    }
  }
  return result
}

function swapBytes(bytes: Uint8Array, itemSize: number): void {
  for (let at = 0; at + itemSize <= bytes.length; at += itemSize) bytes.subarray(at, at + itemSize).reverse()
}

const littleEndianMachine = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

function badHeader(why: string): Problem {
  return new Problem('BadNpy', `This is no readable NPY file: ${why}.`, 'Save the array with numpy.save.')
}

function unsupported(what: string, instead: string): Problem {
  return new Problem('UnsupportedNpy', `The NPY file holds ${what}; only plain numbers are read.`, `Save plain numbers instead: ${instead}.`)
}
