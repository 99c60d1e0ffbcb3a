import { describe, expect, it } from 'vitest'
import { mostFolderFiles } from '../../shared/dataset.ts'
import { folderOfInput, readTransfer } from './folder-request.ts'

/** A file as a folder input hands it out. */
function chosen(path: string): File {
  const file = new File(['1,2\n'], path.split('/').at(-1)!)
  Object.defineProperty(file, 'webkitRelativePath', { value: path })
  return file
}

/** What a browser says of a dropped folder: entries in portions of two, the way Chromium hands out hundreds. */
type Tree = { [name: string]: Tree | string }
function entryOf(name: string, content: Tree | string): FileSystemEntry {
  if (typeof content === 'string') {
    return { name, isDirectory: false, file: (done: (file: File) => void) => done(new File([content], name)) } as unknown as FileSystemEntry
  }
  const createReader = () => {
    const rest = Object.entries(content).map(([child, value]) => entryOf(child, value))
    return { readEntries: (done: (entries: FileSystemEntry[]) => void) => done(rest.splice(0, 2)) }
  }
  return { name, isDirectory: true, createReader } as unknown as FileSystemEntry
}
const transfer = (...entries: FileSystemEntry[]) => entries.map((entry) => ({
  webkitGetAsEntry: () => entry, getAsFile: () => new File([''], entry.name),
})) as unknown as DataTransferItemList

describe('a chosen folder', () => {
  it('is its files by their path inside, numbers in their order, hidden ones left aside', () => {
    const folder = folderOfInput(['May/10.csv', 'May/9.csv', 'May/.DS_Store', 'May/.git/a.csv', 'May/night/1.png'].map(chosen))
    expect(folder?.name).toBe('May')
    expect(folder?.files.map(({ path }) => path)).toEqual(['9.csv', '10.csv', 'night/1.png'])
    expect(folderOfInput([])).toBeNull()
  })

  it('of more files than are looked at is refused with a sentence', () => {
    const files = Array.from({ length: mostFolderFiles + 1 }, (_, i) => chosen(`all/${i}.csv`))
    expect(() => folderOfInput(files)).toThrow(/more than 1000 files/)
  })
})

describe('what was dropped', () => {
  it('is taken apart into files and folders, these read to the bottom and in all their portions', async () => {
    const { files, folders } = await readTransfer(transfer(entryOf('single.csv', '1,2'), entryOf('May', { 'a.csv': '1', 'b.csv': '2', 'c.csv': '3', deep: { er: { 'd.csv': '4' } }, empty: {} })))
    expect(files.map(({ name }) => name)).toEqual(['single.csv'])
    expect(folders.map(({ name, files: inside }) => [name, inside.map(({ path }) => path)])).toEqual([['May', ['a.csv', 'b.csv', 'c.csv', 'deep/er/d.csv']]])
  })
})
