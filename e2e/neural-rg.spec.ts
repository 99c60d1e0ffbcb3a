import { readFile } from 'node:fs/promises'
import { configure, expect, open, state, test } from './test.ts'

test('a lattice theory in, its bound, its fields and its correlator out', async ({ page, lab }) => {
  // A training, and Monte Carlo at two temperatures, on cores that others may want as well.
  test.setTimeout(400_000)
  await open(page, lab)
  // The first page offers the study.
  await page.getByRole('radio', { name: 'Neural renormalisation group' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Complex φ⁴, 8 × 8, below the transition')
  await page.getByRole('link', { name: 'Set up a run' }).click()
  await expect(page.getByRole('button', { name: 'Study: Neural renormalisation group' })).toBeVisible()

  // A real theory brings the map of real fields; the way back is one choice.
  const theory = async (title: string) => {
    await page.getByRole('button', { name: /^Theory:/ }).click()
    await page.getByRole('menuitemradio', { name: new RegExp(`^${title}`) }).click()
  }
  await theory('Real φ⁴')
  await expect(page.getByText('The field is real: the map is now RealNVP.')).toBeVisible()
  await theory('Complex φ⁴')
  await expect(page.getByText('The field is complex: the map is now the U(1) block.')).toBeVisible()

  // The smallest preset, at two temperatures.
  await page.getByRole('button', { name: /^Preset/ }).click()
  await page.getByRole('menuitem', { name: /^Smallest/ }).click()
  await expect(page.getByRole('radiogroup', { name: 'Lattice side' }).getByRole('radio', { name: '4', exact: true })).toBeChecked()
  await configure(page, (config) => Object.assign(config.stageOne, { furtherTemperatures: [1] }))
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(state(page)).toHaveText('Done', { timeout: 240_000 })

  // The bound with its floor, and the gap in words.
  await expect(page.locator('[data-figure="loss"] canvas')).toBeVisible()
  await expect(page.getByText(/At T = 1 the bound is .* above −ln Z\/N = 1\.[12]\d* .*thermodynamic integration/)).toBeVisible()
  const values = page.locator('[data-metric="freeEnergyPerSite"] td')
  await expect(values.first()).toHaveText(/^\d/)

  // Map and Monte Carlo, each on the lattice and in the plane; another colour draws anew.
  const fields = page.locator('[data-figure="field"]')
  await expect(fields.locator('canvas')).toHaveCount(4)
  const phase = await fields.screenshot()
  await page.getByRole('radio', { name: 'Vorticity', exact: true }).click()
  await expect.poll(async () => phase.equals(await fields.screenshot())).toBe(false)

  // The field goes home as numbers.
  await fields.getByRole('button', { name: /^Export/ }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV', exact: true }).click()
  expect((await readFile(await (await download).path(), 'utf8')).split('\n').length).toBeGreaterThan(32)

  // What else there is to draw, and where it came from.
  await page.getByRole('tab', { name: 'Figures' }).click()
  await page.getByRole('checkbox', { name: 'Temperature scan' }).check()
  await expect(page.locator('[data-figure="sheet"] canvas').first()).toBeVisible({ timeout: 30_000 })
  await page.getByRole('tab', { name: 'Provenance' }).click()
  await expect(page.getByText('none: the action alone')).toBeVisible()

  // In the list and on the wall it stands by its own measures.
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await expect(page.getByRole('row', { name: /Smallest/ })).toContainText('complex φ⁴')
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Gallery', exact: true }).click()
  await page.getByRole('link', { name: 'Show all' }).click()
  await expect(page.locator('canvas[data-drawn]').first()).toBeVisible()
  await expect(page.getByText('Monte Carlo, T = 0.5')).toBeVisible()
})
