import { setTimeout as pause } from 'node:timers/promises'
import { tensorflowEnvironment } from '../../src/engine/backends/index.ts'
import { holographicFlowConfigSchema } from '../../src/shared/studies/holographic-flow/config.ts'
import { fileURLToPath } from 'node:url'
import { below, type BenchContext, type Measurement } from '../measurement.ts'
import { PeerProcess } from '../peers/peer-process.ts'
import type { SessionPeerReady } from '../peers/session-peer.ts'
import { type RunningLab, startLab } from '../running-lab.ts'
import { mean, median } from '../statistics.ts'

/** Steps of the app in a round: twenty lines of the metrics and a checkpoint. */
const stepsPerRound = 200
/** As `trainer.ts` sets for itself. */
const trainerNiceness = 5

const config = (threads: number) => holographicFlowConfigSchema.parse({
  study: 'holographic-flow', title: 'Overhead', model: { variant: 'ads', preconditioning: 'none' }, network: { kind: 'unet', width: 16 },
  training: { steps: 100_000 }, device: { backend: 'tensorflow', threads },
  cadence: { logEvery: 10, checkpointEvery: 200, evaluateEvery: 100_000 },
})

/**
 * Steps a second of a run in the app (trainer process, lines, checkpoints, events to a host that a window listens to) against
 * the same steps in a bare loop. The two take turns: the run is paused while the loop steps.
 */
export const appOverhead: Measurement = {
  id: 'app',
  title: 'The app around a training step, U-Net, w = 16, batch 64',
  minutes: 3,
  async run(context) {
    const lab = await startLab(context)
    const bare = await PeerProcess.start<SessionPeerReady>({
      command: process.execPath,
      parameters: [fileURLToPath(new URL('../peers/session-peer.ts', import.meta.url)), JSON.stringify(config(context.threads)), String(trainerNiceness)],
      environment: { ...process.env, ...tensorflowEnvironment(context.threads) },
    })
    try {
      const rounds = await takeTurns(lab, bare, context)
      const ratio = median(rounds.map(({ app, loop }) => app / loop))
      const overhead = 100 * (ratio - 1)
      return [{
        what: 'steps a second', unit: 'steps/s', ours: 1000 / median(rounds.map(({ app }) => app)),
        peer: { name: 'bare loop', value: 1000 / median(rounds.map(({ loop }) => loop)) }, raw: { rounds },
      }, {
        what: 'overhead of the app', unit: '%', ours: overhead, goal: below(3, overhead, ' %'), note: 'line every 10 steps, checkpoint every 200',
      }]
    } finally {
      await bare.end()
      await lab.close()
    }
  },
}

async function takeTurns({ client }: RunningLab, bare: PeerProcess<SessionPeerReady>, context: BenchContext) {
  // Followed as a window follows it, by events: asking again and again would cost what is to be measured.
  const stop = new AbortController()
  const seen = { step: 0, state: 'queued', pausedAt: 0 }
  const events = await client.events.subscribe(undefined, { signal: stop.signal })
  const listening = (async () => {
    for await (const event of events) {
      if (event.type === 'progress') seen.step = event.progress.step
      if (event.type === 'run') Object.assign(seen, { state: event.summary.status.state, pausedAt: event.summary.status.step })
    }
  })().catch((error: unknown) => { if (!stop.signal.aborted) throw error })
  const until = async (reached: () => boolean) => { while (!reached()) await pause(20) }

  const { id } = await client.runs.create({ config: config(context.threads) })
  const rounds: { app: number; loop: number }[] = []
  await until(() => seen.step >= 100)
  await client.runs.pause({ id })
  await until(() => seen.state === 'paused')
  for (let round = 0; round < context.rounds; round++) {
    const from = seen.pausedAt
    const loop = mean(await bare.measure(stepsPerRound))
    await client.runs.resume({ id })
    await until(() => seen.step >= from + stepsPerRound)
    await client.runs.pause({ id })
    await until(() => seen.state === 'paused' && seen.pausedAt > from)
    rounds.push({ app: await millisecondsBetween(client, id, from, seen.pausedAt), loop })
  }
  await client.runs.stop({ id })
  stop.abort()
  await listening
  return rounds
}

type Client = RunningLab['client']

/** By the run's own clock, which counts lines and checkpoints and leaves pauses out, between the lines next to two steps. */
async function millisecondsBetween(client: Client, id: string, from: number, to: number): Promise<number> {
  const lines = (await client.runs.get({ id })).metrics.filter(({ kind, step }) => kind === 'train' && step > from && step <= to)
  const [first, last] = [lines[0], lines[lines.length - 1]]
  return (1000 * (last.seconds - first.seconds)) / (last.step - first.step)
}
