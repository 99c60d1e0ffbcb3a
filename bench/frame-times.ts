/**
 * How smooth the window and how quick the host are while a run trains: `node bench/frame-times.ts [--seconds 30]`. A real training
 * of the example with 10,000 generated points at every evaluation; the points are drawn, the curves move. Three parts:
 *
 *   watching   nobody touches the window;
 *   stepping   the slider goes through the stored samples, 10,000 generated and 2,000 true points drawn anew at each step;
 *   the host   meanwhile a client of its own asks it for its settings, the list of runs and a quantity, twenty times a second.
 *
 * Work is the time of the page's main thread from the start of a frame until a task behind its painting can run; the gap is the
 * time between two frames. The aim: 99 % of frames within 16 ms of work, 99 % of answers within 20 ms.
 */
import { parseArgs } from 'node:util'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { Page } from '@playwright/test'
import { WebSocket } from 'ws'
import { configure } from '../e2e/test.ts'
import type { contract } from '../src/shared/contract.ts'
import { rpcPath, socketProtocol, tokenProtocol } from '../src/shared/serve.ts'
import { inBrowser, quantile, rank, rendererName } from './in-browser.ts'
import { tell } from './tell.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '30' } } })
const milliseconds = 1000 * Number(values.seconds)
const points = 10_000

interface Frames { work: number[]; gaps: number[]; stop: boolean }

/** Watches every frame of the page until `stop`. */
async function watch(page: Page): Promise<() => Promise<Frames>> {
  await page.evaluate(() => {
    const seen: Frames = { work: [], gaps: [], stop: false }
    Object.assign(window, { seen })
    let last = performance.now()
    const tick = (start: number) => {
      if (seen.stop) return
      seen.gaps.push(start - last)
      last = start
      const begin = performance.now()
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => seen.work.push(performance.now() - begin)
      port2.postMessage(null)
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  return () => page.evaluate(() => {
    const { seen } = window as unknown as { seen: Frames }
    seen.stop = true
    return seen
  })
}

/** A client in this process: what it waits for is the host alone. */
async function connect(page: Page) {
  const token = await page.evaluate(() => sessionStorage.getItem('holoscope.token') ?? '')
  const { origin } = new URL(page.url())
  const socket = new WebSocket(origin.replace(/^http/, 'ws') + rpcPath, [socketProtocol, tokenProtocol(token)], { origin })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const client: ContractRouterClient<typeof contract> = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
  return { client, close: () => socket.close() }
}

/** How many of the times stay within the limit that 99 % shall. */
function report(what: string, times: readonly number[], limit: number): void {
  const within = (100 * times.filter((time) => time <= limit).length) / Math.max(1, times.length)
  tell({
    what, unit: 'ms', ours: rank(times, 0.5), goal: { text: `99 % ≤ ${limit} ms`, met: within >= 99 },
    note: `${within.toFixed(1)} % of ${times.length}, 99 % within ${quantile(times, 0.99)}, longest ${quantile(times, 1)}`,
  })
}

async function measure(page: Page, what: string, busy: () => Promise<void>): Promise<void> {
  const { client, close } = await connect(page)
  const calls: [string, () => Promise<unknown>][] = [
    ['settings', () => client.system.settings()], ['list of runs', () => client.runs.list()],
    ['a quantity', () => client.compute({ name: 'dimension-mass', input: { conformalDimension: 1.5 } })],
  ]
  const answers: number[] = []
  const end = performance.now() + milliseconds
  const stop = await watch(page)
  const ask = async () => {
    for (let i = 0; performance.now() < end; i++) {
      const start = performance.now()
      await calls[i % calls.length][1]()
      answers.push(performance.now() - start)
      await new Promise((resume) => setTimeout(resume, 50))
    }
  }
  const act = async () => {
    while (performance.now() < end) await busy()
  }
  await Promise.all([ask(), act()])
  const { work, gaps } = await stop()
  close()
  report(`${what}: work of a frame`, work, 16)
  // A display of 60 Hz: a gap of two of its frames is a frame that was missed.
  report(`${what}: gap of frames`, gaps.slice(1), 25)
  report(`${what}: answer of the host`, answers, 20)
}

await inBrowser(async (page) => {
  console.log(`drawn by ${await rendererName(page)}`)
  await page.getByRole('link', { name: 'New run' }).first().click()
  await configure(page, (config) => {
    // A small lattice: the points come soon, and the training still takes every core.
    Object.assign(config.encoding, { modes: 8, decoderGrid: 32 })
    config.network = { kind: 'unet', width: 16, depth: 2 }
    Object.assign(config.training, { steps: 100_000 })
    Object.assign(config.sampling, { points, referencePoints: 2000, solverSteps: 2 })
    Object.assign(config.cadence, { evaluateEvery: 50, checkpointEvery: 1000 })
  })
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByText(/^generated, step (100|150|200)$/).waitFor({ timeout: 300_000 })
  await measure(page, 'watching', () => page.waitForTimeout(500))
  await measure(page, 'stepping', async () => {
    await page.getByRole('button', { name: 'Earlier samples' }).click()
    await page.waitForTimeout(250)
    await page.getByRole('button', { name: 'Later samples' }).click()
    await page.waitForTimeout(250)
  })
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.locator('.page-head .state', { hasText: 'Stopped' }).waitFor({ timeout: 120_000 })
})
