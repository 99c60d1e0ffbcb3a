import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { largestFile, refuseTooLarge } from '../../shared/dataset.ts'
import { encodeNpy } from '../../shared/npy.ts'
import { Problem } from '../../shared/problem.ts'
import type { Reading } from '../../shared/reading.ts'
import { openTable } from './open-table.ts'

const open = (text: string, name = 'points.csv') => openTable(Buffer.from(text), name)
function read(text: string, x = 0, y = 1) {
  const table = open(text)
  const { points, dropped } = table.select(x, y)
  return { format: table.format, names: table.columnNames, points: [...points], dropped }
}

describe('tables of text', () => {
  it.each([
    ['x,y\n1,2\n3,4\n', 'csv', ['x', 'y']],
    ['1,2\n3,4', 'csv', ['column 1', 'column 2']],
    ['x;y\r\n1;2\r\n3;4\r\n', 'csv', ['x', 'y']],
    ['x;y\n1,0;2,0\n3,0;4,0\n', 'csv', ['x', 'y']],
    ['x|y\n1|2\n3|4\n', 'csv', ['x', 'y']],
    ['x\ty\n1\t2\n3\t4\n', 'tsv', ['x', 'y']],
    ['  1   2\n  3   4\n', 'text', ['column 1', 'column 2']],
    ['# x y\n1.000e+00 2.000e+00\n3 4\n', 'text', ['x', 'y']],
    ['% a comment\n\n# x,y\n1,2\n\n3,4\n', 'csv', ['x', 'y']],
    ['1 2 # first\n3 4 # second', 'text', ['column 1', 'column 2']],
    ['1,0 2,0\n3,0 4,0\n', 'text', ['column 1', 'column 2']],
    ['\uFEFFx,y\n1,2\n3,4\n', 'csv', ['x', 'y']],
    ['x,y\r1,2\r3,4\r', 'csv', ['x', 'y']],
    ['"x","y"\n"1","2"\n"3","4"\n', 'csv', ['x', 'y']],
    ['"a ""b"" c",y\n1,2\n3,4\n', 'csv', ['a "b" c', 'y']],
    ['x, y\n1, 2\n3, 4\n', 'csv', ['x', 'y']],
    ['1,2,\n3,4,\n', 'csv', ['column 1', 'column 2', 'column 3']],
    ['x [m],y [m]\n1,2\n3,4', 'csv', ['x [m]', 'y [m]']],
  ])('reads %j', (text, format, names) => {
    expect(read(text)).toEqual({ format, names, points: [1, 2, 3, 4], dropped: [] })
  })

  it('takes row names as R writes them, and labels that hold delimiters and line ends', () => {
    expect(read('"x" "y"\n"a" 1 2\n"b" 3 4\n', 1, 2)).toMatchObject({ names: ['row', 'x', 'y'], points: [1, 2, 3, 4] })
    const quoted = read('label,x,y\n"a, b",1,2\n"two\nlines",3,4\nplain,oops,6\n', 1, 2)
    expect(quoted.points).toEqual([1, 2, 3, 4])
    // The third record begins on line 5, behind the label of two lines.
    expect(quoted.dropped).toEqual([{ line: 5, reason: '"x" is "oops", not a number' }])
  })

  it('names every row that it leaves out by line number and reason', () => {
    const text = [
      'x,y', // 1
      '1,2', '', '# note', 'abc,2', // 5
      '3', 'NaN,4', 'inf,1', ',5', // 9
      '1,2,3', '1,2,,', '1e200,3', 'a,b', '1e999,0', '7,8', // 15
    ].join('\n')
    const { points, dropped } = read(text)
    expect(points).toEqual([1, 2, 1, 2, 7, 8])
    expect(dropped).toEqual([
      { line: 5, reason: '"x" is "abc", not a number' },
      { line: 6, reason: '"y" is missing: the row has 1 of 2 cells' },
      { line: 7, reason: '"x" is NaN' },
      { line: 8, reason: '"x" is infinite' },
      { line: 9, reason: '"x" is empty' },
      { line: 10, reason: 'the row has 3 cells, the table 2 columns' },
      { line: 12, reason: '"x" is 1e+200, beyond 1e+100' },
      { line: 13, reason: '"x" is "a", not a number; "y" is "b", not a number' },
      { line: 14, reason: '"x" is infinite' },
    ])
  })

  it('summarises every column', () => {
    const table = open('name,x,y\na,1,-2\nb,3,x\nc,,7\n')
    expect(table.summarise()).toEqual({
      rows: 3,
      columns: [{ numeric: 0, min: null, max: null }, { numeric: 2, min: 1, max: 3 }, { numeric: 2, min: -2, max: 7 }],
    })
  })

  it('lists 200 dropped rows and counts all', () => {
    const { dropped, droppedCount } = open(`x,y\n${'1,2\n'.repeat(300)}${'bad,1\n'.repeat(290)}`).select(0, 1)
    expect([dropped.length, droppedCount, dropped[0].line]).toEqual([200, 290, 302])
  })

  it('treats a quote that is never closed as an ordinary character, and loses one row only', () => {
    const { points, dropped } = read('x,y\n1,2\n"3,4\n5,6\n"7,8\n9,10\n')
    // The first quote closes at the second: one record over three lines.
    expect(points).toEqual([1, 2, 9, 10])
    expect(dropped.map(({ line }) => line)).toEqual([3])
    expect(read('x,y\n1,2\n"3,4\n5,6\n')).toMatchObject({ points: [1, 2, 5, 6], dropped: [{ line: 3, reason: '"x" is "\\"3", not a number' }] })
  })

  it('gives back what was written, in every dialect (round trip)', () => {
    const cell = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e99, max: 1e99 })
    const dialects = [[',', '.'], [';', '.'], [';', ','], ['\t', '.'], ['\t', ','], [' ', '.'], ['   ', '.'], ['|', '.']]
    fc.assert(fc.property(fc.array(fc.tuple(cell, cell), { minLength: 2, maxLength: 30 }), fc.constantFrom(...dialects), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(),
      (rows, [delimiter, point], end, header) => {
        const lines = rows.map((row) => row.map((value) => String(value).replace('.', point)).join(delimiter))
        const table = open([...(header ? [['x', 'y'].join(delimiter)] : []), ...lines].join(end))
        // Whole numbers alone do not show the decimal mark, nor need they.
        expect([...table.select(0, 1).points]).toEqual(rows.flat().map((value) => value + 0)) // String(-0) is "0"
      }), { numRuns: 500 })
  })
})

