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
  await expect(dialog.locator('[data-figure="points"] canvas')).toBeVisible()
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

test('a drawn density: paint, take back, choose how it is read, keep it with units and a thumbnail', async ({ page, lab }) => {
  await open(page, lab)
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  await page.getByRole('button', { name: 'Draw', exact: true }).click()
  const pad = page.getByRole('dialog', { name: 'Drawing pad' })
  const area = pad.getByRole('img', { name: 'Drawing area' })
  const stroke = async (from: [number, number], to: [number, number]) => {
    const box = (await area.boundingBox())!
    await page.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height)
    await page.mouse.down()
    await page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps: 8 })
    await page.mouse.up()
  }
  // A dot in the middle is a stroke, too.
  await area.click()
  await expect(pad.getByRole('button', { name: 'Use drawing' })).toBeEnabled()
  await pad.getByRole('button', { name: 'Undo' }).click()
  // A bar across the upper half; a second one is taken back, and so is clearing.
  await stroke([0.25, 0.25], [0.75, 0.25])
  await stroke([0.25, 0.75], [0.75, 0.75])
  await pad.getByRole('button', { name: 'Undo' }).click()
  await pad.getByRole('button', { name: 'Clear' }).click()
  await expect(pad.getByRole('button', { name: 'Use drawing' })).toBeDisabled()
  await page.keyboard.press('Control+z')
  await pad.getByRole('button', { name: 'Use drawing' }).click()

  const dialog = page.getByRole('dialog', { name: 'Drawing.png' })
  await expect(dialog.getByText(/A picture as a density, 10.000 points drawn/)).toBeVisible()
  const points = dialog.getByRole('textbox', { name: 'Points to draw' })
  await points.fill('500')
  await points.press('Enter')
  await expect(dialog.getByText(/A picture as a density, 500 points drawn/)).toBeVisible()
  await expect(dialog.locator('[data-figure="marginals"] canvas').first()).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Horizontal unit' }).fill('mm')
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Drawn bar')
  await dialog.getByRole('button', { name: 'Keep in the library' }).click()
  await expect(dialog).toBeHidden()

  const entry = page.getByRole('link', { name: /Drawn bar/ })
  await expect(entry).toContainText('500 points')
  await expect(entry.locator('canvas')).toBeVisible()
  // The bar lies in the upper half, the picture reaching from -1 to 1: 0.5 ± half a brush of 0.06.
  const facts = page.locator('.facts')
  await expect(facts).toContainText('x (mm)')
  const [, low, high] = /y([\d.]+) to ([\d.]+), mean/.exec((await facts.innerText()).replaceAll(/\s*\n\s*/g, '')) ?? []
  expect(Number(low)).toBeGreaterThan(0.4)
  expect(Number(high)).toBeLessThan(0.6)
})

test('a table in the wrong dialect is put right in the dialog, and a wrong choice can be taken back', async ({ page, lab }) => {
  await open(page, lab)
  await dropFile(page, 'odd.txt', '! measured in May\nq (GeV);p (GeV)\n1,5;2,5\n3,25;4\n5;6,5\n')
  const dialog = page.getByRole('dialog', { name: 'odd.txt' })
  const choose = async (menu: string, choice: string) => {
    await dialog.getByRole('button', { name: menu }).click()
    await page.getByRole('menuitemradio', { name: choice, exact: true }).click()
  }
  await choose('Comment sign', '!')
  await expect(dialog.getByText('3 rows, 2 columns')).toBeVisible()
  await expect(dialog.getByRole('textbox', { name: 'Vertical unit' })).toHaveValue('GeV')
  await choose('Delimiter', 'Tab')
  await expect(dialog.getByRole('alert')).toContainText('Read as chosen')
  await expect(dialog.getByRole('button', { name: 'Use as data set' })).toBeDisabled()
  await choose('Delimiter', 'Semicolon')
  await expect(dialog.getByRole('alert')).toBeHidden()
  await expect(dialog.getByText('1.5 to 5')).toBeVisible()
})
