import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { badInputs, oddInputs, writeInput } from '../src/main/data/bad-inputs.test-helper.ts'
import { writePng } from '../src/main/data/pictures/write-png.test-helper.ts'
import { dropFile } from './drop-file.ts'
import { expect, open, test } from './test.ts'

let root: string
test.beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'holoscope-data-in-'))))
test.afterEach(() => rm(root, { recursive: true, force: true }))

/** Tables, a note and two pictures, one of them cut. */
async function writeFolder(): Promise<string> {
  const folder = join(root, 'May')
  await mkdir(join(folder, 'night'), { recursive: true })
  const picture = writePng({ width: 24, height: 24, type: 0, depth: 8, interlaced: false, filter: () => 0, sample: (x) => (x < 8 ? 0 : 255) })
  await writeFile(join(folder, 'a.csv'), 'x,y\n1,2\n3,4\nlost,1\n')
  await writeFile(join(folder, 'notes.md'), '# nothing but a title\n')
  await writeFile(join(folder, 'night', 'frame 2.png'), picture)
  await writeFile(join(folder, 'night', 'frame 10.png'), picture)
  await writeFile(join(folder, 'night', 'cut.png'), picture.subarray(0, picture.length - 20))
  return folder
}

test('a folder: a data set a file with a report of what was not taken, then its pictures as one', async ({ page, lab }) => {
  const folder = await writeFolder()
  await open(page, lab)
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  const picker = page.getByLabel('Choose a folder of data files')
  await picker.setInputFiles(folder)
  const dialog = page.getByRole('dialog', { name: 'Folder “May”' })
  await expect(dialog.getByText('3 pictures and 2 other files')).toBeVisible()
  const points = dialog.getByRole('textbox', { name: 'Points to draw' })
  await points.fill('300')
  await points.press('Enter')
  await dialog.getByRole('button', { name: 'Read the folder' }).click()
  await expect(dialog.getByRole('status')).toHaveText('3 data sets are in the library; 2 files were not taken.')
  const report = dialog.getByRole('region', { name: 'Files of the folder' })
  await expect(report.getByRole('row', { name: /a\.csv yes 2 points, 1 row left out/ })).toBeVisible()
  await expect(report.getByRole('row', { name: /notes\.md no The file holds no rows, only blank lines or comments/ })).toBeVisible()
  await expect(report.getByRole('row', { name: /cut\.png no The picture ends before its last pixel/ })).toBeVisible()
  await dialog.getByRole('button', { name: 'Show the library' }).click()
  await expect(page.getByRole('link', { name: /night\/frame 10/ })).toContainText('300 points')

  await picker.setInputFiles(folder)
  await dialog.getByRole('radio', { name: 'Pictures as one' }).click()
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Beam in May')
  await points.fill('401')
  await points.press('Enter')
  await dialog.getByRole('button', { name: 'Read the folder' }).click()
  await expect(dialog.getByRole('status')).toHaveText('One data set is in the library; 3 files were not taken.')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByRole('link', { name: /Beam in May/ })).toContainText('401 points')
})

test('a folder is dropped as a file manager drops it, beside a file of its own', async ({ page, lab }) => {
  const folder = await writeFolder()
  const single = join(root, 'single.csv')
  await writeFile(single, 'x,y\n1,2\n3,4\n')
  await open(page, lab)
  const browser = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await browser.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data: { items: [], files: [folder, single], dragOperationsMask: 1 } })
  }
  // One dialog after the other.
  const file = page.getByRole('dialog', { name: 'single.csv' })
  await expect(file.getByText('Points kept')).toBeVisible()
  await file.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('dialog', { name: 'Folder “May”' }).getByText('3 pictures and 2 other files')).toBeVisible()
})

