/** What a desktop should hand to the lab. One list for the packages' associations, the open dialogs and the reading of paths. */
export interface FileType {
  name: string
  extensions: readonly [string, ...string[]]
  mimeType: string
  /** Whether the type is known by this lab (or by hardly anything else), so that a double click may open it here. */
  ours: boolean
}

/** The file in each run folder that stands for the folder. */
export const runFileType: FileType = { name: 'Holoscope run', extensions: ['holoscope'], mimeType: 'application/x-holoscope-run', ours: true }

/** What the import dialog reads. */
export const dataFileTypes: readonly FileType[] = [
  { name: 'NumPy array', extensions: ['npy'], mimeType: 'application/x-npy', ours: true },
  { name: 'NumPy archive', extensions: ['npz'], mimeType: 'application/x-npz', ours: true },
  { name: 'Comma-separated values', extensions: ['csv'], mimeType: 'text/csv', ours: false },
  { name: 'Tab-separated values', extensions: ['tsv', 'tab'], mimeType: 'text/tab-separated-values', ours: false },
  { name: 'Columns of text', extensions: ['txt', 'dat'], mimeType: 'text/plain', ours: false },
  { name: 'JSON', extensions: ['json', 'jsonl'], mimeType: 'application/json', ours: false },
  { name: 'PNG picture', extensions: ['png'], mimeType: 'image/png', ours: false },
  { name: 'JPEG picture', extensions: ['jpg', 'jpeg'], mimeType: 'image/jpeg', ours: false },
]

export const dataExtensions: readonly string[] = dataFileTypes.flatMap(({ extensions }) => extensions)
