import { computed, onScopeDispose, shallowReactive, shallowRef } from 'vue'
import { refuseTooLarge } from '../../shared/dataset.ts'
import type { PictureReading } from '../../shared/reading.ts'
import { useHost } from '../stores/host.ts'
import { toProblem } from '../transport/problems.ts'
import type { FolderRequest } from './folder-request.ts'

/** What became of a file. */
export type FileOutcome =
  | { state: 'waiting' }
  | { state: 'taken'; points: number | null; dropped: number }
  | { state: 'refused'; reason: string }

/** The names of pictures that are read. */
const pictureName = /\.(png|jpe?g)$/i

/** The files of a folder on their way into the library, one after the other; what was taken stays when the rest is stopped. */
export function useFolderImport({ name, files }: FolderRequest) {
  const host = useHost()
  const pictures = files.filter(({ path }) => pictureName.test(path))
  const outcomes = shallowReactive(new Map<string, FileOutcome>(files.map(({ path }) => [path, { state: 'waiting' }])))
  const phase = shallowRef<'choice' | 'reading' | 'done'>('choice')
  /** Data sets that came of it. */
  const made = shallowRef(0)
  let stopped = false

  const settled = computed(() => [...outcomes.values()].filter(({ state }) => state !== 'waiting').length)
  const refuse = (path: string, error: unknown) => {
    const { message, action } = toProblem(error)
    outcomes.set(path, { state: 'refused', reason: `${message} ${action ?? ''}`.trim() })
  }
  async function upload(file: File): Promise<string> {
    refuseTooLarge(file.size)
    return await host.upload(file)
  }
  // What is left in the host's keeping goes with the host at the latest.
  const discard = (handle: string) => host.calls().dataSets.discard({ upload: handle }).catch(() => undefined)

  async function readEach(picture: Partial<PictureReading>): Promise<void> {
    phase.value = 'reading'
    for (const { path, file } of files) {
      if (stopped) break
      let handle: string | null = null
      try {
        handle = await upload(file)
        const reading = { picture }
        const table = await host.calls().dataSets.preview({ upload: handle, reading })
        const title = path.replace(/\.[^.]+$/, '').slice(-200) || file.name
        const set = await host.calls().dataSets.import({ upload: handle, columns: table.suggested, title, choices: { reading } })
        made.value++
        outcomes.set(path, { state: 'taken', points: set.count, dropped: set.dropped })
      } catch (error) {
        refuse(path, error)
        if (handle !== null) void discard(handle)
      }
    }
    phase.value = 'done'
  }

  /** The pictures as one data set; files of other names are said to be none. */
  async function readTogether(title: string, picture: Partial<PictureReading>): Promise<void> {
    phase.value = 'reading'
    for (const { path } of files) if (!pictureName.test(path)) outcomes.set(path, { state: 'refused', reason: 'It is no picture (PNG or JPEG, by its name).' })
    const sent: { path: string; handle: string }[] = []
    for (const { path, file } of pictures) {
      if (stopped) break
      try {
        sent.push({ path, handle: await upload(file) })
      } catch (error) {
        refuse(path, error)
      }
    }
    try {
      if (stopped || sent.length === 0) return
      const { refused } = await host.calls().dataSets.importPictures({ uploads: sent.map(({ handle }) => handle), folder: name.slice(0, 200), title, picture })
      made.value = 1
      const reasons = new Map(refused.map(({ index, reason }) => [index, reason]))
      sent.forEach(({ path }, index) => {
        const reason = reasons.get(index)
        outcomes.set(path, reason === undefined ? { state: 'taken', points: null, dropped: 0 } : { state: 'refused', reason })
      })
    } catch (error) {
      for (const { path } of sent) refuse(path, error)
    } finally {
      if (made.value === 0) for (const { handle } of sent) void discard(handle)
      phase.value = 'done'
    }
  }

  const stop = (): void => void (stopped = true)
  onScopeDispose(stop)
  return { phase, outcomes, settled, made, pictures: pictures.length, readEach, readTogether, stop }
}