describe('the choices of the import dialog', () => {
  const chosen = (text: string, reading: Reading) => {
    const table = openTable(Buffer.from(text), 'points.csv', reading)
    return { names: table.columnNames, points: [...table.select(0, 1).points], reading: table.reading }
  }

  it('are preset by the guess', () => {
    expect(chosen('x;y\n1,5;2\n3;4\n', {}).reading).toEqual({ delimiter: 'semicolon', header: true, comment: 'hash-or-percent', decimalComma: true })
    expect(chosen('1 2\n3 4\n', {}).reading).toEqual({ delimiter: 'blanks', header: false, comment: 'hash-or-percent', decimalComma: false })
  })

  it('change how the same bytes are read', () => {
    expect(chosen('1,2;3,4\n5,6;7,8\n', { delimiter: 'semicolon' }).points).toEqual([1.2, 3.4, 5.6, 7.8])
    expect(chosen('1;2;3\n4;5;6\n', { delimiter: 'semicolon', decimalComma: false }).points).toEqual([1, 2, 4, 5])
    expect(chosen('1,2\n3,4\n', { header: true })).toMatchObject({ names: ['1', '2'], points: [3, 4] })
    expect(chosen('x,y\n3,4\n', { header: false })).toMatchObject({ names: ['column 1', 'column 2'], points: [3, 4] })
    expect(chosen('! a note\n1 2\n3 4 ! why\n', { comment: 'exclamation' }).points).toEqual([1, 2, 3, 4])
    expect(chosen('#1 2\n#3 4\n', { comment: 'percent' }).points).toEqual([])
    expect(chosen('%1,2\n3,4\n5,6\n', { comment: 'hash' }).points).toEqual([3, 4, 5, 6])
  })

  it('that leave a single column, or contradict each other, are answered with a sentence', () => {
    expect(() => chosen('1,2\n3,4\n', { delimiter: 'tab' })).toThrow(/Read as chosen/)
    expect(() => chosen('1,2\n3,4\n', { delimiter: 'comma', decimalComma: true })).toThrow(/A comma cannot both/)
  })

  it('names in Latin-1 among UTF-8 are read and remarked upon', () => {
    const mixed = Buffer.concat([Buffer.from('# Größe\n'), Buffer.from('x (µm),y (µm)\n', 'latin1'), Buffer.from('1,2\n3,4\n5,\xff\n', 'latin1')])
    const table = openTable(mixed, 'mixed.csv')
    expect(table.columnNames).toEqual(['x (µm)', 'y (µm)'])
    expect(table.remarks).toEqual([expect.stringMatching(/not UTF-8/)])
    expect(table.select(0, 1)).toMatchObject({ droppedCount: 1, dropped: [{ line: 5 }] })
  })
})

