import { mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { Lab } from '../e2e/lab.ts'

/**
 * The README's pictures, from the lab itself: `node scripts/screenshots.mjs [--home WORKSPACE] [--out docs/images]`. Without a
 * workspace whose newest run is a finished example, it trains the example first, which takes a few minutes.
 */
const { values } = parseArgs({ options: { home: { type: 'string' }, out: { type: 'string', default: 'docs/images' } } })
const trainingTimeout = 1_800_000

await mkdir(values.out, { recursive: true })
await build({ logLevel: 'warn' })
const lab = await Lab.create(values.home)
const browser = await chromium.launch({
  executablePath: process.env.HOLOSCOPE_CHROMIUM ?? '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  for (const theme of /** @type {const} */ (['light', 'dark'])) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5, colorScheme: theme })
    const shoot = async (/** @type {string} */ name) => {
      // Charts draw on the next frame, arrays arrive by a request.
      await page.waitForTimeout(1500)
      await page.screenshot({ path: `${values.out}/${name}-${theme}.png` })
    }
    await page.goto(lab.address)
    const play = page.getByRole('button', { name: 'Play' })
    const nav = page.getByRole('navigation', { name: 'Places' })
    await play.or(page.locator('.page-head')).first().waitFor()
    if (await play.isVisible()) {
      await shoot('first-start')
      await play.click()
    } else {
      await nav.getByRole('link', { name: 'Runs', exact: true }).click()
      await page.getByRole('row').nth(1).getByRole('link').click()
    }
    await page.locator('.page-head .state', { hasText: 'Done' }).waitFor({ timeout: trainingTimeout })
    await page.locator('[data-figure="points"] canvas').first().waitFor()
    await shoot('run')
    await page.getByRole('tab', { name: 'Bulk' }).click()
    await page.locator('[data-figure="bulk-slices"] canvas').nth(5).waitFor({ timeout: 120_000 })
    await page.getByRole('group', { name: /^Field slices/ }).focus()
    await page.keyboard.press('End')
    await shoot('bulk')
    await nav.getByRole('link', { name: 'New run', exact: true }).click()
    await shoot('new-run')
    await page.close()
  }
} finally {
  await browser.close()
  await lab.close()
}
