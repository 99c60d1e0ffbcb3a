import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebReadableStream } from 'node:stream/web'
import { isTemporaryName, renameDurably, syncFolder, temporaryName, writeFileDurably } from '../../engine/files/atomic-write.ts'
import { fileProblem } from '../../engine/files/file-problem.ts'
import { isProcessAlive } from '../../engine/files/process-identity.ts'
import { readJson } from '../../engine/run-folder/read-json.ts'
import { hashPoints } from '../../physics/datasets/hash-points.ts'
import { type ColumnPreview, type DataSet, dataSetSchema, type ImportChoices, type ImportedPictures, largestFile, type PicturesImport, refuseTooLarge, type TablePreview } from '../../shared/dataset.ts'
import { decodeNpy, encodeNpy } from '../../shared/npy.ts'
import { Problem } from '../../shared/problem.ts'
import type { Reading } from '../../shared/reading.ts'
import { parseInWorker } from '../data/parse-in-worker.ts'
import type { EventHub } from './event-hub.ts'
import { slug } from './run-name.ts'
import { moveToTrash, takeFromTrash } from './trash.ts'
import type { Workspace } from './workspace.ts'

export interface DataSetsOptions {
  workspace: Pick<Workspace, 'dataSets' | 'uploads' | 'trash'>
  events: Pick<EventHub, 'publish'>
}

/** A file that waits to be imported. */
interface Upload {
  path: string
  fileName: string
  /** Ours to delete: a dropped file's copy, not a file of the user's. */
  temporary: boolean
}

const pointsFile = 'points.npy'
const descriptionFile = 'dataset.json'

/**
 * The library: one folder a data set, points before their description, so that whoever finds `dataset.json` finds the points
 * whole. Files come in as uploads, are previewed and imported by handle, and are read in a thread of their own.
 */
export class DataSets {
  readonly #options: DataSetsOptions
  readonly #uploads = new Map<string, Upload>()
  /** Names of folders that are being written. */
  readonly #reserved = new Set<string>()
  readonly #closing = new AbortController()

  constructor(options: DataSetsOptions) {
    this.#options = options
  }

  /** Deletes what killed sessions left: uploads, and imports cut short. Another host may be at work in the same workspace. */
  async boot(): Promise<void> {
    const { uploads, dataSets } = this.#options.workspace
    await mkdir(dataSets, { recursive: true })
    await mkdir(uploads, { recursive: true })
    await removeLeftOvers(uploads, (name) => Number(/^(\d+)-/.exec(name)?.[1]))
    await removeLeftOvers(dataSets, (name) => (isTemporaryName(name) ? Number(/-(\d+)-[0-9a-f]+$/.exec(name)?.[1]) : NaN))
  }

