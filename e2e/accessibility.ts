import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/**
 * What of the window a person would stumble over: axe's violations of level serious or critical, with their places. Without frames
 * axe needs no second page, which would take the window out of sight while it looks.
 *
 * @param rules only these; all where absent
 */
export async function seriousViolations(page: Page, rules?: string[]): Promise<string[]> {
  const judge = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await (rules ? judge.withRules(rules) : judge).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

export async function expectAccessible(page: Page): Promise<void> {
  expect(await seriousViolations(page)).toEqual([])
}
