/** The real application in Chromium, for measurements of what a person waits for. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { Lab } from '../e2e/lab.ts'
import { endOnSignal, endWithBench } from './interruption.ts'
import type { Row } from './measurement.ts'
import { rowsWanted } from './tell.ts'

/**
 * Starts a host with an empty workspace, opens the window, and clears all of it away. The interface is built as it is now, but for
 * the bench, whose set-up has done so.
 */
export async function inBrowser(work: (page: Page, scratch: string) => Promise<void>): Promise<void> {
  const signal = endOnSignal(async () => {})
  const scratch = await mkdtemp(join(tmpdir(), 'holoscope-bench-'))
  const clear = () => rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  endWithBench(clear)
  try {
    const bundle = process.env[rowsWanted] ? undefined : join(scratch, 'bundle')
    if (bundle) await build({ logLevel: 'warn', build: { outDir: bundle } })
    const lab = await Lab.create(join(scratch, 'home'), bundle)
    endWithBench(() => lab.close())
    try {
      const browser = await openBrowser()
      endWithBench(() => browser.close())
      try {
        if (!process.env[rowsWanted]) console.log(`${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}, Chromium ${browser.version()}`)
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
        // A machine that does other work is slow, not broken.
        page.setDefaultTimeout(180_000)
        await page.goto(lab.address)
        await page.getByRole('navigation', { name: 'Places' }).waitFor()
        await work(page, scratch)
      } finally {
        await browser.close()
      }
    } finally {
      await lab.close()
    }
  } catch (error) {
    // The window went away because all ends, which is under way.
    if (signal.interrupted) await new Promise(() => {})
    throw error
  } finally {
    await clear()
  }
}

/** Without these a Chromium without a window draws by the processor, card or not. */
const cardOptions = ['--use-angle=vulkan', '--enable-features=Vulkan', '--disable-vulkan-surface', '--ignore-gpu-blocklist']

async function openBrowser(): Promise<Browser> {
  const own = process.env.HOLOSCOPE_CHROMIUM ?? '/usr/bin/chromium'
  const executablePath = existsSync(own) ? own : chromium.executablePath()
  if (!existsSync(executablePath)) throw new Error('There is no Chromium here; npm run bench says at its start why not, and how to get one.')
  return chromium.launch({
    executablePath, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...(process.env.HOLOSCOPE_BENCH_CARD ? cardOptions : [])],
  })
}

/** What draws the pictures: a card, or the processor in its stead. */
export async function rendererName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const context = document.createElement('canvas').getContext('webgl2')
    const info = context?.getExtension('WEBGL_debug_renderer_info')
    return String(info ? context?.getParameter(info.UNMASKED_RENDERER_WEBGL) : 'nobody knows')
  })
}

/** Begins to write down the gaps between frames and the long tasks (over 50 ms) of the page. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frames: number[] = []
    const tasks: number[] = []
    Object.assign(window, { watched: { frames, tasks } })
    let last = performance.now()
    const tick = (now: number) => {
      frames.push(now - last)
      last = now
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })
  })
}

/** Since `watchFrames`: the gap that 99 of 100 frames stay below. */
export async function framesRow(page: Page, what: string): Promise<Row> {
  const { frames, tasks } = await page.evaluate(() => (window as unknown as { watched: { frames: number[]; tasks: number[] } }).watched)
  return {
    what: `${what}, 99 % of frames within`, unit: 'ms', ours: rank(frames, 0.99),
    note: `${frames.length} frames, median ${quantile(frames, 0.5)}, longest ${quantile(frames, 1)}; ${tasks.length} tasks over 50 ms, longest ${quantile(tasks, 1)}`,
  }
}

/** The nearest rank. */
export function rank(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))]
}

/** The same with its unit. */
export function quantile(milliseconds: readonly number[], share: number): string {
  return milliseconds.length === 0 ? 'none' : `${rank(milliseconds, share).toFixed(1)} ms`
}
