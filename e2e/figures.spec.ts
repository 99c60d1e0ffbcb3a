import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expectAccessible } from './accessibility.ts'
import { expect, open, test } from './test.ts'

/** A finished run of seconds in the workspace of the lab, trained by the command line. */
async function trainedRun(home: string): Promise<void> {
  await promisify(execFile)(process.execPath, ['src/main/cli-entry.ts', 'run', 'mini-ci', '--title', 'Short run', '--set', 'training.steps=20', '--set', 'cadence.evaluateEvery=10', '--set', 'cadence.checkpointEvery=10', '--set', 'cadence.logEvery=2', '--quiet'], {
    env: { ...process.env, HOLOSCOPE_HOME: home },
  })
}

test('figures for a paper: other curves, a sheet of several, a journal, a caption, a script', async ({ page, lab, context }) => {
  test.setTimeout(400_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await trainedRun(lab.home)
  await open(page, lab)
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await page.getByRole('row', { name: /Short run/ }).getByRole('link').click()

  await page.getByRole('button', { name: 'Curve: Loss', exact: true }).click()
  await page.getByRole('menuitemradio', { name: 'Optimiser' }).click()
  await expect(page.locator('[data-figure="optimiser"] canvas')).toHaveCount(2)

  await page.getByRole('tab', { name: 'Figures' }).click()
  const list = page.getByRole('group', { name: 'On the sheet' })
  for (const name of ['Loss', 'All metrics', 'Training data', 'Step rate', 'Field slice', 'Residual share', 'Bulk geometry']) await expect(list.getByLabel(name, { exact: true })).toBeEnabled()
  await list.getByLabel('Step rate').check()
  await expect(page.locator('[data-figure="sheet"] canvas')).toHaveCount(3)
  // A figure of the bulk is drawn from the newest checkpoint when it is chosen, and takes its place on the sheet.
  await list.getByLabel('Trajectory of a mode').check()
  await expect(page.locator('[data-figure="sheet"] canvas')).toHaveCount(6, { timeout: 90_000 })
  // What it lets one choose is a form beside it.
  const mode = page.getByRole('group', { name: 'Choices of Trajectory of a mode' }).getByRole('textbox', { name: 'Mode' })
  await mode.fill('2, 1')
  await mode.press('Enter')
  await expect(page.getByRole('button', { name: /^Export .*n = \(2, 1\)/ })).toBeVisible()
  await list.getByRole('checkbox', { name: 'Trajectory of a mode' }).uncheck()
  await expect(page.locator('[data-figure="sheet"] canvas')).toHaveCount(3)

  await page.getByRole('button', { name: /^Export Loss, / }).click()
  await page.getByRole('button', { name: /^Journal/ }).click()
  await page.getByRole('menuitemradio', { name: 'Nature' }).click()
  await page.getByRole('radio', { name: 'Two columns, 183' }).click()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Copy the caption' }).click()
  const caption = await page.evaluate(() => navigator.clipboard.readText())
  expect(caption).toMatch(/^\(a\) Training loss\. \(b\) .* \(c\) .*configuration [0-9a-f]{12}\.$/)

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'PY', exact: true }).click()
  const script = await readFile(await (await download).path(), 'utf8')
  expect((await download).suggestedFilename()).toBe('sheet.py')
  expect(script).toContain('183 mm wide')
  // Its comment has plain spaces, the caption thin ones between thousands.
  expect(script).toContain(caption.replaceAll(/\s+/g, ' '))
  expect(script.match(/figure\.add_axes/g)).toHaveLength(3)
})
