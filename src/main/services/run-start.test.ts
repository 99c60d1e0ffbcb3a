import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeCheckpoint } from '../../engine/run-folder/checkpoints.ts'
import { runFiles } from '../../engine/run-folder/layout.ts'
import { readInputs, requireConfig } from '../../engine/run-folder/run-inputs.ts'
import { anyRunConfigSchema } from '../../shared/run-config.ts'
import { findStudy } from '../../shared/studies/index.ts'
import { EventHub } from './event-hub.ts'
import { Runs } from './runs.ts'
import { openWorkspace } from './workspace.ts'

let root: string
let runs: Runs
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holoscope-start-'))
  runs = new Runs({ workspace: await openWorkspace(root), events: new EventHub(), pointsFile: () => '' })
})
afterEach(() => rm(root, { recursive: true, force: true }))

const config = (more: object = {}) => anyRunConfigSchema.parse(findStudy('neural-rg')!.config.parse({ study: 'neural-rg', ...more }))
const from = (run: string, step = 0) => config({ start: { kind: 'run', run, step }, theory: { kind: 'cphi4', side: 16 } })
const stateOf = (step: number) => new Map([['map/values', { shape: [2], data: Float64Array.of(step, 0.5) }]])
async function other(...steps: number[]): Promise<string> {
  const { id } = await runs.create(config({ title: 'Other' }))
  for (const step of steps) await writeCheckpoint(runs.folderOf(id), { step, totalSteps: 100, elapsedSeconds: 1 }, stateOf(step))
  return id
}
const inputs = async (id: string) => readInputs(runs.folderOf(id), await requireConfig(runs.folderOf(id)))

it('a run that starts from another one keeps that one’s configuration and checkpoint, and needs it no more', async () => {
  const id = await other(10, 20)
  const [newest, chosen] = [await runs.create(from(id)), await runs.create(from(id, 10))]
  await rm(runs.folderOf(id), { recursive: true })
  expect((await inputs(newest.id)).start).toMatchObject({ step: 20, state: stateOf(20), config: { title: 'Other', theory: { side: 8 } } })
  expect((await inputs(chosen.id)).start).toMatchObject({ step: 10, state: stateOf(10) })
  expect(await inputs((await runs.create(config())).id)).toEqual({ points: null })
})

it('is refused in words where there is nothing to start from, and no folder is left', async () => {
  const id = await other()
  const before = (await runs.list()).length
  await expect(runs.create(from(id))).rejects.toMatchObject({ code: 'StartHasNoCheckpoint' })
  await expect(runs.create(from(await other(10), 30))).rejects.toMatchObject({ code: 'StartHasNoCheckpoint' })
  await expect(runs.create(from('gone'))).rejects.toMatchObject({ code: 'NotARun' })
  await expect(runs.create(from('../../elsewhere'))).rejects.toMatchObject({ code: 'RunUnknown' })
  expect((await runs.list()).length).toBe(before + 1)
})

it('does not train from a copy that was changed', async () => {
  const { id } = await runs.create(from(await other(10)))
  const path = join(runs.folderOf(id), runFiles.inputStart, 'checkpoints', 'step-000010', 'state.safetensors')
  const bytes = await readFile(path)
  bytes[bytes.length - 1] ^= 1
  await writeFile(path, bytes)
  await expect(inputs(id)).rejects.toMatchObject({ code: 'StartHasNoCheckpoint' })
})
