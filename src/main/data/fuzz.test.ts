import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { encode } from 'jpeg-js'
import { describe, expect, it } from 'vitest'
import { encodeNpy } from '../../shared/npy.ts'
import { Problem } from '../../shared/problem.ts'
import { commentSigns, delimiterNames, type Reading } from '../../shared/reading.ts'
import { openTable } from './open-table.ts'
import { writePng } from './pictures/write-png.test-helper.ts'

/**
 * Every parser, 12,000 damaged files and odd choices in all: each ends in a table, all of whose rows are either kept as finite
 * numbers or counted as left out, or in a `Problem` with a sentence. Nothing else is thrown, nothing is lost.
 */
const npy = encodeNpy({ shape: [3, 2], data: Float64Array.of(1, 2, 3, 4, 5, 6) })
const seeds = {
  csv: Buffer.from('# x,y\n"name","x (mm)",y\r\n"a, b",1.5,-2e-3\nc,3,NaN\nd,5\n'),
  blanks: Buffer.from('% x y\n 1,5   2,5 # first\n\u22123 4\n1e400 5\n'),
  json: Buffer.from('{"meta": {"n": 1}, "points": [{"x": 1, "y": "2"}, {"x": NaN, "y": null}, [3]]}'),
  lines: Buffer.from('{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n[5, 6]\n'),
  npy: Buffer.from(npy),
  npz: Buffer.from(zipSync({ 'a.npy': npy, 'x.npy': encodeNpy({ shape: [2], data: Float64Array.of(1, 2) }), 'note.txt': Buffer.from('hello') })),
  png: writePng({ width: 5, height: 4, type: 2, depth: 8, interlaced: true, filter: (row) => row % 5, sample: (x, y, channel) => 50 * x + y + channel }),
  jpeg: Buffer.from(encode({ width: 16, height: 8, data: Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 13) % 256)) }, 70).data),
} as const

type Damage = { kind: 'set' | 'cut' | 'insert' | 'repeat'; at: number; value: number }
const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('set', 'set', 'cut', 'insert', 'repeat'), at: fc.double({ min: 0, max: 1, noNaN: true }),
  value: fc.oneof(fc.constantFrom(0, 0xff, 0x7f, 0x80, 10, 13, 34, 35, 44, 59, 91, 123), fc.integer({ min: 0, max: 255 })),
})

function apply(bytes: Buffer, { kind, at, value }: Damage): Buffer {
  const index = Math.floor(at * bytes.length)
  switch (kind) {
    case 'set': return Buffer.concat([bytes.subarray(0, index), Buffer.of(value), bytes.subarray(index + 1)])
    case 'cut': return bytes.subarray(0, index)
    case 'insert': return Buffer.concat([bytes.subarray(0, index), Buffer.of(value), bytes.subarray(index)])
    case 'repeat': return Buffer.concat([bytes.subarray(0, index), bytes.subarray(Math.max(0, index - value))])
  }
}

const reading: fc.Arbitrary<Reading> = fc.record({
  delimiter: fc.constantFrom(...delimiterNames), header: fc.boolean(), comment: fc.constantFrom(...commentSigns), decimalComma: fc.boolean(),
  array: fc.constantFrom('a', 'x', '*', '', 'none'),
  picture: fc.record({ threshold: fc.double({ min: 0, max: 0.95, noNaN: true }), invert: fc.boolean(), aspect: fc.constantFrom('keep', 'square'), count: fc.integer({ min: 2, max: 20 }) }, { requiredKeys: ['count'] }),
}, { requiredKeys: ['picture'] })

function expectTableOrSentence(bytes: Uint8Array, choices: Reading): void {
  try {
    const table = openTable(bytes, 'file', choices)
    const { rows, columns } = table.summarise()
    expect(columns.length).toBe(table.columnNames.length)
    const { points, droppedCount } = table.select(0, table.columnNames.length - 1)
    expect(points.length / 2 + droppedCount).toBe(rows)
    expect(points.every(Number.isFinite)).toBe(true)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    expect(error.message).toMatch(/^\S.*[.!?]$/s)
  }
}

/** Checksums made right again, so that damage reaches what lies behind them. */
function repairChecksums(png: Buffer): Buffer {
  const repaired = Buffer.from(png)
  for (let at = 8; at + 12 <= repaired.length;) {
    const end = at + 8 + repaired.readUInt32BE(at)
    if (end + 4 > repaired.length) break
    repaired.writeUInt32BE(crc32(repaired.subarray(at + 4, end)), end)
    at = end + 4
  }
  return repaired
}

describe('damaged files', () => {
  // JPEG decodes slowest, and takes fewer.
  const runs: Record<keyof typeof seeds, number> = { csv: 2500, blanks: 2000, json: 2000, lines: 1500, npy: 1500, npz: 1500, png: 800, jpeg: 200 }

  it.each(Object.keys(seeds) as Array<keyof typeof seeds>)('of the kind %s end in a table or a sentence', { timeout: 120_000 }, (name) => {
    fc.assert(fc.property(fc.array(damage, { maxLength: 4 }), reading, (damages, choices) => {
      const bytes = damages.reduce(apply, seeds[name])
      expectTableOrSentence(name === 'png' ? repairChecksums(bytes) : bytes, choices)
    }), { numRuns: runs[name] })
  })

  it('the undamaged ones are read: the fuzz begins at real tables', () => {
    for (const [name, bytes] of Object.entries(seeds)) expect(openTable(bytes, name).summarise().rows, name).toBeGreaterThan(0)
  })
})