describe('JSON', () => {
  it.each([
    ['[[1, 2], [3, 4]]', ['column 1', 'column 2']],
    ['[{"x": 1, "y": 2}, {"x": 3, "y": 4}]', ['x', 'y']],
    ['{"x": [1, 3], "y": [2, 4]}', ['x', 'y']],
    ['{"x": {"0": 1, "1": 3}, "y": {"0": 2, "1": 4}}', ['x', 'y']],
    ['{"meta": {"n": 2}, "points": [[1, 2], [3, 4]]}', ['column 1', 'column 2']],
    ['{"columns": ["x", "y"], "index": [0, 1], "data": [[1, 2], [3, 4]]}', ['x', 'y']],
    ['{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n', ['x', 'y']],
    ['[1, 2]\n[3, 4]\n', ['column 1', 'column 2']],
    ['[["1", "2"], ["3.0", "4e0"]]', ['column 1', 'column 2']],
  ])('reads %j', (text, names) => {
    expect(read(text)).toEqual({ format: 'json', names, points: [1, 2, 3, 4], dropped: [] })
  })

  it('names dropped rows by the line on which they stand', () => {
    const text = '{\n "note": "a [1] {",\n "points": [\n  [1, 2],\n  [NaN, 3], [4],\n  [5, null],\n  ["\\"a", 6],\n  [true, 1],\n  [-Infinity, {"b": 1}],\n  [7, 8]\n ]\n}'
    const { points, dropped } = read(text)
    expect(points).toEqual([1, 2, 7, 8])
    expect(dropped).toEqual([
      { line: 5, reason: '"column 1" is NaN' },
      { line: 5, reason: '"column 2" is missing' },
      { line: 6, reason: '"column 2" is null' },
      { line: 7, reason: '"column 1" is "\\"a", not a number' },
      { line: 8, reason: '"column 1" is "true", not a number' },
      { line: 9, reason: '"column 1" is infinite; "column 2" is "{\\"b\\":1}", not a number' },
    ])
    const columns = read('{"x": [1,\n 2,\n "u"],\n "y": [4,\n 5]}')
    expect(columns.dropped).toEqual([{ line: 3, reason: '"x" is "u", not a number; "y" is missing' }])
    expect(read('{"x": 1, "y": 2}\n{"x": 3, "y": 4}\nnot json\n').dropped).toEqual([{ line: 3, reason: '"x" is missing; "y" is missing' }])
  })

  it.each([
    ['[[1, 2], [3, 4]', /not valid JSON/], ['{"x": 1}', /no table/], ['[1, 2, 3]', /no table/], ['[]', /no rows/], ['{}', /no table/], ['[[1], [2]]', /single column/],
  ])('refuses %j with a sentence', (text, message) => expect(() => open(text)).toThrow(message))

  it('says where the text breaks', () => {
    expect(() => open('[[1, 2],\n [3, 4],\n [5 6]]')).toThrow(/at line 3, column 5/)
  })
})

