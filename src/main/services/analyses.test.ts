import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallestConfig } from '../../engine/trainer/trainer.test-helper.ts'
import type { HostEvent } from '../../shared/contract.ts'
import { decodeNpy } from '../../shared/npy.ts'
import type { Artifact } from '../../shared/run.ts'
import { createHost, type Host } from '../host.ts'
import { spawnAnalysisWithNode } from './analysis-process.ts'

/** Pictures on request with a real trained run and real processes. */
const patience = 180_000
let root: string
let host: Host
let id: string
let started = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'holoscope-analyses-'))
  host = await createHost({
    workspace: root,
    analysisSpawner: (folder, request) => {
      started++
      return spawnAnalysisWithNode(folder, request)
    },
  })
  id = (await host.startRun(smallestConfig)).id
  expect(await host.trainers.whenEnded(id)).toMatchObject({ state: 'done' })
}, patience)
afterAll(async () => {
  await host.shutdown()
  await rm(root, { recursive: true, force: true })
}, patience)

const read = async (file: string) => decodeNpy(await readFile(join(host.runs.folderOf(id), 'artifacts', file)))
const ofKind = (artifacts: Artifact[], kind: string) => artifacts.filter((artifact) => artifact.kind === kind)

describe('pictures on request', () => {
  it('are drawn once for all who ask, tell how far they are, and end in the samples of the evaluation', async () => {
    const events: HostEvent[] = []
    const stop = host.events.listen((event) => events.push(event))
    const request = { kind: 'bulk', step: null, seed: Number((await host.runs.details(id)).config.seed) }
    const [first, second] = await Promise.all([host.analyses.analyse(id, request), host.analyses.analyse(id, { ...request, step: 40 })])
    stop()
    expect(second).toEqual(first)
    expect(await host.analyses.analyse(id, request)).toMatchObject({ step: 40, artifacts: expect.arrayContaining(first.artifacts) })
    expect(started).toBe(1)

    const shares = events.flatMap((event) => (event.type === 'analysis' ? [event.share] : []))
    expect(shares.length).toBeGreaterThan(0)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(events.filter((event) => event.type === 'artifact')).toHaveLength(5)

    const [clouds] = ofKind(first.artifacts, 'bulk-clouds')
    expect(clouds.coordinates?.[0]).toEqual([0, 0.5, 1]) // two solver steps: the six times fall on three
    const { data, shape } = await read(clouds.file)
    expect(shape).toEqual([3, 50, 2])
    const samples = await read('samples-step-000040.npy')
    // The same back end on the same states; another process may add in another order.
    samples.data.forEach((value, i) => expect(Math.abs(value - data[200 + i])).toBeLessThan(1e-3))

    const [modes] = ofKind(first.artifacts, 'bulk-modes')
    expect(modes.shape).toEqual([3, 3, 8, 8, 3, 2, 2])
    expect(modes.coordinates?.[1]).toEqual([0, 0.5, 1])
    expect(ofKind(first.artifacts, 'bulk-field').map(({ shape: each }) => each)).toEqual([[3, 128, 128], [3, 128, 128], [3, 128, 128]])
  }, patience)

  it('tell where the network overrides the equation of motion, beside the bulk of the same step', async () => {
    const seed = 2
    const { artifacts } = await host.analyses.analyse(id, { kind: 'dynamics', step: 40, seed })
    expect(artifacts.map(({ file }) => file)).toEqual(['residual-share-step-000040-seed-2.npy', 'shell-spectrum-step-000040-seed-2.npy'])
    expect(artifacts.every(({ step }) => step === 40)).toBe(true)
    const share = await read(artifacts[0].file)
    expect(share.shape).toEqual(artifacts[0].coordinates?.map((values) => values?.length))
  }, patience)

  it('stop when nobody waits for them, and can be asked for again', async () => {
    const before = started
    const abort = new AbortController()
    const heard = new Promise<void>((resume) => {
      const stop = host.events.listen((event) => {
        if (event.type !== 'analysis') return
        stop()
        resume()
      })
    })
    const asked = host.analyses.analyse(id, { kind: 'bulk', step: 32, seed: 1 }, abort.signal)
    await Promise.race([heard, asked])
    abort.abort()
    await expect(asked).rejects.toMatchObject({ code: 'Cancelled' })
    expect((await host.analyses.analyse(id, { kind: 'bulk', step: 32, seed: 1 })).artifacts).toHaveLength(5)
    expect(started).toBe(before + 2)
  }, patience)

  it('of a step without a checkpoint, or of an unknown kind, are refused with a sentence', async () => {
    await expect(host.analyses.analyse(id, { kind: 'bulk', step: 8, seed: 0 })).rejects.toMatchObject({ code: 'CheckpointGone' })
    await expect(host.analyses.analyse(id, { kind: 'horoscope', step: 40, seed: 0 })).rejects.toMatchObject({ code: 'UnknownAnalysis' })
  }, patience)
})
