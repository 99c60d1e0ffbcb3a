import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessibility.ts'
import { configure, expect, makeSmall, open, state, test } from './test.ts'

async function train(page: Page, seed: number, conformalDimension: number): Promise<void> {
  await page.getByRole('link', { name: 'New run' }).first().click()
  await configure(page, (config) => {
    makeSmall(config, 40)
    Object.assign(config, { seed })
    Object.assign(config.geometry, { conformalDimension })
  })
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(state(page)).toHaveText('Done', { timeout: 90_000 })
}

test('three runs are compared with seeds as replicates, a reload keeps the view, and their samples become one sheet', async ({ page, lab }) => {
  test.setTimeout(400_000)
  await open(page, lab)
  for (const [seed, dimension] of [[1, 1.5], [2, 1.5], [1, 2]]) await train(page, seed, dimension)

  const places = page.getByRole('navigation', { name: 'Places' })
  await places.getByRole('link', { name: 'Runs', exact: true }).click()
  await page.getByRole('row').nth(1).getByRole('checkbox').check()
  await expect(page.getByRole('link', { name: 'Compare 1', exact: true })).toBeVisible()
  await page.getByRole('checkbox', { name: 'Choose all listed runs' }).check()
  await page.getByRole('link', { name: 'Compare 3', exact: true }).click()

  await expect(page.getByRole('status').filter({ hasText: '3 runs in 2 groups' })).toBeVisible()
  const values = page.getByRole('region', { name: 'Table of values' })
  await expect(values.getByRole('row', { name: /^Δ = 1.5 2 .*±/ })).toBeVisible()
  await expect(values.getByRole('row', { name: /^Δ = 2 1 / })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Δ = 1.5 (n = 2)' })).toBeVisible()
  const differences = page.getByRole('region', { name: 'Table of differences' })
  await expect(page.getByText('Bands: mean ± std over n runs')).toBeVisible()
  await expect(differences.getByRole('columnheader')).toHaveCount(3)

  // Another metric, band and axis; all of it survives a reload.
  await values.getByTitle('Energy distance', { exact: true }).click()
  await page.getByRole('radio', { name: '± s.e.m.' }).click()
  await page.getByRole('radio', { name: 'Epoch' }).click()
  await expect(page.getByRole('button', { name: 'Δ = 1.5 (n = 2)' })).toBeVisible()
  await expect.poll(() => page.url()).toMatch(/metric=energyDistance.*against=epoch/)
  await page.reload()
  await expect(page.getByRole('heading', { level: 2, name: 'Energy distance' })).toBeVisible()
  await expect(page.getByRole('radio', { name: '± s.e.m.' })).toBeChecked()
  await expect(page.getByRole('radio', { name: 'Epoch' })).toBeChecked()
  await expect(page.getByRole('button', { name: 'Δ = 1.5 (n = 2)' })).toBeVisible()

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as LaTeX' }).click()
  const latex = await readFile(await (await download).path(), 'utf8')
  expect(latex).toContain('\\toprule')
  expect(latex).toContain('$\\Delta$ = 1.5 & 2 &')

  // A group that mixes two dimensions says so.
  await page.getByRole('button', { name: /^Group by/ }).click()
  await page.getByRole('menuitemradio', { name: /^Seed/ }).click()
  await expect(page.getByText('its runs also differ in geometry.conformalDimension')).toBeVisible()
  await expectAccessible(page)

  // The gallery: runs of one seed side by side, and a sheet of two.
  await places.getByRole('link', { name: 'Gallery', exact: true }).click()
  await page.getByRole('link', { name: 'Show all' }).click()
  await expect(page.getByRole('region', { name: 'Seed 1' }).locator('canvas[data-drawn="samples-step-000040.npy"]')).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'Seed 2' }).locator('canvas[data-drawn]')).toHaveCount(1)
  await page.getByRole('slider', { name: 'Step of the samples' }).press('ArrowLeft')
  await expect(page.locator('canvas[data-drawn="samples-step-000020.npy"]')).toHaveCount(3)
  await expect.poll(() => page.url()).toContain('step=20')
  await expectAccessible(page)
  for (const box of await page.getByRole('region', { name: 'Seed 1' }).getByRole('checkbox').all()) await box.check()
  await page.getByRole('button', { name: 'Sheet of 2 chosen' }).click()
  const sheet = page.getByRole('dialog', { name: 'Sheet' })
  await expect(sheet.locator('[data-figure="gallery"] canvas')).toHaveCount(2)
  await sheet.getByRole('button', { name: /^Export/ }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'PDF', exact: true }).click()
  expect((await readFile(await (await saved).path())).subarray(0, 5).toString()).toBe('%PDF-')
})
