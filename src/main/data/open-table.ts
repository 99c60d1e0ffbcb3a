import { refuseTooLarge } from '../../shared/dataset.ts'
import { isNpy } from '../../shared/npy.ts'
import { Problem } from '../../shared/problem.ts'
import type { Reading } from '../../shared/reading.ts'
import { openDelimitedTable } from './delimited-table.ts'
import { openJsonTable } from './json-table.ts'
import { openNpyTable } from './npy-table.ts'
import { openNpzTable } from './npz-table.ts'
import { isPicture, openPictureTable } from './pictures/picture-table.ts'
import { startOfText } from './scan-rows.ts'
import type { Table } from './table.ts'

/** Recognises a file by its content, not by its name, and opens it as a table. Throws `Problem` for what is none. */
export function openTable(content: Uint8Array, fileName: string, reading: Reading = {}): Table {
  refuseTooLarge(content.length)
  if (content.length === 0) throw emptyFile()
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (isNpy(bytes) || /\.npy$/i.test(fileName)) return openNpyTable(bytes)
  if (isPicture(bytes)) return openPictureTable(bytes, reading.picture)
  if (startsWith(bytes, zipMark) || startsWith(bytes, emptyZipMark)) return openNpzTable(bytes, reading.array)
  refuseBinary(bytes)
  const first = firstLetter(bytes)
  if (first === null) throw emptyFile()
  return first === '[' || first === '{' ? openJsonTable(bytes, fileName) : openDelimitedTable(bytes, reading)
}

const zipMark = Buffer.from('PK\x03\x04')
const emptyZipMark = Buffer.from('PK\x05\x06')

function startsWith(bytes: Buffer, mark: Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(mark)
}

const marks: Array<[number[], string]> = [
  [[0x1f, 0x8b], 'compressed with gzip'],
  [[0x89, 0x48, 0x44, 0x46], 'an HDF5 file'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture in GIF (PNG and JPEG are read)'],
  [[0x49, 0x49, 0x2a, 0x00], 'a picture in TIFF (PNG and JPEG are read)'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
]

function refuseBinary(bytes: Buffer): void {
  const known = marks.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))
  if (known) throw new Problem('BinaryFile', `The file is ${known[1]}, not a table of text.`, 'Save the points as CSV, NPY or NPZ.')
  const start = bytes.subarray(0, 4096)
  const zeros = start.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0)
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || zeros > 0.3 * start.length
  if (wide && start.length > 1) throw new Problem('Utf16', 'The file looks like UTF-16 (two bytes a letter), as Windows programs write "Unicode text".', 'Save it as UTF-8.')
  if (zeros > 0) throw new Problem('BinaryFile', 'The file holds zero bytes: it is no text.', 'Save the points as CSV, NPY or NPZ.')
}

function emptyFile(): Problem {
  return new Problem('EmptyFile', 'The file is empty.', 'Choose a file with two columns of numbers.')
}

function firstLetter(bytes: Buffer): string | null {
  for (let i = startOfText(bytes); i < bytes.length; i++) if (bytes[i] > 32) return String.fromCharCode(bytes[i])
  return null
}
