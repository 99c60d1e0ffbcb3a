import { mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generatePoints } from '../../physics/datasets/generate-points.ts'
import { hashPoints } from '../../physics/datasets/hash-points.ts'
import type { HostEvent } from '../../shared/contract.ts'
import { columnPreviewSchema, dataSetSchema, tablePreviewSchema, thumbnailSize } from '../../shared/dataset.ts'
import { decodeNpy } from '../../shared/npy.ts'
import { DataSets } from './data-sets.ts'

let root: string
let events: HostEvent[]
let library: DataSets
const make = () => new DataSets({
  workspace: { dataSets: join(root, 'datasets'), uploads: join(root, 'uploads'), trash: join(root, 'trash') },
  events: { publish: (event) => void events.push(event) },
})
const upload = (text: string | Uint8Array, name = 'points.csv', from = library) => from.receive(name, new Blob([typeof text === 'string' ? text : Uint8Array.from(text)]).stream())

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holoscope-data-'))
  events = []
  library = make()
  await library.boot()
})
afterEach(async () => {
  await library.shutdown()
  await rm(root, { recursive: true, force: true })
})

describe('a dropped file', () => {
  it('is previewed, imported, listed, loaded by hash and removed', async () => {
    const handle = await upload('x,label,y\n1,a,2\n3,b,oops\n5,c,7\n1,d,2\n', 'C:\\data\\points.csv')
    const table = tablePreviewSchema.parse(await library.preview(handle))
    expect(table).toEqual({
      upload: handle, fileName: 'points.csv', format: 'csv', rows: 4, suggested: [0, 2], arrays: [], remarks: [],
      reading: { delimiter: 'comma', header: true, comment: 'hash-or-percent', decimalComma: false },
      columns: [{ name: 'x', numeric: 1, min: 1, max: 5 }, { name: 'label', numeric: 0, min: null, max: null }, { name: 'y', numeric: 0.75, min: 2, max: 7 }],
    })
    const columns = columnPreviewSchema.parse(await library.previewColumns(handle, [0, 2]))
    expect(columns).toEqual({
      kept: 3, droppedCount: 1, dropped: [{ line: 3, reason: '"y" is "oops", not a number' }], duplicates: 1, outliers: 0,
      mean: [expect.closeTo(7 / 3, 12), expect.closeTo(11 / 3, 12)], min: [1, 2], max: [5, 7], sample: [1, 2, 5, 7, 1, 2], obstacle: null,
      histograms: [[2, ...new Array(38).fill(0), 1], [2, ...new Array(38).fill(0), 1]],
    })

    const dataSet = dataSetSchema.parse(await library.import(handle, [0, 2], 'Émile’s data: run 1'))
    const points = Float64Array.of(1, 2, 5, 7, 1, 2)
    expect(dataSet).toMatchObject({ id: 'emile-s-data-run-1', origin: 'points.csv', columns: ['x', 'y'], count: 3, dropped: 1, hash: await hashPoints(points) })
    expect(events).toEqual([{ type: 'dataSets' }])
    expect(await library.list()).toEqual([dataSet])
    expect(decodeNpy(await readFile(library.pointsFile(dataSet.id)))).toEqual({ shape: [3, 2], data: points })
    expect(await library.loadPoints(dataSet.id, dataSet.hash)).toEqual(points)
    await expect(library.loadPoints(dataSet.id, 'f'.repeat(64))).rejects.toThrow(/SHA-256 differs/)
    expect(await readdir(join(root, 'uploads'))).toEqual([])
    await expect(library.preview(handle)).rejects.toThrow(/no longer here/)

    // It is still there for the next session.
    const next = make()
    await next.boot()
    expect(await next.list()).toEqual([dataSet])
    const trashed = await library.remove(dataSet.id)
    expect(await library.list()).toEqual([])
    expect(await readdir(join(root, 'trash'))).toEqual([trashed])
    expect(await library.restore(trashed)).toEqual(dataSet)
    expect(await library.list()).toEqual([dataSet])
  })

  it('of a million rows is read in a thread of its own: the host answers meanwhile', { timeout: 60_000 }, async () => {
    const points = generatePoints('checkerboard', 200_000, 1)
    const lines = Array.from({ length: 1_000_000 }, (_, i) => `${points[2 * (i % 200_000)]},${points[2 * (i % 200_000) + 1]}`)
    const handle = await upload(`x,y\n${lines.join('\n')}`)
    let answers = 0
    const clock = setInterval(() => answers++, 5)
    const preview = await library.previewColumns(handle, [0, 1])
    clearInterval(clock)
    expect(preview).toMatchObject({ kept: 1_000_000, duplicates: 800_000, droppedCount: 0 })
    // On the host's own thread nothing else would have had a turn; here hundreds have, on a busy machine some tens.
    expect(answers).toBeGreaterThan(10)
  })

  it.each([
    ['x,y\n1,1\n1,1\n', /there is no distribution to learn/], ['x,y\na,1\n2,b\n', /No row holds two numbers.*line 2, "x" is "a"/],
  ])('that holds %j is refused at the import, and its upload stays', async (text, message) => {
    const handle = await upload(text)
    await expect(library.import(handle, [0, 1], 'bad')).rejects.toThrow(message)
    expect(await library.list()).toEqual([])
    expect(await readdir(join(root, 'datasets'))).toEqual([])
    expect(await library.preview(handle)).toMatchObject({ columns: [{ name: 'x' }, { name: 'y' }] })
  })

  it.each([
    ['', /empty/], ['x,y\nfoo,bar\nbaz,qux\n', /fewer than two hold any numbers/], ['1\n2\n', /single column/],
  ])('that holds %j is refused at the preview', async (text, message) => {
    await expect(library.preview(await upload(text))).rejects.toThrow(message)
  })

  it('keeps units, the way it was read and a thumbnail with the data set, and tells beforehand what stands in the way', async () => {
    const handle = await upload('1;2\n3;4\n3;9\n', 'semicolons.csv')
    const reading = { delimiter: 'semicolon', header: true } as const
    expect(await library.previewColumns(handle, [0, 1], reading)).toMatchObject({ kept: 2, obstacle: null })
    const set = await library.import(handle, [0, 1], 'With units', { reading, units: ['mm', 'V'] })
    expect(set).toMatchObject({ count: 2, columns: ['1', '2'], units: ['mm', 'V'], reading: { delimiter: 'semicolon', header: true, decimalComma: false } })
    const cells = Buffer.from(set.thumbnail!, 'base64')
    expect([cells.length, cells.filter((cell) => cell === 255).length]).toEqual([thumbnailSize ** 2, 2])
    expect(await library.list()).toEqual([set])
    const same = await upload('x,y\n1,1\n1,1\n')
    expect((await library.previewColumns(same, [0, 1])).obstacle).toMatch(/there is no distribution to learn/)
  })

  it('of 2 GB is refused by its size, before a byte of it is read', async () => {
    const path = join(root, 'huge.csv')
    await writeFile(path, '')
    await truncate(path, 2 * 2 ** 30)
    await expect(library.preview(await library.open(path))).rejects.toThrow(/2048 MB; up to 512 MB/)
  })

  it('needs two different columns that are there', async () => {
    const handle = await upload('1,2\n3,4\n')
    await expect(library.previewColumns(handle, [0, 0])).rejects.toThrow(/both coordinates/)
    await expect(library.previewColumns(handle, [0, 2])).rejects.toThrow(/no column 3/)
  })
})

