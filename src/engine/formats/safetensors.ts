import { Problem } from '../../shared/problem.ts'
import type { StateArray, StudyState } from '../study.ts'

/**
 * safetensors: u64 length, JSON header, raw little-endian numbers. Nothing in a file can run; every offset is checked, so a
 * hostile or torn file is refused before a single number is read.
 *
 * Format: https://github.com/huggingface/safetensors (F64, F32, I32, U32; the tensors fill the data without gap or overlap).
 */
export interface SafetensorsContent {
  tensors: StudyState
  metadata: Record<string, string>
}

const longestHeader = 16 * 2 ** 20
const metadataKey = '__metadata__'

const types = {
  F64: { bytes: 8, view: (buffer: ArrayBuffer) => new Float64Array(buffer) },
  F32: { bytes: 4, view: (buffer: ArrayBuffer) => new Float32Array(buffer) },
  I32: { bytes: 4, view: (buffer: ArrayBuffer) => new Int32Array(buffer) },
  U32: { bytes: 4, view: (buffer: ArrayBuffer) => new Uint32Array(buffer) },
} as const
type TypeName = keyof typeof types

function typeName(data: StateArray): TypeName {
  if (data instanceof Float64Array) return 'F64'
  if (data instanceof Float32Array) return 'F32'
  return data instanceof Int32Array ? 'I32' : 'U32'
}

/** The header lists the tensors in the order of the map; the widest numbers come first in the data, so that all are aligned. */
export function encodeSafetensors(tensors: StudyState, metadata: Record<string, string> = {}): Uint8Array<ArrayBuffer> {
  const entries = [...tensors].map(([name, { shape, data }]) => ({ name, shape, data, begin: 0 }))
  let end = 0
  for (const entry of entries.toSorted((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT)) {
    if (entry.name === metadataKey) throw new RangeError(`No tensor may be called ${metadataKey}.`)
    if (countOf(entry.shape) !== entry.data.length) {
      throw new RangeError(`Tensor ${entry.name}: shape [${entry.shape.join(', ')}] does not hold ${entry.data.length} numbers.`)
    }
    entry.begin = end
    end += entry.data.byteLength
  }
  const header = Object.fromEntries<unknown>(entries.map(({ name, shape, data, begin }) =>
    [name, { dtype: typeName(data), shape, data_offsets: [begin, begin + data.byteLength] }]))
  if (Object.keys(metadata).length > 0) header[metadataKey] = metadata
  const text = new TextEncoder().encode(JSON.stringify(header))
  const start = 8 + Math.ceil(text.length / 8) * 8
  const bytes = new Uint8Array(start + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true)
  bytes.fill(0x20, 8 + text.length, start) // the format pads with spaces
  bytes.set(text, 8)
  for (const { data, begin } of entries) bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + begin)
  return bytes
}

export function decodeSafetensors(bytes: Uint8Array): StudyState {
  return readSafetensors(bytes).tensors
}

export function readSafetensors(bytes: Uint8Array): SafetensorsContent {
  if (bytes.length < 8) throw bad(`it has ${bytes.length} bytes`)
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true))
  if (headerLength > longestHeader) throw bad(`its header claims ${headerLength} bytes`)
  if (8 + headerLength > bytes.length) throw bad('it ends inside the header')
  const header = parseHeader(bytes.subarray(8, 8 + headerLength))
  const data = bytes.subarray(8 + headerLength)

  const metadata: Record<string, string> = {}
  const tensors: StudyState = new Map()
  const ranges: Array<{ name: string; begin: number; end: number }> = []
  for (const [name, value] of Object.entries(header)) {
    if (name === metadataKey) {
      if (!isRecord(value) || !Object.values(value).every((text) => typeof text === 'string')) throw bad('its metadata are no texts')
      Object.assign(metadata, value)
      continue
    }
    const { dtype, shape, begin, end } = checkEntry(name, value, data.length)
    ranges.push({ name, begin, end })
    // A copy: the tensor stays whole and aligned, whatever becomes of the file's bytes. (`slice` of a Buffer is no copy.)
    tensors.set(name, { shape, data: types[dtype].view(new Uint8Array(data.subarray(begin, end)).buffer) })
  }
  checkCover(ranges, data.length)
  return { tensors, metadata }
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw bad('its header is no JSON')
  }
  if (!isRecord(header)) throw bad('its header is no JSON object')
  return header
}

function checkEntry(name: string, value: unknown, dataLength: number): { dtype: TypeName; shape: number[]; begin: number; end: number } {
  const where = `tensor "${name.slice(0, 80)}"`
  if (!isRecord(value)) throw bad(`${where} has no description`)
  const { dtype, shape, data_offsets: offsets } = value
  if (typeof dtype !== 'string' || !Object.hasOwn(types, dtype)) throw bad(`${where} has the type ${String(dtype).slice(0, 20)}, which is none of ${Object.keys(types).join(', ')}`)
  if (!isCounts(shape)) throw bad(`${where} has no proper shape`)
  if (!isCounts(offsets) || offsets.length !== 2) throw bad(`${where} has no proper offsets`)
  const [begin, end] = offsets
  if (begin > end || end > dataLength) throw bad(`${where} reaches beyond the file (${begin} to ${end} of ${dataLength} bytes)`)
  const type = dtype as TypeName
  const expected = countOf(shape) * types[type].bytes
  if (end - begin !== expected) throw bad(`${where} of shape [${shape.join(', ')}] needs ${expected} bytes and has ${end - begin}`)
  return { dtype: type, shape, begin, end }
}

/** Together the tensors are the data: no gap, no overlap, nothing after the last. */
function checkCover(ranges: Array<{ name: string; begin: number; end: number }>, dataLength: number): void {
  let reached = 0
  for (const { name, begin, end } of ranges.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== reached) throw bad(`tensor "${name.slice(0, 80)}" ${begin > reached ? 'leaves a gap before it' : 'overlaps another'}`)
    reached = end
  }
  if (reached !== dataLength) throw bad(`${dataLength - reached} bytes at its end belong to no tensor`)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0)
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

function bad(why: string): Problem {
  return new Problem('BadSafetensors', `This is no readable safetensors file: ${why}.`, 'Use another copy of the file, or an earlier checkpoint.')
}
