import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { encodeNpy } from '../../shared/npy.ts'
import { writePng } from './pictures/write-png.test-helper.ts'

/** A file that cannot be a data set, and what a person reads. */
export interface BadInput {
  name: string
  content: Uint8Array | string
  /** Larger than its content, by a hole at the end. */
  size?: number
  sentence: RegExp
}

/** A file that can be read in part: what is left out is told. */
export interface OddInput {
  name: string
  content: Uint8Array | string
  kept: number
  leftOut: RegExp[]
}

function npyHeader(description: string): Buffer {
  const text = `${description.padEnd(117)}\n`
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), Buffer.of(text.length, 0), Buffer.from(text)])
}

/** An archive of 16 MB of zeros in some kilobytes, whose table of contents claims another size. */
function zipBomb(claimed: number): Buffer {
  const bytes = Buffer.from(zipSync({ 'points.npy': encodeNpy({ shape: [2 ** 20, 2], data: new Float64Array(2 ** 21) }) }))
  const directory = bytes.indexOf('PK\x01\x02', 0, 'latin1')
  bytes.writeUInt32LE(claimed, directory + 24)
  return bytes
}

const picture = writePng({ width: 32, height: 32, type: 0, depth: 8, interlaced: false, filter: () => 0, sample: (x, y) => (x + y < 20 ? 0 : 255) })

export const badInputs: readonly BadInput[] = [
  { name: 'huge.csv', content: 'x,y\n1,2\n', size: 2 * 2 ** 30, sentence: /The file has 2048 MB; up to 512 MB are read\. Save the two columns as NPY/ },
  { name: 'zero.csv', content: '', sentence: /The file is empty\. Choose a file with two columns of numbers/ },
  { name: 'one.csv', content: '1\n2\n3\n', sentence: /The file has a single column; a point in the plane needs two/ },
  { name: 'equal.csv', content: `x,y\n${'1,2\n'.repeat(50)}`, sentence: /All 50 points are the same, \(1, 2\): there is no distribution to learn/ },
  { name: 'only-nan.csv', content: 'x,y\nNaN,1\nNaN,2\n', sentence: /fewer than two hold any numbers/ },
  { name: 'wide.csv', content: Buffer.from('\uFEFFx,y\n1,2\n3,4\n', 'utf16le'), sentence: /The file looks like UTF-16 .* Save it as UTF-8/ },
  { name: 'bomb.npz', content: zipBomb(4096), sentence: /“points\.npy” unpacks to more than the archive says/ },
  { name: 'giant.npz', content: zipBomb(2 ** 32 - 1), sentence: /“points\.npy” unpacks to 4096 MB; up to 512 MB are read/ },
  {
    name: 'pickled.npy', content: Buffer.concat([npyHeader("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }"), Buffer.from('\x80\x04.', 'latin1')]),
    sentence: /holds Python objects \(a pickle, which could run a program\).*astype\(float\)/,
  },
  { name: 'cut.png', content: picture.subarray(0, picture.length - 30), sentence: /The picture ends before its last pixel: the file was cut/ },
]

export const oddInputs: readonly OddInput[] = [
  { name: 'nan.csv', content: 'x,y\n1,2\nNaN,3\n4,nan\n5,6\ninf,1\n', kept: 2, leftOut: [/"x" is NaN/, /"y" is NaN/, /"x" is infinite/] },
  // µ in two bytes and in one: UTF-8 above, Latin-1 below.
  { name: 'mixed.csv', content: Buffer.concat([Buffer.from('x (µm),y\n1,2\n'), Buffer.of(0xb5), Buffer.from(',3\n4,5\n')]), kept: 2, leftOut: [/"x \(µm\)" is "µ", not a number/] },
]

/** Writes one of them into a folder and answers with its path. */
export async function writeInput(folder: string, { name, content, size }: Pick<BadInput, 'name' | 'content' | 'size'>): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  if (size !== undefined) await truncate(path, size)
  return path
}
