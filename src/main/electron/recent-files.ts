import { z } from 'zod'
import { writeFileAtomic } from '../../engine/files/atomic-write.ts'
import { SerialQueue } from '../../engine/files/serial-queue.ts'
import { readJson } from '../../engine/run-folder/read-json.ts'

/** As many as a menu shows without scrolling. */
export const mostRecent = 10
const recentSchema = z.array(z.string().min(1)).max(mostRecent)

/** Files and run folders from outside the workspace that were opened, the latest first. Kept between sessions. */
export class RecentFiles {
  readonly #path: string
  readonly #onChange: () => void
  #files: readonly string[] = []
  #writes = new SerialQueue()

  constructor(path: string, onChange: () => void = () => undefined) {
    this.#path = path
    this.#onChange = onChange
  }

  async boot(): Promise<void> {
    const read = await readJson(this.#path, recentSchema)
    if ('value' in read) this.#files = read.value
  }

  async shutdown(): Promise<void> {
    await this.#writes.drained().catch(() => undefined)
  }

  get files(): readonly string[] {
    return this.#files
  }

  add(path: string): void {
    this.#set([path, ...this.#files.filter((known) => known !== path)].slice(0, mostRecent))
  }

  /** What could not be opened any more. */
  remove(path: string): void {
    this.#set(this.#files.filter((known) => known !== path))
  }

  clear(): void {
    this.#set([])
  }

  #set(files: readonly string[]): void {
    this.#files = files
    this.#onChange()
    this.#writes.run(() => writeFileAtomic(this.#path, `${JSON.stringify(files, null, 2)}\n`)).catch((error: unknown) => {
      this.#writes = new SerialQueue()
      console.warn('The list of recent files was not kept:', error)
    })
  }
}
