import { readFile } from 'node:fs/promises'
import { trainSmallBulk } from './furnish.ts'
import { expect, open, test } from './test.ts'

test('the geometry of a run beside its nulls: what differs in a sentence, rescaled at once, from samples too, and taken home', async ({ page, lab }) => {
  test.setTimeout(600_000)
  await trainSmallBulk(lab.home)
  await open(page, lab)
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await page.getByRole('row', { name: /Small bulk/ }).getByRole('link').click()
  await page.getByRole('tab', { name: 'Geometry', exact: true }).click()

  // Trained and null stand side by side from the start, below a sentence on what differs.
  const distances = page.locator('[data-figure="decimator-distances"]')
  await expect(distances.locator('canvas')).toHaveCount(2, { timeout: 180_000 })
  await expect(distances).toContainText(/equal couplings \(null\)/i)
  const verdict = page.locator('details.verdict')
  await expect(verdict).toContainText(/trained geometry|too little bulk/)
  await verdict.locator('summary').click()
  await expect(verdict).toContainText('combined standard errors')
  await expect(verdict).toContainText('They do not contain the training')
  await page.getByRole('radio', { name: 'Shuffled', exact: true }).click()
  await expect(distances).toContainText(/shuffled couplings \(null\)/i)
  await expect(distances).not.toContainText(/equal couplings \(null\)/i)

  // ξ doubles δ; an embedding at another I₀ is not at hand, and it says so.
  await page.getByRole('radio', { name: 'Numbers', exact: true }).click()
  const delta = page.getByRole('row', { name: /Gromov δ, mean/ }).getByRole('cell').first()
  const before = Number.parseFloat(await delta.innerText())
  const unit = page.getByRole('textbox', { name: 'Unit of distance ξ' })
  await unit.fill('2')
  await unit.press('Enter')
  // Both are printed to a hundredth of their error.
  await expect.poll(async () => Math.abs(Number.parseFloat(await delta.innerText()) - 2 * before)).toBeLessThanOrEqual(0.02 * before + 0.01)
  await page.getByRole('radio', { name: 'Embedding', exact: true }).click()
  await expect(page.locator('[data-figure="embedding"]')).toHaveCount(2)
  const zero = page.getByRole('textbox', { name: /Mutual information I₀/ })
  await zero.fill('0.5')
  await zero.press('Enter')
  await expect(page.getByText(/another I₀ needs a new one/).first()).toBeVisible()

  // From samples the remark says what they rest on.
  await page.getByRole('radio', { name: 'Samples', exact: true }).click()
  await expect(page.getByText(/Monte Carlo fields/).first()).toBeVisible()

  // The ideal bulk, taken home with its caption's numbers.
  await page.getByRole('radio', { name: 'Disk', exact: true }).click()
  const disk = page.locator('[data-figure="poincare-disk"]')
  await expect(disk.locator('canvas')).toBeVisible({ timeout: 60_000 })
  await disk.getByRole('button', { name: /^Export/ }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV', exact: true }).click()
  expect(await readFile(await (await download).path(), 'utf8')).toMatch(/configuration [0-9a-f]{12}/)
})
