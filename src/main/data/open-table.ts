import { isNpy } from '../../shared/npy.ts'
import { Problem } from '../../shared/problem.ts'
import { openDelimitedTable } from './delimited-table.ts'
import { openJsonTable } from './json-table.ts'
import { openNpyTable } from './npy-table.ts'
import { startOfText } from './scan-rows.ts'
import type { Table } from './table.ts'

/** Everything is read into memory; beyond this it is refused. */
export const largestFile = 512 * 2 ** 20

/** Recognises a file by its content, not by its name, and opens it as a table. Throws `Problem` for what is none. */
export function openTable(content: Uint8Array, fileName: string): Table {
  refuseTooLarge(content.length)
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (isNpy(bytes) || /\.npy$/i.test(fileName)) return openNpyTable(bytes)
  refuseBinary(bytes)
  const first = firstLetter(bytes)
  if (first === null) throw new Problem('EmptyFile', 'The file is empty.', 'Choose a file with two columns of numbers.')
  return first === '[' || first === '{' ? openJsonTable(bytes, fileName) : openDelimitedTable(bytes)
}

export function refuseTooLarge(size: number): void {
  if (size <= largestFile) return
  throw new Problem('FileTooLarge', `The file has ${Math.round(size / 2 ** 20)} MB; up to ${largestFile / 2 ** 20} MB are read.`,
    'Save the two columns as NPY (16 bytes a point), or a random part of the rows.')
}

const marks: Array<[number[], string]> = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive (an .npz, .xlsx or .ods file is one)'],
  [[0x1f, 0x8b], 'compressed with gzip'],
  [[0x89, 0x48, 0x44, 0x46], 'an HDF5 file'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture (PNG)'],
  [[0xff, 0xd8, 0xff], 'a picture (JPEG)'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
]

function refuseBinary(bytes: Buffer): void {
  const known = marks.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))
  if (known) throw new Problem('BinaryFile', `The file is ${known[1]}, not a table of text.`, 'Save the points as CSV or NPY.')
  const start = bytes.subarray(0, 4096)
  const zeros = start.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0)
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || zeros > 0.3 * start.length
  if (wide && start.length > 1) throw new Problem('Utf16', 'The file looks like UTF-16 (two bytes a letter), as Windows programs write "Unicode text".', 'Save it as UTF-8.')
  if (zeros > 0) throw new Problem('BinaryFile', 'The file holds zero bytes: it is no text.', 'Save the points as CSV or NPY.')
}

function firstLetter(bytes: Buffer): string | null {
  for (let i = startOfText(bytes); i < bytes.length; i++) if (bytes[i] > 32) return String.fromCharCode(bytes[i])
  return null
}
