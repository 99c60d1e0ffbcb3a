import { mostFolderFiles } from '../../shared/dataset.ts'
import { Problem } from '../../shared/problem.ts'

/** A folder that was dropped or chosen: its files with their paths inside it, in the order of their names. */
export interface FolderRequest {
  name: string
  files: { path: string; file: File }[]
}

/** What was dropped: files, and folders with all that is in them. Must be called while the event is handled. */
export async function readTransfer(items: DataTransferItemList): Promise<{ files: File[]; folders: FolderRequest[] }> {
  // The list is emptied when the event is over; entries and files stay.
  const dropped = [...items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const folders = await Promise.all(dropped.flatMap(({ entry }) => (isFolder(entry) ? [readFolder(entry)] : [])))
  return { files: dropped.flatMap(({ entry, file }) => (isFolder(entry) || file === null ? [] : [file])), folders }
}

/** The folder of an `<input webkitdirectory>`; null where nothing was chosen. */
export function folderOfInput(files: Iterable<File>): FolderRequest | null {
  const found = [...files].map((file) => ({ file, parts: file.webkitRelativePath.split('/') }))
  return found.length === 0 ? null : sorted(found[0].parts[0], found.map(({ file, parts }) => ({ file, path: parts.slice(1).join('/') })))
}

function isFolder(entry: FileSystemEntry | null): entry is FileSystemDirectoryEntry {
  return entry?.isDirectory ?? false
}

async function readFolder(root: FileSystemDirectoryEntry): Promise<FolderRequest> {
  const files: FolderRequest['files'] = []
  const visit = async (folder: FileSystemDirectoryEntry, path: string): Promise<void> => {
    for (const entry of await entriesOf(folder)) {
      const inside = `${path}${entry.name}`
      if (isFolder(entry)) await visit(entry, `${inside}/`)
      else files.push({ path: inside, file: await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)) })
      if (files.length > 2 * mostFolderFiles) throw tooMany()
    }
  }
  await visit(root, '')
  return sorted(root.name, files)
}

/** A reader answers in portions, and with none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (portion.length === 0) return all
    all.push(...portion)
  }
}

/** Hidden files are left aside. */
function sorted(name: string, found: FolderRequest['files']): FolderRequest {
  const files = found.filter(({ path }) => !path.split('/').some((part) => part.startsWith('.')))
  if (files.length > mostFolderFiles) throw tooMany()
  return { name, files: files.toSorted((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true })) }
}

function tooMany(): Problem {
  return new Problem('TooManyFiles', `The folder holds more than ${mostFolderFiles} files.`, 'Drop its parts one by one.')
}