describe('the library', () => {
  it('gives equal titles different folders, also at the same time', async () => {
    const handles = await Promise.all([1, 2, 3].map((n) => upload(`x,y\n1,${n}\n2,${n + 1}\n`)))
    const sets = await Promise.all(handles.map((handle) => library.import(handle, [0, 1], 'Same')))
    expect(new Set(sets.map(({ id }) => id))).toEqual(new Set(['same', 'same-2', 'same-3']))
    expect(new Set((await library.list()).map(({ hash }) => hash)).size).toBe(3)
  })

  it('opens a file on this machine without touching it', async () => {
    const path = join(root, 'own.txt')
    await writeFile(path, '1 2\n3 4\n')
    const handle = await library.open(path)
    expect(await library.preview(handle)).toMatchObject({ format: 'text', rows: 2 })
    await library.import(handle, [1, 0], 'Own')
    expect(await readFile(path, 'utf8')).toBe('1 2\n3 4\n')
    await expect(library.open(join(root, 'nothing.csv'))).rejects.toThrow(/no file/)
  })

  it('deletes at its start what a killed session left, but nothing of a host that is at work', async () => {
    // No system gives out process numbers beyond 2²².
    const dead = 2 ** 22 + 1
    const old = new Date(Date.now() - 3_600_000)
    for (const [name, written] of [[`${dead}-aa`, old], [`${dead}-bb`, new Date()], [`${process.pid}-cc`, old], ['foreign.txt', old]] as const) {
      await writeFile(join(root, 'uploads', name), 'x')
      await utimes(join(root, 'uploads', name), written, written)
    }
    for (const name of [`.kept.tmp-${dead}-abcdef`, `.kept.tmp-${process.pid}-abcdef`]) {
      await mkdir(join(root, 'datasets', name))
      await utimes(join(root, 'datasets', name), old, old)
    }
    const handle = await upload('1,2\n3,4\n')
    await make().boot()
    const uploads = await readdir(join(root, 'uploads'))
    expect(uploads.filter((name) => !name.endsWith(handle)).sort()).toEqual([`${dead}-bb`, `${process.pid}-cc`, 'foreign.txt'].sort())
    expect(await readdir(join(root, 'datasets'))).toEqual([`.kept.tmp-${process.pid}-abcdef`])
    expect(await library.preview(handle)).toMatchObject({ rows: 2 })
    expect(await library.list()).toEqual([])
  })

  it('leaves foreign and broken folders out of the list', async () => {
    const dataSet = await library.import(await upload('1,2\n3,4\n'), [0, 1], 'Kept')
    for (const name of ['foreign', 'broken', 'pointless']) await mkdir(join(root, 'datasets', name))
    await writeFile(join(root, 'datasets', 'broken', 'dataset.json'), '{"id": 1')
    await writeFile(join(root, 'datasets', 'pointless', 'dataset.json'), JSON.stringify(dataSet))
    expect((await library.list()).map(({ id }) => id)).toEqual(['kept'])
  })

  it.each(['../runs', 'a/b', '..', '', '.hidden', 'none'])('knows no data set called %j', async (id) => {
    await expect(library.loadPoints(id, '')).rejects.toThrow(/no data set/)
    await expect(library.remove(id)).rejects.toThrow(/no data set/)
  })

  it('refuses points that were changed on the disk', async () => {
    const { id, hash } = await library.import(await upload('1,2\n3,4\n'), [0, 1], 'Changed')
    const bytes = await readFile(library.pointsFile(id))
    bytes[bytes.length - 1] ^= 1
    await writeFile(library.pointsFile(id), bytes)
    await expect(library.loadPoints(id, hash)).rejects.toThrow(/SHA-256 differs/)
  })

  it('says so where its folder cannot take the data set, and leaves nothing behind', async () => {
    const handle = await upload('1,2\n3,4\n')
    await rm(join(root, 'datasets'), { recursive: true })
    await writeFile(join(root, 'datasets'), 'a file in its place')
    await expect(library.import(handle, [0, 1], 'Nowhere')).rejects.toThrow()
    expect(await readFile(join(root, 'datasets'), 'utf8')).toBe('a file in its place')
  })
})
