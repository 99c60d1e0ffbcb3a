import { readFile } from 'node:fs/promises'
import type { Download, Page } from '@playwright/test'
import { trainSmallBulk } from './furnish.ts'
import { expect, open, test } from './test.ts'

/** Width and height of a PNG stand in its first chunk. */
async function pictureSize(download: Download): Promise<{ width: number; height: number }> {
  const bytes = await readFile(await download.path())
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}
async function openExplorer(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await page.getByRole('row', { name: /Small bulk/ }).getByRole('link').click()
  await page.getByRole('tab', { name: 'Bulk explorer' }).click()
}

test('the bulk of a run in space: a geometry beside its nulls, a camera, a light cone, a tweak that the boundary answers', async ({ page, lab }) => {
  test.setTimeout(600_000)
  await trainSmallBulk(lab.home)
  await open(page, lab)
  await openExplorer(page)

  // The learned geometry with its quality on it; the nulls are one click away and named.
  const scene = page.getByRole('application')
  await expect(scene).toHaveAttribute('aria-label', /^Embedding: trained\. .*stress.*negative mass/, { timeout: 180_000 })
  await page.getByRole('radio', { name: 'Shuffled' }).click()
  await expect(page.getByText('Embedding: shuffled couplings (null)')).toBeVisible()

  // Turned by keys; from above, kept under a name, and back there from another view.
  await scene.focus()
  await page.keyboard.press('ArrowRight')
  await expect(scene).toHaveAttribute('data-camera', '35 24')
  const camera = page.getByRole('button', { name: 'Camera' })
  await camera.click()
  await page.getByRole('button', { name: 'Top' }).click()
  await expect(scene).toHaveAttribute('data-camera', '0 90')
  await page.getByRole('textbox', { name: 'Name for this camera' }).fill('From above')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Side' }).click()
  await expect(scene).toHaveAttribute('data-camera', '0 0')
  await page.getByRole('button', { name: 'From above', exact: true }).click()
  await expect(scene).toHaveAttribute('data-camera', '0 90')
  await page.keyboard.press('Escape')

  // As pixels at thrice the size, as numbers, as lines.
  const box = (await scene.boundingBox())!
  await page.getByRole('button', { name: 'Picture' }).click()
  const scale = page.getByRole('textbox', { name: 'Pixels per screen pixel' })
  await scale.fill('3')
  await scale.press('Enter')
  const picture = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as PNG' }).click()
  const { width, height } = await pictureSize(await picture)
  expect(Math.abs(width - 3 * box.width)).toBeLessThanOrEqual(3)
  expect(Math.abs(height - 3 * box.height)).toBeLessThanOrEqual(3)
  const table = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Positions as CSV' }).click()
  const rows = (await readFile(await (await table).path(), 'utf8')).trim().split('\n')
  expect(rows[0]).toBe('x,y,z,l,a,b')
  expect(rows).toHaveLength(1 + 5)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Export Embedding: shuffled couplings (null)' }).click()
  const drawing = page.waitForEvent('download')
  await page.getByRole('button', { name: 'SVG', exact: true }).click()
  expect(await readFile(await (await drawing).path(), 'utf8')).toContain('<svg')

  // A variable of the ultraviolet reaches all of so small a lattice; seen from above the infrared one is in the middle of the ball.
  await page.getByRole('button', { name: /^Layer: / }).click()
  await page.getByRole('menuitemradio', { name: 'l = 0' }).click()
  await expect(page.getByText('Light cone: 16 of 16 sites')).toBeVisible()
  await page.getByRole('radio', { name: 'Poincaré ball' }).click()
  await expect(page.getByText('Ideal bulk, Poincaré ball')).toBeVisible()
  await scene.click()
  await expect(page.getByRole('button', { name: 'Layer: l = 1' })).toBeVisible()

  // The boundary answers to a turn of the whole last layer, and to one of its variables.
  await page.getByRole('radio', { name: 'Change it' }).click()
  const answer = page.getByRole('status', { name: 'Answer of the boundary' })
  await expect(answer).toContainText('0 of 16')
  await page.getByRole('radio', { name: 'Last layer' }).click()
  const alpha = page.getByRole('textbox', { name: 'Rotation of the last layer, radians' })
  await alpha.fill('1')
  await alpha.press('Enter')
  await expect(answer).toContainText('16 of 16')
  await page.getByRole('radio', { name: /^ζ\(1, 0, 0, / }).click()
  await expect(answer).toContainText('0 of 16')
  await page.getByRole('slider', { name: /in the complex plane$/ }).press('ArrowLeft')
  await expect(answer).toContainText('16 of 16')
  await expect(page.locator('[data-figure="ir-tweak"] canvas')).toHaveCount(4)

  // Without WebGL the same projection is drawn flat.
  await page.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]): never {
      return (kind === 'webgl2' ? null : Reflect.apply(getContext, this, [kind, ...rest])) as never
    }
  })
  await open(page, lab)
  await openExplorer(page)
  await expect(page.getByText(/This window has no WebGL/)).toBeVisible({ timeout: 180_000 })
  await expect(page.locator('[data-figure="bulk-embedding-trained"] canvas')).toBeVisible()
})
