import { readJson } from '../../engine/run-folder/read-json.ts'
import { writeFileAtomic } from '../../engine/files/atomic-write.ts'
import { fileProblem } from '../../engine/files/file-problem.ts'
import { SerialQueue } from '../../engine/files/serial-queue.ts'
import { type Settings, settingsSchema } from '../../shared/system.ts'
import type { EventHub } from './event-hub.ts'

/** The user's choices, in one file of the workspace. A damaged file gives way to the defaults. */
export class SettingsService {
  readonly #path: string
  readonly #events: EventHub
  #settings = settingsSchema.parse({})
  #queue = new SerialQueue()

  constructor(path: string, events: EventHub) {
    this.#path = path
    this.#events = events
  }

  async boot(): Promise<void> {
    const read = await readJson(this.#path, settingsSchema)
    if ('value' in read) this.#settings = read.value
    else if (!read.absent) console.warn(`${read.reason}; the defaults are used.`)
  }

  async shutdown(): Promise<void> {
    await this.#queue.drained().catch(() => undefined)
  }

  get current(): Settings {
    return this.#settings
  }

  async update(change: Partial<Settings>): Promise<Settings> {
    const settings = settingsSchema.parse({ ...this.#settings, ...change })
    this.#settings = settings
    this.#events.publish({ type: 'settings', settings })
    const written = this.#queue.run(() => writeFileAtomic(this.#path, `${JSON.stringify(settings, null, 2)}\n`))
    await written.catch((error: unknown) => {
      this.#queue = new SerialQueue()
      throw fileProblem(error, 'save the settings', this.#path)
    })
    return settings
  }
}
