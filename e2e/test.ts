import { test as base, expect, type Page } from '@playwright/test'
import { Lab } from './lab.ts'

interface Fixtures {
  lab: Lab
  /** Complaints of the browser: console errors, exceptions, violations of the content security policy. */
  complaints: string[]
}

/** Every test gets its own host, and fails if the browser complained about anything. */
export const test = base.extend<Fixtures>({
  lab: async ({}, use) => {
    const lab = await Lab.create()
    await use(lab)
    await lab.close()
  },
  complaints: [async ({ page }, use) => {
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
    page.on('console', (message) => {
      // A host that was killed on purpose refuses connections until it is back.
      if (message.type() === 'error' && !/ERR_CONNECTION_REFUSED|status of 401/.test(message.text())) complaints.push(`console: ${message.text()}`)
    })
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))
    })
    await use(complaints)
    expect(complaints).toEqual([])
  }, { auto: true }],
})
export { expect }

/** Opens the window on the lab; the token leaves the address at once. */
export async function open(page: Page, lab: Lab): Promise<void> {
  // A new document even where only the fragment differs.
  await page.goto('about:blank')
  await page.goto(lab.address)
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible()
  await expect.poll(() => page.url()).not.toContain('token')
}

/** Sets up a run from a preset through the JSON dialog, with some parts replaced. */
export async function configure(page: Page, change: (config: Record<string, Record<string, unknown>>) => void): Promise<void> {
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  const text = page.getByRole('textbox', { name: 'Configuration as JSON' })
  const config = JSON.parse(await text.inputValue()) as Record<string, Record<string, unknown>>
  change(config)
  await text.fill(JSON.stringify(config))
  await page.getByRole('button', { name: 'Use this configuration' }).click()
  await expect(text).toBeHidden()
}

/** Seconds instead of minutes: few modes, a small net, few steps; everything else is as in a real run. */
export function makeSmall(config: Record<string, Record<string, unknown>>, steps: number): void {
  Object.assign(config.encoding, { modes: 8, decoderGrid: 32 })
  config.network = { kind: 'unet', width: 8, depth: 2 }
  Object.assign(config.training, { steps, batchSize: 16 })
  Object.assign(config.sampling, { solverSteps: 5, points: 200, referencePoints: 200 })
  Object.assign(config.cadence, { logEvery: 2, evaluateEvery: 20, checkpointEvery: 10 })
}

export const stepOf = async (page: Page): Promise<number> => {
  const text = await page.locator('dl', { hasText: 'Training time' }).locator('div', { hasText: /^Step/ }).locator('dd').innerText()
  return Number(text.split('/')[0].replaceAll(/\D/g, ''))
}
export const state = (page: Page) => page.locator('.page-head .state')
