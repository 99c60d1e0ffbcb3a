/** The real application in Chromium, for measurements of what a person waits for. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { Lab } from '../e2e/lab.ts'

/** Builds the interface as it is now, starts a host with an empty workspace, opens the window, and clears all of it away. */
export async function inBrowser(work: (page: Page, scratch: string) => Promise<void>): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'holoscope-bench-'))
  const bundle = join(scratch, 'bundle')
  await build({ logLevel: 'warn', build: { outDir: bundle } })
  const lab = await Lab.create(join(scratch, 'home'), bundle)
  const systemChromium = process.env.HOLOSCOPE_CHROMIUM ?? '/usr/bin/chromium'
  const browser = await chromium.launch({
    executablePath: existsSync(systemChromium) ? systemChromium : undefined,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    console.log(`${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}, Chromium ${browser.version()}`)
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(lab.address)
    await page.getByRole('navigation', { name: 'Places' }).waitFor()
    await work(page, scratch)
  } finally {
    await browser.close()
    await lab.close()
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
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

/** Since `watchFrames`. */
export async function tellFrames(page: Page): Promise<string> {
  const { frames, tasks } = await page.evaluate(() => (window as unknown as { watched: { frames: number[]; tasks: number[] } }).watched)
  return `${frames.length} frames: p50 ${quantile(frames, 0.5)}, p99 ${quantile(frames, 0.99)}, longest ${quantile(frames, 1)}; ${tasks.length} tasks over 50 ms, longest ${quantile(tasks, 1)}`
}

/** With its unit; the nearest rank. */
export function quantile(milliseconds: readonly number[], share: number): string {
  if (milliseconds.length === 0) return 'none'
  const sorted = milliseconds.toSorted((a, b) => a - b)
  return `${sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1)} ms`
}
