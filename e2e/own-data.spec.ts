import { readFile } from 'node:fs/promises'
import type { Download, Page } from '@playwright/test'
import { dropFile, ringWithBadRows } from './drop-file.ts'
import { configure, expect, makeSmall, open, state, test } from './test.ts'

async function exportAs(page: Page, figure: string, format: string): Promise<Download> {
  const panel = page.locator(`[data-figure="${figure}"]`)
  await panel.getByRole('button', { name: /^Export/ }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: format, exact: true }).click()
  return download
}

test('own data: bad rows are named, the flow trains on the rest, figures go home in four formats', async ({ page, lab }) => {
  await open(page, lab)
  const ring = ringWithBadRows()
  await dropFile(page, 'ring.csv', ring.text)
  const dialog = page.getByRole('dialog', { name: 'ring.csv' })
  await expect(dialog.getByText('Points kept')).toBeVisible()
  const table = dialog.getByRole('region', { name: 'Rows left out' })
  await expect(table.getByRole('row')).toHaveCount(1 + ring.bad.length)
  for (const { line } of ring.bad) await expect(table.getByRole('cell', { name: String(line), exact: true })).toBeVisible()
  await expect(dialog.locator('canvas')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Measured ring')
  await dialog.getByRole('button', { name: 'Use as data set' }).click()

  await expect(page.getByRole('heading', { name: 'New run' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Data set: Measured ring' })).toBeVisible()
  await configure(page, (config) => makeSmall(config, 60))
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(state(page)).toHaveText('Done', { timeout: 90_000 })
  await expect(page.getByText('generated, step 60', { exact: true })).toBeVisible()

  // The slider goes back to stored samples.
  await page.getByRole('button', { name: 'Earlier samples' }).click()
  await expect(page.getByText('generated, step 40', { exact: true })).toBeVisible()

  const pdf = await readFile(await (await exportAs(page, 'points', 'PDF')).path())
  const text = pdf.toString('latin1')
  const [, left, , right] = /\/MediaBox \[([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\]/.exec(text) ?? []
  // 86 mm in points of 1/72 inch; PDF numbers carry a few decimals.
  expect((Number(right) - Number(left)) * (25.4 / 72)).toBeCloseTo(86, 2)
  expect(text).toMatch(/\/FontFile[23]?\b/)

  const svg = await readFile(await (await exportAs(page, 'loss', 'SVG')).path(), 'utf8')
  expect(svg).toContain('width="86mm"')
  const png = await readFile(await (await exportAs(page, 'loss', 'PNG')).path())
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(Math.abs(png.readUInt32BE(16) - (86 / 25.4) * 300)).toBeLessThanOrEqual(1)
  const csv = await readFile(await (await exportAs(page, 'loss', 'CSV')).path(), 'utf8')
  expect(csv.split('\n').length).toBeGreaterThan(20)

  // The library keeps the set; a table that is no table is refused with a sentence.
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  await expect(page.getByRole('link', { name: /Measured ring/ })).toContainText('397 points')
  await dropFile(page, 'notes.csv', 'just a line of prose\n')
  await expect(page.getByRole('dialog', { name: 'notes.csv' }).getByRole('alert')).toBeVisible()
})