describe('NPY', () => {
  const npy = (shape: number[], data: Float64Array) => openTable(encodeNpy({ shape, data }), 'points.npy')

  it('reads two chosen columns of a wider array and names rows that are not finite', () => {
    const { points, dropped } = npy([3, 3], Float64Array.of(1, 0, 2, NaN, 0, Infinity, 3, 0, 4)).select(0, 2)
    expect([...points]).toEqual([1, 2, 3, 4])
    expect(dropped).toEqual([{ line: 2, reason: '"column 1" is NaN; "column 3" is infinite' }])
  })

  it.each([
    [[4], /shape \(4\).*/, /column_stack/], [[4, 1], /shape \(4, 1\)/, /Reshape/], [[1, 2, 2], /shape \(1, 2, 2\)/, /Reshape/], [[0, 2], /no rows/, /Choose/],
    [[2, 1200], /more than 1000 columns/, /a\.T/],
  ])('refuses the shape %j and says what to do', (shape, message, action) => {
    const attempt = () => npy(shape, new Float64Array(shape.reduce((product, size) => product * size, 1)))
    expect(attempt).toThrow(message)
    try { attempt() } catch (error) { expect((error as Problem).action).toMatch(action) }
  })
})

describe('files that are no tables', () => {
  it.each([
    ['nothing', Buffer.alloc(0), /empty/], ['blanks', Buffer.from(' \n\n'), /empty/], ['comments', Buffer.from('# a\n# b\n'), /only blank lines or comments/],
    ['one column', Buffer.from('1\n2\n3\n'), /single column/],
    ['UTF-16', Buffer.from('\uFEFFx,y\n1,2\n', 'utf16le'), /UTF-16/], ['UTF-16 without a mark', Buffer.from('x,y\n1,2\n', 'utf16le'), /UTF-16/],
    ['an archive', Buffer.from('PK\x03\x04...'), /archive cannot be read/], ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /gzip/],
    ['zero bytes', Buffer.from('some text, then\0, then more text'), /zero bytes/],
  ])('%s', (_, bytes, message) => {
    expect(() => openTable(bytes, 'points.csv')).toThrow(message)
    expect(() => openTable(bytes, 'points.csv')).toThrow(Problem)
  })

  it('are refused by size before they are read', () => {
    expect(() => refuseTooLarge(largestFile)).not.toThrow()
    expect(() => refuseTooLarge(600 * 2 ** 20)).toThrow(/has 600 MB; up to 512 MB/)
  })

  it('never crash the reader: random bytes and random near-tables end in a table or a Problem', () => {
    const tableLetters = fc.string({ unit: fc.constantFrom('1', '2', '.', '-', 'e', ',', ';', '\t', ' ', '\n', '\r', '"', '#', 'x', '\u2212', 'n'), maxLength: 120 })
    const jsonLetters = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', ':', ',', '1', 'x', '\n', '\\', 'NaN'), maxLength: 80 }).map((text) => `[${text}`)
    const json = fc.json().map((text) => text)
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), ...[tableLetters, jsonLetters, json].map((text) => text.map((value) => new Uint8Array(Buffer.from(value)))))
    fc.assert(fc.property(bytes, (content) => {
      try {
        const table = openTable(content, 'points.txt')
        const { rows } = table.summarise()
        const { points, droppedCount } = table.select(0, table.columnNames.length - 1)
        expect(points.length / 2 + droppedCount).toBe(rows)
        expect(points.every(Number.isFinite)).toBe(true)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
      }
    }), { numRuns: 5000 })
  })

  it('are read in linear time: half a million quotes, one a line', () => {
    // 0.2 s; quadratic time would be minutes, and the test would run out of its own.
    const { points, droppedCount } = open(`x,y\n1,2\n${'"1,2\n'.repeat(500_001)}`).select(0, 1)
    // Each quote is closed by that of the next line: two lines are a row, and the last one stays open.
    expect([points.length / 2, droppedCount]).toEqual([1, 250_001])
  })
})
