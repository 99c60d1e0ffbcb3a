import type { Page } from '@playwright/test'
import { seriousViolations } from './accessibility.ts'
import { furnish, trainSmallBulk, trainTwoRuns } from './furnish.ts'
import { configure, expect, makeSmall, open, test } from './test.ts'
import { emptyViews, furnishedViews, type View, visit } from './views.ts'

/** Violations in light and in dark; none is accepted. Structure is the same in both: in the dark only colours are judged again. */
async function violationsOf(page: Page, place: string): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    // Colours fade from one theme to the other; what is judged is where they end.
    await page.evaluate(async () => {
      for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame)
      for (const animation of document.getAnimations()) if (animation.effect?.getTiming().iterations !== Infinity) animation.finish()
    })
    const violations = await seriousViolations(page, colorScheme === 'dark' ? ['color-contrast'] : undefined)
    found.push(...violations.map((violation) => `${place}, ${colorScheme}: ${violation}`))
  }
  return found
}

async function expectViewsAccessible(page: Page, views: readonly View[]): Promise<void> {
  const found: string[] = []
  for (const view of views) {
    await view.open(page)
    found.push(...await violationsOf(page, view.name))
  }
  expect(found).toEqual([])
}

test('no view of an empty workspace has a serious accessibility violation, light or dark', async ({ page, lab }) => {
  await open(page, lab)
  await expectViewsAccessible(page, emptyViews)
})

test('no view, tab, dialog or state of a used workspace has one', async ({ page, lab }) => {
  test.setTimeout(1_200_000)
  await trainTwoRuns(lab.home)
  await furnish(lab.home)
  await open(page, lab)
  await expectViewsAccessible(page, furnishedViews)
})

test('the bulk explorer has none, in space and with a changed variable', async ({ page, lab }) => {
  test.setTimeout(600_000)
  await trainSmallBulk(lab.home)
  await open(page, lab)
  await visit(page, '/runs')
  await page.getByRole('row', { name: /Small bulk/ }).getByRole('link').click()
  await page.getByRole('tab', { name: 'Bulk explorer' }).click()
  await page.getByRole('application', { name: /^Embedding: trained/ }).waitFor({ timeout: 180_000 })
  const found = await violationsOf(page, 'bulk-explorer')
  await page.getByRole('radio', { name: 'Change it' }).click()
  await page.getByRole('slider', { name: /in the complex plane$/ }).waitFor()
  found.push(...await violationsOf(page, 'bulk-explorer-tweak'))
  await page.getByRole('button', { name: 'Camera' }).click()
  await page.getByRole('textbox', { name: 'Name for this camera' }).waitFor()
  found.push(...await violationsOf(page, 'bulk-explorer-cameras'))
  expect(found).toEqual([])
})

test('the keyboard reaches everything: skip link, places, menus', async ({ page, lab }) => {
  await open(page, lab)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.getByRole('link', { name: 'New run' }).focus()
  await page.keyboard.press('Enter')
  const preset = page.getByRole('button', { name: /^Preset/ })
  await preset.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(preset).toContainText('Smallest run')
})

test('what is removed or renamed comes back by Ctrl+Z, and goes again by Ctrl+Shift+Z', async ({ page, lab }) => {
  await open(page, lab)
  await page.getByRole('link', { name: 'New run' }).click()
  await configure(page, (config) => makeSmall(config, 20))
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(page.locator('.page-head .state')).toHaveText('Done', { timeout: 90_000 })
  const title = page.getByRole('heading', { level: 1 })
  const before = await title.innerText()
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Title of the run' }).fill('A better name')
  await page.keyboard.press('Enter')
  await expect(title).toHaveText('A better name')

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click()
  await expect(page).toHaveURL(/#\/runs$/)
  const row = page.getByRole('row', { name: /A better name/ })
  await expect(row).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(row).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('row', { name: new RegExp(before) })).toBeVisible()
  await page.keyboard.press('Control+Shift+Z')
  await expect(row).toBeVisible()

  // Form edits have a history of their own, also from a field that was left unchanged.
  await visit(page, '/new')
  const field = page.locator('[data-path="geometry.conformalDimension"]').getByRole('textbox')
  const was = await field.inputValue()
  await field.fill('1.75')
  await field.press('Tab')
  await expect(page.getByTitle('Undo (Ctrl+Z)')).toBeEnabled()
  await page.keyboard.press('Control+z')
  await expect(field).toHaveValue(was)
})
