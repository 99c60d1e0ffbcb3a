import { computed, ref, shallowRef, watch } from 'vue'
import { type ColumnPreview, refuseTooLarge, type TablePreview } from '../../shared/dataset.ts'
import { Problem } from '../../shared/problem.ts'
import type { Reading } from '../../shared/reading.ts'
import { splitUnit } from '../../shared/units.ts'
import { useLatest } from '../composables/use-latest.ts'
import { useHost } from '../stores/host.ts'
import { toProblem } from '../transport/problems.ts'

interface Request {
  reading: Reading
  /** Null until somebody has chosen. */
  columns: [number, number] | null
}

/** Refusals of text that another delimiter, comment sign or decimal mark may turn. */
const readableOtherwise = new Set(['OneColumn', 'NoNumbers', 'ImpossibleChoice', 'TooManyColumns'])

/**
 * A file on its way into the library: uploaded once, then read again with every choice. What was chosen stays when a choice
 * cannot be read, so that it can be taken back. A file that is too large is never sent.
 */
export function useImport(file: File) {
  const host = useHost()
  const upload = shallowRef<string | null>(null)
  /** The last table that could be read. */
  const table = shallowRef<TablePreview | null>(null)
  const preview = shallowRef<ColumnPreview | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const columns = ref<[number, number]>([0, 1])
  const units = ref<[string, string]>(['', ''])
  /** What the person has chosen; the rest is guessed. */
  const choices = shallowRef<Reading>({})

  /** The choices with which the table was read. */
  let readAs: Reading | null = null
  let chosenColumns: [number, number] | null = null

  const read = useLatest(async ({ reading, columns: wanted }: Request) => {
    const handle = upload.value
    if (handle === null) throw new Problem('UploadUnknown', 'The file has not arrived.', 'Drop it again.')
    const before = table.value
    const answer = before === null || readAs !== reading ? await host.calls().dataSets.preview({ upload: handle, reading }) : before
    // Another delimiter makes other columns; a header or a decimal mark leaves those that were chosen.
    const pair = wanted !== null && before?.columns.length === answer.columns.length ? wanted : answer.suggested
    readAs = reading
    const points = await host.calls().dataSets.previewColumns({ upload: handle, columns: pair, reading }).catch((error: unknown) => toProblem(error))
    return { answer, pair, points }
  }, ({ answer, pair, points }) => {
    table.value = answer
    if (pair.some((column, axis) => column !== columns.value[axis])) columns.value = pair
    preview.value = points instanceof Problem ? null : points
    problem.value = points instanceof Problem ? points : null
  }, (error) => {
    preview.value = null
    problem.value = toProblem(error)
  })

  /** Names decide the units until somebody writes others. */
  const names = computed<[string, string]>(() => [table.value?.columns[columns.value[0]]?.name ?? 'x', table.value?.columns[columns.value[1]]?.name ?? 'y'])
  watch(names, ([x, y], before) => {
    if (before && before[0] === x && before[1] === y) return
    units.value = [splitUnit(x).unit, splitUnit(y).unit]
  })

  /** How it was read; where nothing could be, the choices that may yet help. */
  const reading = computed<Reading>(() => {
    if (table.value) return table.value.reading
    const code = problem.value?.code ?? ''
    if (code === 'EmptyPicture') return { picture: {} }
    return readableOtherwise.has(code) ? { delimiter: 'comma', header: false, comment: 'hash-or-percent', decimalComma: false } : {}
  })

  async function start(): Promise<void> {
    try {
      refuseTooLarge(file.size)
      upload.value = await host.upload(file)
      read({ reading: choices.value, columns: null })
    } catch (error) {
      problem.value = toProblem(error)
    }
  }
  void start()

  return {
    upload, table, preview, problem, columns, units, names, choices, reading,
    choose(change: Reading): void {
      choices.value = { ...choices.value, ...change }
      read({ reading: choices.value, columns: chosenColumns })
    },
    chooseColumns(next: [number, number]): void {
      chosenColumns = next
      columns.value = next
      read({ reading: choices.value, columns: next })
    },
    /** Lets go of the uploaded copy; harmless after an import. */
    async discard(): Promise<void> {
      if (upload.value !== null) await host.calls().dataSets.discard({ upload: upload.value })
    },
  }
}
