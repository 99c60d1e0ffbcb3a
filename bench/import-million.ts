/**
 * One million rows into the library, through the window: `node bench/import-million.ts`. Seconds from choosing the file to its
 * preview, and from there to the library; frames and long tasks of the page meanwhile. The aim is 10 s with a smooth interface.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generatePoints } from '../src/physics/datasets/generate-points.ts'
import { framesRow, inBrowser, watchFrames } from './in-browser.ts'
import { atMost } from './measurement.ts'
import { tell } from './tell.ts'

const rows = 1_000_000

await inBrowser(async (page, scratch) => {
  const points = generatePoints('spiral', rows, 1)
  const csv = ['x,y', ...Array.from({ length: rows }, (_, i) => `${points[2 * i]},${points[2 * i + 1]}`)].join('\n')
  const path = join(scratch, 'million.csv')
  await writeFile(path, csv)

  await page.getByRole('link', { name: 'Data', exact: true }).click()
  await watchFrames(page)
  const began = performance.now()
  await page.getByLabel('Choose data files').setInputFiles(path)
  const dialog = page.getByRole('dialog', { name: 'million.csv' })
  await dialog.getByText('Points kept').waitFor()
  await dialog.locator('[data-figure="points"] canvas').first().waitFor()
  const previewed = performance.now()
  await dialog.getByRole('button', { name: 'Keep in the library' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.locator('.facts').getByText('million.csv').waitFor()
  const kept = performance.now()
  await page.locator('[data-figure="points"] canvas').first().waitFor()
  const drawn = performance.now()
  const seconds = (what: string, from: number, to: number, note?: string) => ({ what, unit: 's' as const, ours: (to - from) / 1000, note })
  const whole = (kept - began) / 1000
  tell(seconds('upload and preview', began, previewed, `CSV of ${(csv.length / 1e6).toFixed(0)} MB`))
  tell(seconds('import', previewed, kept))
  tell({ ...seconds('from choosing the file to the library', began, kept), goal: atMost(10, whole, ' s') })
  tell(seconds('until its points are drawn', kept, drawn))
  tell(await framesRow(page, 'meanwhile'))
})
