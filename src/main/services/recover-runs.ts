import { join } from 'node:path'
import { lockOwner } from '../../engine/files/lock.ts'
import { runFiles } from '../../engine/run-folder/layout.ts'
import type { RunState } from '../../shared/run.ts'
import type { Runs } from './runs.ts'

export interface Recovery {
  /** Runs that waited when the last host went away, oldest first. */
  queued: string[]
  /** Ends the watch over trainers that outlived their host. */
  stop(): void
}

const watchMilliseconds = 500
const underWay: readonly RunState[] = ['running', 'paused', 'queued']

/**
 * What the last host left behind: a run that says it is training, without a living trainer, was cut off and becomes
 * `interrupted`, at its last checkpoint. A trainer that outlived its host is saving its state: it is watched until it ends.
 */
export async function recoverRuns(runs: Runs): Promise<Recovery> {
  const list = await runs.list()
  const orphans = new Set<string>()
  for (const { id, status, broken } of list) {
    if (broken || !underWay.includes(status.state)) continue
    if (await isTraining(runs, id)) orphans.add(id)
    else if (status.state !== 'queued') await runs.setState(id, 'interrupted')
  }
  const watch = setInterval(() => {
    for (const id of orphans) settle(id).catch((error: unknown) => console.error(error))
    if (orphans.size === 0) clearInterval(watch)
  }, watchMilliseconds)
  watch.unref()

  async function settle(id: string): Promise<void> {
    if (await isTraining(runs, id)) return
    orphans.delete(id)
    const { status } = await runs.summary(id)
    if (underWay.includes(status.state)) await runs.setState(id, 'interrupted')
    else await runs.publish(id)
  }

  return {
    queued: list.filter(({ id, status, broken }) => !broken && status.state === 'queued' && !orphans.has(id)).map(({ id }) => id).reverse(),
    stop: () => clearInterval(watch),
  }
}

async function isTraining(runs: Runs, id: string): Promise<boolean> {
  return (await lockOwner(join(runs.folderOf(id), runFiles.lock))) !== null
}
