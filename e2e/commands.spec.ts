import { expectAccessible } from './accessibility.ts'
import { expect, open, test } from './test.ts'

test('the keyboard reaches everything: palette, shortcuts, help', async ({ page, lab }) => {
  await open(page, lab)
  await page.keyboard.press('Control+KeyK')
  const search = page.getByRole('combobox', { name: 'Search commands and runs' })
  await expect(search).toBeFocused()
  await expectAccessible(page)

  await search.fill('data go')
  await expect(page.getByRole('option', { selected: true })).toContainText('Go to Data')
  await page.keyboard.press('Enter')
  await expect(search).toBeHidden()
  await expect(page).toHaveURL(/#\/data$/)

  // The same command by its keys, which the help lists.
  await page.keyboard.press('Control+Slash')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  const keys = await help.locator('dl > div', { hasText: 'Go to Runs' }).locator('kbd').allInnerTexts()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await page.keyboard.press(keys.join('+'))
  await expect(page).toHaveURL(/#\/runs$/)

  await page.getByRole('button', { name: /^Commands/ }).click()
  await search.fill('appearance dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')

  await page.keyboard.press('Control+KeyK')
  await search.fill('no such thing')
  await expect(page.getByText('No command or run has these words.')).toBeVisible()
})