test('files that cannot be read end in a sentence each, and nothing is lost', async ({ page, lab }) => {
  await open(page, lab)
  await dropFile(page, 'kept.csv', 'x,y\n1,2\n3,4\n')
  await page.getByRole('dialog', { name: 'kept.csv' }).getByRole('button', { name: 'Keep in the library' }).click()
  const entry = page.getByRole('link', { name: /kept/ })
  await expect(entry).toContainText('2 points')
  const picker = page.getByLabel('Choose data files')
  for (const input of badInputs) {
    await picker.setInputFiles(await writeInput(root, input))
    const dialog = page.getByRole('dialog', { name: input.name })
    await expect(dialog.getByRole('alert')).toContainText(input.sentence)
    await expect(dialog.getByRole('button', { name: 'Use as data set' })).toBeDisabled()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
  }
  for (const input of oddInputs) {
    await picker.setInputFiles(await writeInput(root, input))
    const dialog = page.getByRole('dialog', { name: input.name })
    for (const reason of input.leftOut) await expect(dialog.getByRole('region', { name: 'Rows left out' })).toContainText(reason)
    await dialog.getByRole('button', { name: 'Keep in the library' }).click()
    await expect(page.getByRole('link', { name: new RegExp(input.name.replace('.csv', '')) })).toContainText(`${input.kept} points`)
  }
  await expect(entry).toContainText('2 points')
})

test('the drawing pad: a pen draws broader under pressure, strokes go back and forth, and the keyboard alone can draw', async ({ page, lab }) => {
  await open(page, lab)
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  await page.getByRole('button', { name: 'Draw', exact: true }).click()
  const pad = page.getByRole('dialog', { name: 'Drawing pad' })
  const area = pad.getByRole('img', { name: 'Drawing area' })
  await area.click({ trial: true })
  const box = (await area.boundingBox())!
  const browser = await page.context().newCDPSession(page)
  /** A pen from left to right at a height, in shares of the pad. */
  const pen = async (height: number, force: number) => {
    const at = (share: number) => ({ x: box.x + share * box.width, y: box.y + height * box.height, pointerType: 'pen' as const, force })
    await browser.send('Input.dispatchMouseEvent', { type: 'mousePressed', button: 'left', clickCount: 1, ...at(0.3) })
    for (const share of [0.4, 0.5, 0.6, 0.7]) await browser.send('Input.dispatchMouseEvent', { type: 'mouseMoved', button: 'left', buttons: 1, ...at(share) })
    await browser.send('Input.dispatchMouseEvent', { type: 'mouseReleased', button: 'left', ...at(0.7) })
  }
  /** Share of inked pixels on the vertical middle line, between two heights. */
  const ink = (from: number, to: number) => area.evaluate((canvas, [low, high]) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('The drawing area is a canvas.')
    const { data } = canvas.getContext('2d')!.getImageData(canvas.width / 2, low * canvas.height, 1, (high - low) * canvas.height)
    return data.filter((value, i) => i % 4 === 0 && value < 128).length / canvas.height
  }, [from, to] as const)

  await pen(0.25, 0.1)
  await pen(0.75, 0.9)
  // A brush of 6 %: at pressure p it is 0.06 (1/2 + p) broad; a pixel at either edge is grey.
  const pixels = 2 / 512
  expect(Math.abs((await ink(0, 0.5)) - 0.06 * 0.6)).toBeLessThanOrEqual(pixels)
  expect(Math.abs((await ink(0.5, 1)) - 0.06 * 1.4)).toBeLessThanOrEqual(pixels)

  await pad.getByRole('button', { name: 'Undo' }).click()
  expect(await ink(0.5, 1)).toBe(0)
  await page.keyboard.press('Control+Shift+z')
  expect(await ink(0.5, 1)).toBeGreaterThan(0.05)
  await pad.getByRole('button', { name: 'Clear' }).click()
  await expect(pad.getByRole('button', { name: 'Redo' })).toBeDisabled()

  // By keyboard: a larger brush, a line upwards from the middle, then the eraser over its beginning.
  await area.focus()
  for (let i = 0; i < 4; i++) await page.keyboard.press(']')
  await expect(pad.getByText('10 %')).toBeVisible()
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowUp')
  // Four steps of half a brush, and a round end of half a brush on either side.
  expect(Math.abs((await ink(0, 1)) - (0.2 + 0.1))).toBeLessThanOrEqual(pixels)
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('e')
  await page.keyboard.press('Space')
  expect(Math.abs((await ink(0, 1)) - 0.2)).toBeLessThanOrEqual(pixels)
  await expect(pad.getByRole('button', { name: 'Use drawing' })).toBeEnabled()
})
