import { constants, crc32, inflateRawSync } from 'node:zlib'
import { largestFile } from '../../shared/dataset.ts'
import { Problem } from '../../shared/problem.ts'

/** A file of an archive. Nothing is unpacked before it is asked for, and never to the disk. */
export interface ZipEntry {
  readonly name: string
  /** Unpacked, as the archive claims; more is never unpacked. */
  readonly size: number
  /** The first bytes, enough for a header. */
  peek(): Uint8Array
  /** All of it, checked against its checksum. */
  read(): Uint8Array
}

const mostEntries = 10_000
const endMark = 0x06054b50
const entryMark = 0x02014b50
const localMark = 0x04034b50
/** Deflate cannot pack tighter than this. */
const highestRatio = 1032

/**
 * The entries of a ZIP archive by its central directory (APPNOTE 6.3.3, 4.3). Stored and deflated files; encrypted ones, names
 * that lead out of the archive, files beyond the size limit and sizes that no compression reaches are refused by a sentence.
 */
export function readZipEntries(bytes: Buffer): ZipEntry[] {
  const end = findEnd(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count > mostEntries) throw new Problem('TooManyFiles', `The archive claims ${count} files; up to ${mostEntries} are read.`, 'Save the one array that you need.')
  const entries: ZipEntry[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== entryMark) throw brokenArchive('its table of contents is damaged')
    const lengths = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
    const next = at + 46 + lengths[0] + lengths[1] + lengths[2]
    if (next > end) throw brokenArchive('its table of contents is damaged')
    entries.push(openEntry(bytes, at, bytes.toString('utf8', at + 46, at + 46 + lengths[0])))
    at = next
  }
  return entries
}

function openEntry(bytes: Buffer, at: number, name: string): ZipEntry {
  if (name.split(/[/\\]/).includes('..') || /^([/\\]|[a-z]:)/i.test(name)) {
    throw new Problem('UnsafeArchive', `The archive holds a file that would lead out of its folder (${JSON.stringify(name.slice(0, 80))}).`, 'It was not made by numpy.savez; look at where it comes from.')
  }
  const encrypted = (bytes.readUInt16LE(at + 8) & 1) === 1
  const method = bytes.readUInt16LE(at + 10)
  const checksum = bytes.readUInt32LE(at + 16)
  const packed = bytes.readUInt32LE(at + 20)
  const size = bytes.readUInt32LE(at + 24)
  const start = bytes.readUInt32LE(at + 42)

  function content(): Buffer {
    if (encrypted) throw new Problem('EncryptedArchive', `${quoted(name)} is encrypted.`, 'Save the archive without a password.')
    if (method !== 0 && method !== 8) throw new Problem('UnknownCompression', `${quoted(name)} is compressed in a way (${method}) that is not read.`, 'Save it with numpy.savez or numpy.savez_compressed.')
    if (size > largestFile) throw new Problem('FileTooLarge', `${quoted(name)} unpacks to ${Math.round(size / 2 ** 20)} MB; up to ${largestFile / 2 ** 20} MB are read.`, 'Save a random part of the rows.')
    if (method === 8 && size > highestRatio * packed + 1024) throw bomb(name)
    if (start + 30 > bytes.length || bytes.readUInt32LE(start) !== localMark) throw brokenArchive(`${quoted(name)} is not where its table of contents says`)
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
    if (from + packed > bytes.length) throw brokenArchive('it was cut')
    return bytes.subarray(from, from + packed)
  }
  return {
    name, size,
    peek() {
      const start = content().subarray(0, 4096)
      return method === 0 ? start : inflate(name, start, { finishFlush: constants.Z_SYNC_FLUSH })
    },
    read() {
      const data = method === 0 ? content() : inflate(name, content(), { maxOutputLength: Math.max(1, size) })
      if (data.length !== size || crc32(data) !== checksum) throw brokenArchive(`the checksum of ${quoted(name)} is wrong`)
      return data
    },
  }
}

function inflate(name: string, data: Buffer, options: { finishFlush?: number; maxOutputLength?: number }): Buffer {
  try {
    return inflateRawSync(data, options)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw bomb(name)
    throw brokenArchive(`the compressed data of ${quoted(name)} are damaged`)
  }
}

/** The record at the end, behind which only a comment may stand. */
function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at--) {
    if (bytes.readUInt32LE(at) === endMark && at + 22 + bytes.readUInt16LE(at + 20) <= bytes.length) return at
  }
  throw brokenArchive('its end is missing: the file was cut')
}

function bomb(name: string): Problem {
  return new Problem('ZipBomb', `${quoted(name)} unpacks to more than the archive says: such files are made to fill a memory.`, 'Look at where the archive comes from.')
}

function brokenArchive(why: string): Problem {
  return new Problem('BrokenArchive', `The archive cannot be read: ${why}.`, 'Save it again with numpy.savez.')
}

function quoted(name: string): string {
  return `“${name.slice(0, 80)}”`
}
