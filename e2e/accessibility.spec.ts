import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { configure, expect, makeSmall, open, state, test } from './test.ts'

/** Violations that a person would stumble over; none is accepted. */
async function expectAccessible(page: Page, place: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(grave.map(({ id, nodes }) => `${place}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
}

test('no place has a serious accessibility violation, light or dark', async ({ page, lab }) => {
  await open(page, lab)
  await expectAccessible(page, 'first start')
  await page.getByRole('link', { name: 'New run' }).click()
  await configure(page, (config) => makeSmall(config, 20))
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(state(page)).toHaveText('Done', { timeout: 60_000 })
  for (const theme of ['Light', 'Dark']) {
    await page.getByRole('radio', { name: theme }).click()
    for (const tab of ['Provenance', 'Configuration', 'Overview']) {
      await page.getByRole('tab', { name: tab }).click()
      await expectAccessible(page, `${theme} run ${tab}`)
    }
    for (const place of ['New run', 'Runs', 'Compare', 'Gallery', 'Data', 'System']) {
      await page.getByRole('link', { name: place, exact: true }).first().click()
      await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible()
      await expectAccessible(page, `${theme} ${place}`)
    }
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByRole('row').nth(1).getByRole('link').click()
  }
})

test('the keyboard reaches everything: skip link, places, tabs, menus', async ({ page, lab }) => {
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
