import { expect, open, test } from './test.ts'

test('physics that cannot be is explained beside the field, and blocks the start until it is mended', async ({ page, lab }) => {
  await open(page, lab)
  await page.getByRole('link', { name: 'New run' }).click()
  const start = page.getByRole('button', { name: 'Start' })
  await expect(start).toBeEnabled()
  await expect(page.getByText('672\u202f200 parameters')).toBeVisible()

  const row = page.locator('[data-path="geometry.conformalDimension"]')
  const field = row.getByRole('textbox')
  await field.fill('1')
  await field.press('Enter')
  await expect(row.locator('[data-code="LogarithmicMode"]')).toBeVisible()
  await expect(start).toBeDisabled()
  await expect(page.getByText(/One setting is not possible yet, see Geometry/)).toBeVisible()

  await row.getByRole('button', { name: /Reset/ }).click()
  await expect(field).toHaveValue('1.5')
  await expect(start).toBeEnabled()

  const modes = page.locator('[data-path="encoding.modes"]')
  await modes.getByRole('textbox').fill('12')
  await modes.getByRole('textbox').press('Enter')
  await expect(modes.locator('.error')).toBeVisible()
  await modes.getByRole('button', { name: /Reset/ }).click()
  await expect(start).toBeEnabled()
})

test('the preview follows a slider', async ({ page, lab }) => {
  await open(page, lab)
  await page.getByRole('link', { name: 'New run' }).click()
  const preview = page.getByRole('complementary', { name: 'What follows from these settings' })
  await expect(preview).toContainText('−0.75')
  // From the key press to the new mass on screen, measured inside the page, with the network of the real host between.
  const waits: number[] = []
  for (let i = 0; i < 7; i++) {
    waits.push(await page.evaluate(() => new Promise<number>((resolve) => {
      const facts = document.querySelector('aside dl')!
      const observer = new MutationObserver(() => {
        observer.disconnect()
        resolve(performance.now() - began)
      })
      observer.observe(facts, { subtree: true, childList: true, characterData: true })
      const began = performance.now()
      document.querySelector('[aria-label="Conformal dimension, slider"]')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
    })))
  }
  waits.sort((a, b) => a - b)
  // 100 ms is the aim; the margin is for a test machine that also trains.
  expect(waits[3]).toBeLessThan(200)
})

test('a configuration is one text: what is pasted is what runs, and nonsense is refused with its place', async ({ page, lab }) => {
  await open(page, lab)
  await page.getByRole('link', { name: 'New run' }).click()
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  const text = page.getByRole('textbox', { name: 'Configuration as JSON' })
  await text.fill('{ "study": "holographic-flow", }')
  await page.getByRole('button', { name: 'Use this configuration' }).click()
  await expect(page.getByRole('alert')).toContainText('line 1')
  await text.fill('{ "study": "holographic-flow", "geometry": { "kind": "hsv", "hsvP": 0.25 } }')
  await page.getByRole('button', { name: 'Use this configuration' }).click()
  await expect(page.locator('[data-path="geometry.hsvP"]').getByRole('textbox')).toHaveValue('0.25')
  await expect(page.getByRole('complementary')).toContainText('violated')
})
