import { readFile } from 'node:fs/promises'
import { configure, expect, makeSmall, open, state, test } from './test.ts'

test('a run is followed through the bulk: slices that play, a mode, decoded clouds, and a figure to take home', async ({ page, lab }) => {
  await open(page, lab)
  await page.getByRole('link', { name: 'New run' }).click()
  await configure(page, (config) => {
    makeSmall(config, 20)
    config.model.clock = 'radius' // slices at equal distances
  })
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(state(page)).toHaveText('Done', { timeout: 90_000 })

  await page.getByRole('tab', { name: 'Bulk' }).click()
  await expect(page.getByText('Step 20', { exact: true })).toBeVisible({ timeout: 90_000 })
  const slices = page.getByRole('group', { name: /^Field slices/ })
  const radius = slices.locator('.radius')
  await expect(page.locator('[data-figure="bulk-slices"] canvas')).toHaveCount(6)

  // The slice plays to the UV and rests there; the keyboard goes back, a step and then to the IR.
  const slice = page.locator('[data-figure="bulk-slice"] canvas')
  const before = await slice.screenshot()
  await page.getByRole('button', { name: 'Play from the IR to the UV' }).click()
  await expect(radius).toHaveText('r = 1', { timeout: 60_000 })
  expect(before.equals(await slice.screenshot())).toBe(false)
  await slices.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(radius).toHaveText('r = 0.8')
  await page.keyboard.press('Home')
  await expect(radius).toHaveText('r = 0')

  // A mode of the lattice by the arrow keys.
  await page.getByRole('radio', { name: 'Modes' }).click()
  await expect(page.locator('[data-figure="bulk-mode"] canvas')).toHaveCount(3)
  await page.getByRole('slider', { name: /^Mode on the lattice/ }).press('ArrowUp')
  await expect(page.getByRole('heading', { name: 'Trajectory of n = (1, 1)' })).toBeVisible()

  // Clouds, taken home as numbers.
  await page.getByRole('radio', { name: 'Clouds' }).click()
  const clouds = page.locator('[data-figure="bulk-clouds"]')
  await expect(clouds.locator('canvas')).toHaveCount(6)
  await clouds.getByRole('button', { name: /^Export/ }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV', exact: true }).click()
  const rows = (await readFile(await (await download).path(), 'utf8')).split('\n').filter((line) => /^[-\d.]/.test(line))
  expect(rows.length).toBeGreaterThanOrEqual(200)

  // Where the network overrides the equation of motion.
  await page.getByRole('radio', { name: 'Dynamics' }).click()
  await expect(page.locator('[data-figure="residual-share"] canvas')).toBeVisible({ timeout: 90_000 })
  await expect(page.locator('[data-figure="shell-spectrum"] canvas').first()).toBeVisible()
  await page.getByRole('radio', { name: 'Field' }).click()

  // An earlier checkpoint is drawn as well, and both are in the run folder.
  await page.getByRole('button', { name: /^Checkpoint:/ }).click()
  await page.getByRole('menuitemradio', { name: 'Step 10' }).click()
  await expect(page.getByText('Step 10', { exact: true }).last()).toBeVisible({ timeout: 90_000 })
  await expect(page.getByRole('progressbar', { name: 'Share of the bulk that is drawn' })).toBeHidden({ timeout: 90_000 })
})