  async shutdown(): Promise<void> {
    this.#closing.abort()
    await Promise.all([...this.#uploads.keys()].map((handle) => this.discard(handle)))
  }

  /** Takes the bytes of a dropped file and answers with its handle. */
  async receive(fileName: string, body: WebReadableStream | ReadableStream<Uint8Array>): Promise<string> {
    const handle = newHandle()
    const path = join(this.#options.workspace.uploads, `${process.pid}-${handle}`)
    try {
      await pipeline(Readable.fromWeb(body as WebReadableStream), limitSize, createWriteStream(path, { flags: 'wx' }))
    } catch (error) {
      await rm(path, { force: true })
      throw fileProblem(error, `keep the file ${fileName}`, this.#options.workspace.uploads)
    }
    this.#uploads.set(handle, { path, fileName: plainName(fileName), temporary: true })
    return handle
  }

  /** A handle for a file on this machine (open dialog, command line); the file itself stays as it is. */
  async open(path: string): Promise<string> {
    const facts = await stat(path).catch(() => null)
    if (!facts?.isFile()) throw new Problem('FileUnreadable', `There is no file ${path}.`, 'Check its path.')
    const handle = newHandle()
    this.#uploads.set(handle, { path: resolve(path), fileName: plainName(path), temporary: false })
    return handle
  }

  /** Forgets a handle, and deletes the file if it was a copy. */
  async discard(handle: string): Promise<void> {
    const upload = this.#uploads.get(handle)
    this.#uploads.delete(handle)
    if (upload?.temporary) await rm(upload.path, { force: true })
  }

  async preview(handle: string, reading: Reading = {}): Promise<TablePreview> {
    const { path, fileName } = this.#upload(handle)
    return { upload: handle, ...(await parseInWorker({ kind: 'table', path, fileName, reading }, { signal: this.#closing.signal })) }
  }

  async previewColumns(handle: string, columns: [number, number], reading: Reading = {}): Promise<ColumnPreview> {
    const { path, fileName } = this.#upload(handle)
    return await parseInWorker({ kind: 'columns', path, fileName, columns, reading }, { signal: this.#closing.signal })
  }

  /** Adds the points of two columns to the library and lets go of the upload. */
  async import(handle: string, columns: [number, number], title: string, { reading = {}, units }: ImportChoices = {}): Promise<DataSet> {
    const { path, fileName } = this.#upload(handle)
    const { points, description } = await parseInWorker({ kind: 'points', path, fileName, columns, reading }, { signal: this.#closing.signal })
    const dataSet = await this.#keep({ title, origin: fileName, ...description, ...(units ? { units } : {}) }, points)
    await this.discard(handle)
    return dataSet
  }

  /** Adds the mean density of several pictures to the library as one data set, and tells which could not be read. */
  async importPictures({ uploads, folder, title, picture = {} }: PicturesImport): Promise<ImportedPictures> {
    const pictures = uploads.map((handle) => this.#upload(handle).path)
    const { points, description, refused } = await parseInWorker(
      { kind: 'pictures', path: '', fileName: folder, pictures, reading: { picture } }, { signal: this.#closing.signal },
    )
    const dataSet = await this.#keep({ title, origin: `${folder}: ${pictures.length - refused.length} pictures`, ...description }, points)
    for (const handle of uploads) await this.discard(handle)
    return { dataSet, refused }
  }

  /** Newest first. Folders that are no data sets, and sets without points, are left out. */
  async list(): Promise<DataSet[]> {
    const { dataSets } = this.#options.workspace
    const entries = await readdir(dataSets, { withFileTypes: true })
    const found = await Promise.all(entries.filter((entry) => entry.isDirectory() && !isTemporaryName(entry.name)).map(({ name }) => this.#describe(name)))
    return found.filter((dataSet) => dataSet !== null).sort((a, b) => b.imported.localeCompare(a.imported) || a.id.localeCompare(b.id))
  }

  /** Moves the data set to the workspace's trash, and answers with its name there. Runs keep their own copy of the points. */
  async remove(id: string): Promise<string> {
    const dataSet = await this.#require(id)
    const trashed = await moveToTrash(this.folderOf(dataSet.id), this.#options.workspace.trash).catch((error: unknown) => {
      throw fileProblem(error, `remove the data set "${dataSet.title}"`, this.#options.workspace.dataSets)
    })
    this.#options.events.publish({ type: 'dataSets' })
    return trashed
  }

  /** Puts a removed data set back, under the id that runs know it by. */
  async restore(trashed: string): Promise<DataSet> {
    const { trash, dataSets } = this.#options.workspace
    const id = await takeFromTrash(trashed, trash, dataSets, descriptionFile).catch((error: unknown) => {
      throw fileProblem(error, 'put the data set back', dataSets)
    })
    this.#options.events.publish({ type: 'dataSets' })
    return await this.#require(id)
  }

  /** The points `[N, 2]`, if they are still those that the hash names. */
  async loadPoints(id: string, hash: string): Promise<Float64Array> {
    const dataSet = await this.#require(id)
    const { data } = decodeNpy(await readFile(this.pointsFile(id)))
    const points = data instanceof Float64Array ? data : Float64Array.from(data)
    if ((await hashPoints(points)) !== hash) {
      throw new Problem('DataChanged', `The points of "${dataSet.title}" are not those that the configuration names (their SHA-256 differs).`, 'Choose the data set again, or import the file that was used.')
    }
    return points
  }

  /** Path of `points.npy`. */
  pointsFile(id: string): string {
    return join(this.folderOf(id), pointsFile)
  }

  folderOf(id: string): string {
    if (basename(id) !== id || id === '' || id.startsWith('.') || /[/\\\0]/.test(id)) throw unknown(id)
    return join(this.#options.workspace.dataSets, id)
  }

  async #keep(facts: Omit<DataSet, 'id' | 'imported'>, points: Float64Array): Promise<DataSet> {
    const id = this.#reserveName(facts.title, await readdir(this.#options.workspace.dataSets))
    const dataSet = dataSetSchema.parse({ id, imported: new Date().toISOString(), ...facts })
    await this.#write(dataSet, points).finally(() => this.#reserved.delete(id))
    this.#options.events.publish({ type: 'dataSets' })
    return dataSet
  }

  #upload(handle: string): Upload {
    const upload = this.#uploads.get(handle)
    if (!upload) throw new Problem('UploadUnknown', 'The file is no longer here: it was imported, or the lab was started again.', 'Drop it again.')
    return upload
  }

  async #require(id: string): Promise<DataSet> {
    const dataSet = await this.#describe(id)
    if (!dataSet) throw unknown(id)
    return dataSet
  }

  /** The folder's own name counts, so that a copied folder is a data set of its own. */
  async #describe(id: string): Promise<DataSet | null> {
    const folder = this.folderOf(id)
    const read = await readJson(join(folder, descriptionFile), dataSetSchema)
    const points = await stat(join(folder, pointsFile)).catch(() => null)
    return 'value' in read && points?.isFile() ? { ...read.value, id } : null
  }

  /** The title as a folder name, numbered where it is taken. */
  #reserveName(title: string, taken: string[]): string {
    const name = slug(title) || 'data'
    for (let n = 1; ; n++) {
      const id = n === 1 ? name : `${name}-${n}`
      if (taken.includes(id) || this.#reserved.has(id)) continue
      this.#reserved.add(id)
      return id
    }
  }

  /** Built under a temporary name and renamed: a killed import leaves no half data set. */
  async #write(dataSet: DataSet, points: Float64Array): Promise<void> {
    const folder = this.folderOf(dataSet.id)
    const temporary = temporaryName(folder)
    try {
      await mkdir(temporary)
      await writeFileDurably(join(temporary, pointsFile), encodeNpy({ shape: [dataSet.count, 2], data: points }))
      await writeFileDurably(join(temporary, descriptionFile), `${JSON.stringify(dataSet, null, 2)}\n`)
      await syncFolder(temporary)
      await renameDurably(temporary, folder)
    } catch (error) {
      await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
      throw fileProblem(error, `keep the data set "${dataSet.title}"`, this.#options.workspace.dataSets)
    }
  }
}

/**
 * Deletes the entries of a folder whose writer, the process that their name tells, is gone and that nobody has touched for ten
 * minutes (the workspace may be shared with another machine, whose processes cannot be asked).
 */
async function removeLeftOvers(folder: string, writerOf: (name: string) => number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const writer = writerOf(name)
    if (!Number.isSafeInteger(writer) || isProcessAlive(writer)) continue
    const facts = await stat(path).catch(() => null)
    if (facts && Date.now() - facts.mtimeMs > 600_000) await rm(path, { recursive: true, force: true })
  }
}

/** Ends an upload that is larger than what can be read. */
async function* limitSize(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > largestFile) refuseTooLarge(size)
    yield chunk
  }
}

function newHandle(): string {
  return randomBytes(16).toString('hex')
}

/** The last part of a path or URL name, at most 200 characters. */
function plainName(path: string): string {
  return path.split(/[/\\]/).at(-1)!.slice(-200) || 'file'
}

function unknown(id: string): Problem {
  return new Problem('DataSetUnknown', `There is no data set "${id.slice(0, 100)}" in the library.`, 'Look at the list of data sets, or import the file again.')
}
