import { setTimeout as pause } from 'node:timers/promises'
import { holographicFlowConfigSchema } from '../../src/shared/studies/holographic-flow/config.ts'
import { below, type Measurement } from '../measurement.ts'
import { startLab } from '../running-lab.ts'
import { median } from '../statistics.ts'

const seconds = 20

/** How long a call of the window waits while a training keeps all cores busy. */
export const hostLatency: Measurement = {
  id: 'latency',
  title: 'Answers of the host while it trains, U-Net, w = 32',
  minutes: 1,
  async run(context) {
    const lab = await startLab(context)
    try {
      const { client } = lab
      const { id } = await client.runs.create({ config: holographicFlowConfigSchema.parse({
        study: 'holographic-flow', title: 'Latency', model: { variant: 'ads', preconditioning: 'none' }, network: { kind: 'unet', width: 32 },
        training: { steps: 100_000 }, device: { threads: context.threads },
        cadence: { checkpointEvery: 50, evaluateEvery: 100_000 },
      }) })
      while (((await client.runs.get({ id })).metrics.at(-1)?.step ?? 0) < 20) await pause(200)
      const waits: Record<'list' | 'run', number[]> = { list: [], run: [] }
      for (const end = performance.now() + 1000 * seconds; performance.now() < end;) {
        waits.list.push(await timed(() => client.runs.list()))
        waits.run.push(await timed(() => client.runs.get({ id })))
        await pause(40)
      }
      await client.runs.stop({ id })
      return Object.entries(waits).map(([name, times]) => {
        const sorted = times.toSorted((a, b) => a - b)
        const typical = median(times)
        return {
          what: name === 'list' ? 'list of runs' : 'one run with its metrics', unit: 'ms' as const, ours: typical, goal: below(20, typical, ' ms'),
          note: `99 % within ${sorted[Math.floor(0.99 * sorted.length)].toFixed(1)} ms, longest ${sorted[sorted.length - 1].toFixed(1)} ms of ${times.length}`,
          raw: { milliseconds: times.map((time) => Number(time.toFixed(2))) },
        }
      })
    } finally {
      await lab.close()
    }
  },
}

async function timed(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await call()
  return performance.now() - began
}
