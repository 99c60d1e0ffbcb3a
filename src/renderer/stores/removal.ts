import type { DataSet } from '../../shared/dataset.ts'
import type { RunSummary } from '../../shared/run.ts'
import { useDeeds } from './deeds.ts'
import { useHost } from './host.ts'
import { useNotices } from './notices.ts'

/** Moves runs and data sets to the trash, from which the next undo takes them back. */
export function useRemoval() {
  const host = useHost()
  const notices = useNotices()
  const deeds = useDeeds()

  /** What can be removed is; each refusal is told. Answers with the ids that are gone. */
  async function removeAll(ids: readonly string[], remove: (id: string) => Promise<{ trashed: string }>, restore: (trashed: string) => Promise<unknown>, tell: (count: number) => string): Promise<string[]> {
    const gone = new Map<string, string>()
    for (const id of ids) await notices.attempt(async () => gone.set(id, (await remove(id)).trashed))
    if (gone.size > 0) {
      deeds.done({
        told: tell(gone.size),
        async undo() {
          for (const trashed of gone.values()) await restore(trashed)
        },
        async redo() {
          for (const id of gone.keys()) gone.set(id, (await remove(id)).trashed)
        },
      }, { offer: true })
    }
    return [...gone.keys()]
  }
  return {
    removeRuns: (runs: readonly RunSummary[]) => removeAll(
      runs.map(({ id }) => id), (id) => host.calls().runs.remove({ id }), (trashed) => host.calls().runs.restore({ trashed }),
      (count) => (count === 1 && runs.length === 1 ? `“${runs[0].title || runs[0].id}” is in the trash.` : `${count} ${count === 1 ? 'run is' : 'runs are'} in the trash.`),
    ),
    removeDataSet: (set: DataSet) => removeAll(
      [set.id], (id) => host.calls().dataSets.remove({ id }), (trashed) => host.calls().dataSets.restore({ trashed }),
      () => `“${set.title}” is in the trash. Runs keep their own copy of the points.`,
    ),
  }
}
