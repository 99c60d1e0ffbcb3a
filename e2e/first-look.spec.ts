import { expect, open, state, stepOf, test } from './test.ts'

test('a newcomer plays the example, pauses, resumes, and loses nothing to a reload or a killed host', async ({ page, lab }) => {
  await open(page, lab)
  await page.getByRole('button', { name: 'Play' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Checkerboard, first look')
  await expect(state(page)).toHaveText('Running')

  // Curves and points move.
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(20)
  await expect(page.locator('[data-figure="loss"] canvas')).toBeVisible()
  const early = await page.locator('[data-figure="loss"] canvas').screenshot()
  await expect(page.getByRole('link', { name: /Checkerboard, first look/ }).getByRole('progressbar')).toBeVisible()
  await expect(page.getByText('generated, step 100', { exact: true })).toBeVisible({ timeout: 90_000 })
  expect(early.equals(await page.locator('[data-figure="loss"] canvas').screenshot())).toBe(false)
  await expect(page.locator('[data-metric="boundaryViolation"] td').first()).toHaveText(/^0\.\d+/)

  // Pause holds.
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(state(page)).toHaveText('Paused')
  const held = await stepOf(page)
  await page.waitForTimeout(1500)
  expect(await stepOf(page)).toBe(held)

  // A reload shows the same run in the same state.
  await page.reload()
  await expect(state(page)).toHaveText('Paused')
  await expect.poll(() => stepOf(page)).toBe(held)
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(state(page)).toHaveText('Running')
  await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBeGreaterThan(held)

  // The host is killed: a calm banner, then the run as interrupted, then it goes on.
  await lab.kill()
  await expect(page.getByText('The host has gone.')).toBeVisible()
  await lab.start()
  await open(page, lab)
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  const row = page.getByRole('row', { name: /Checkerboard, first look/ })
  await expect(row).toContainText('Interrupted')
  await row.getByRole('link').click()
  await expect(page.getByText(/resume continues from there/)).toBeVisible()
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(state(page)).toHaveText('Running', { timeout: 30_000 })
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(100)
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(state(page)).toHaveText('Stopped', { timeout: 30_000 })
})
