import { expect, type Page } from '@playwright/test'
import { dropFile, ringWithBadRows } from './drop-file.ts'
import { configure, makeSmall, state } from './test.ts'

/** A place, a tab, a dialog or a state of the window, and the way there. Whoever looks at all of them goes through this list. */
export interface View {
  name: string
  open(page: Page): Promise<unknown>
}

/** Goes to a place of the window, whatever lies over it now. */
export async function visit(page: Page, path: string): Promise<void> {
  for (let open = 0; open < 4 && (await page.locator('[role="dialog"], [role="menu"]').count()) > 0; open++) await page.keyboard.press('Escape')
  await page.evaluate(() => document.exitFullscreen().catch(() => undefined))
  await page.evaluate((hash) => (location.hash = hash), path)
  await expect(page.locator('main h1, main .empty').first()).toBeVisible()
}

/** The newest run of a study in a state. */
async function openRun(page: Page, word: string, study = 'Holographic flow'): Promise<void> {
  await visit(page, '/runs')
  await page.getByRole('row').filter({ has: page.locator('td.state', { hasText: word }), hasText: study }).first().getByRole('link').click()
  await expect(page.locator('.page-head .state')).toHaveText(word)
}
async function openTab(page: Page, name: string, study?: string): Promise<void> {
  await openRun(page, 'Done', study)
  await page.getByRole('tab', { name, exact: true }).click()
}
/** Pictures of a checkpoint are drawn on request, which takes a while. */
const drawn = { timeout: 180_000 }
async function openBulk(page: Page, part: string, figure: string): Promise<void> {
  await openTab(page, 'Bulk')
  await page.getByRole('radio', { name: part, exact: true }).click()
  await page.locator(`[data-figure="${figure}"] canvas`).first().waitFor(drawn)
}
async function newRun(page: Page): Promise<void> {
  await visit(page, '/new')
  await expect(page.getByRole('button', { name: 'Start' })).toBeEnabled()
}
/** The form begins anew with the example of a study. */
export async function chooseStudy(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: /^Study/ }).click()
  await page.getByRole('menuitemradio', { name: new RegExp(`^${title}`) }).click()
}
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).first().click()

/** A workspace in which nothing has happened yet. */
export const emptyViews: readonly View[] = [
  { name: 'first-start', open: (page) => page.getByRole('button', { name: 'Play' }).waitFor() },
  ...['runs', 'compare', 'gallery', 'data'].map((place): View => ({ name: `${place}-empty`, open: (page) => visit(page, `/${place}`) })),
  { name: 'compare-gone', open: (page) => visit(page, '/compare?runs=nothing') },
  { name: 'gallery-gone', open: (page) => visit(page, '/gallery?runs=nothing') },
  { name: 'run-unknown', open: (page) => visit(page, '/runs/nothing') },
]

const runViews: readonly View[] = [
  { name: 'runs', open: (page) => visit(page, '/runs') },
  {
    name: 'runs-chosen',
    open: async (page) => {
      await visit(page, '/runs')
      for (const row of [1, 2]) await page.getByRole('row').nth(row).getByRole('checkbox').check()
    },
  },
  {
    name: 'runs-no-match',
    open: async (page) => {
      await visit(page, '/runs')
      await page.getByRole('searchbox').fill('nothing like this')
    },
  },
  {
    name: 'runs-removed',
    open: async (page) => {
      await page.getByRole('searchbox').fill('')
      await visit(page, '/runs?chosen=2026-01-02T120000-failed')
      await button(page, 'Move the chosen runs to the trash')
      await page.getByRole('button', { name: 'Undo' }).waitFor()
    },
  },
  {
    name: 'run',
    open: async (page) => {
      // Back from the trash, if it went there: not by the button of the message, which may be gone by now.
      await visit(page, '/runs')
      await page.keyboard.press('Control+z')
      await page.getByRole('row', { name: /Failed/ }).waitFor()
      await openRun(page, 'Done')
      await page.locator('[data-figure="points"] canvas').first().waitFor()
    },
  },
  { name: 'run-menu', open: (page) => button(page, 'More actions') },
  {
    name: 'run-export',
    open: async (page) => {
      await openRun(page, 'Done')
      await button(page, /^Export/)
    },
  },
  { name: 'run-figures', open: (page) => openTab(page, 'Figures') },
  { name: 'bulk-field', open: (page) => openBulk(page, 'Field', 'bulk-slice') },
  { name: 'bulk-modes', open: (page) => openBulk(page, 'Modes', 'bulk-mode') },
  { name: 'bulk-clouds', open: (page) => openBulk(page, 'Clouds', 'bulk-clouds') },
  { name: 'bulk-dynamics', open: (page) => openBulk(page, 'Dynamics', 'residual-share') },
  { name: 'run-configuration', open: (page) => openTab(page, 'Configuration') },
  { name: 'run-provenance', open: (page) => openTab(page, 'Provenance') },
  { name: 'run-interrupted', open: (page) => openRun(page, 'Interrupted') },
  { name: 'run-failed', open: (page) => openRun(page, 'Failed') },
  { name: 'run-broken', open: (page) => visit(page, '/runs/2026-01-01T120000-copied-by-halves') },
]

const neuralRg = 'Neural renormalisation group'
const neuralRgViews: readonly View[] = [
  {
    name: 'neural-rg-run',
    open: async (page) => {
      await openRun(page, 'Done', neuralRg)
      await page.locator('[data-figure="field"] canvas').first().waitFor()
      await page.locator('[data-figure="loss"] canvas').first().waitFor()
    },
  },
  {
    name: 'neural-rg-vorticity',
    open: async (page) => {
      await openRun(page, 'Done', neuralRg)
      await page.getByRole('radio', { name: 'Vorticity', exact: true }).click()
      await page.locator('[data-figure="field"] canvas').first().waitFor()
    },
  },
  { name: 'neural-rg-figures', open: (page) => openTab(page, 'Figures', neuralRg) },
  {
    name: 'neural-rg-geometry',
    open: async (page) => {
      await openTab(page, 'Geometry', neuralRg)
      await page.locator('[data-figure="decimator-distances"] canvas').first().waitFor(drawn)
      await page.locator('details.verdict summary').click()
    },
  },
  {
    name: 'neural-rg-geometry-numbers',
    open: async (page) => {
      await page.getByRole('radio', { name: 'Numbers', exact: true }).click()
      await page.getByRole('region', { name: 'Numbers of the geometries' }).waitFor()
    },
  },
  { name: 'neural-rg-configuration', open: (page) => openTab(page, 'Configuration', neuralRg) },
  {
    name: 'neural-rg-provenance',
    open: async (page) => {
      await openTab(page, 'Provenance', neuralRg)
      await page.getByText('none: the action alone').waitFor()
    },
  },
  {
    name: 'neural-rg-new-run',
    open: async (page) => {
      await visit(page, '/new')
      await chooseStudy(page, neuralRg)
      await expect(page.getByRole('button', { name: 'Start' })).toBeEnabled()
    },
  },
  {
    name: 'neural-rg-real-field',
    open: async (page) => {
      await page.getByRole('button', { name: /^Theory:/ }).click()
      await page.getByRole('menuitemradio', { name: /^Real φ⁴/ }).click()
      await page.getByText('The field is real: the map is now RealNVP.').waitFor()
    },
  },
]

const wallViews: readonly View[] = [
  {
    name: 'compare',
    open: async (page) => {
      await visit(page, '/compare?all=1')
      await page.locator('[data-figure] canvas').first().waitFor()
    },
  },
  {
    name: 'gallery-runs',
    open: async (page) => {
      await visit(page, '/gallery?all=1')
      await page.locator('canvas[data-drawn]').first().waitFor()
    },
  },
  { name: 'gallery-full-screen', open: (page) => button(page, 'Full screen') },
  {
    name: 'gallery-steps',
    open: async (page) => {
      await visit(page, '/gallery?all=1&show=steps')
      await page.locator('canvas[data-drawn]').first().waitFor()
    },
  },
  {
    name: 'gallery-sheet',
    open: async (page) => {
      await button(page, /^Sheet/)
      await page.getByRole('dialog').locator('canvas').first().waitFor()
    },
  },
  {
    name: 'gallery-enlarged',
    open: async (page) => {
      await visit(page, '/gallery?all=1&show=steps')
      await page.getByRole('button', { name: /^Enlarge/ }).nth(1).click()
      await page.getByRole('dialog').locator('canvas').first().waitFor()
    },
  },
]

const dataViews: readonly View[] = [
  {
    name: 'data',
    open: async (page) => {
      await visit(page, '/data')
      await page.locator('[data-figure="points"] canvas').first().waitFor()
    },
  },
  {
    name: 'import',
    open: async (page) => {
      await dropFile(page, 'ring.csv', ringWithBadRows().text)
      await page.getByRole('dialog').locator('[data-figure="points"] canvas').first().waitFor()
    },
  },
  {
    name: 'import-refused',
    open: async (page) => {
      await visit(page, '/data')
      await dropFile(page, 'notes.csv', 'just a line of prose\n')
      await page.getByRole('dialog').getByRole('alert').waitFor()
    },
  },
  {
    name: 'drawing-pad',
    open: async (page) => {
      await visit(page, '/data')
      await button(page, 'Draw')
      await page.getByRole('img', { name: 'Drawing area' }).click({ position: { x: 120, y: 120 } })
    },
  },
]

const newRunViews: readonly View[] = [
  { name: 'new-run', open: newRun },
  {
    name: 'new-run-presets',
    open: async (page) => {
      await newRun(page)
      await button(page, /^Preset/)
    },
  },
  {
    name: 'new-run-json',
    open: async (page) => {
      await newRun(page)
      await button(page, 'JSON')
    },
  },
  {
    name: 'new-run-geometries',
    open: async (page) => {
      await newRun(page)
      await button(page, 'Named geometries')
      await page.getByRole('dialog').getByLabel('Name for what is set now').fill('As in the paper')
      await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
    },
  },
  {
    name: 'new-run-warp',
    open: async (page) => {
      await newRun(page)
      await page.getByRole('radio', { name: 'Own warp factor' }).click()
      const points = page.getByRole('group', { name: /Warp factor ln f over r/ }).getByRole('slider')
      for (let i = 0; i < 3; i++) await points.nth(3).press('Shift+ArrowDown')
    },
  },
  ...['model', 'network', 'training'].map((section): View => ({
    name: `new-run-${section}`,
    open: async (page) => {
      await visit(page, '/new')
      await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: new RegExp(section, 'i') }).click()
    },
  })),
  {
    name: 'new-run-impossible',
    open: async (page) => {
      await newRun(page)
      await page.getByRole('radio', { name: 'Anti-de Sitter', exact: true }).click()
      const field = page.locator('[data-path="geometry.conformalDimension"]').getByRole('textbox')
      await field.fill('1')
      await field.press('Enter')
      await page.locator('[data-code="LogarithmicMode"]').waitFor()
    },
  },
]

const windowViews: readonly View[] = [
  {
    name: 'system',
    open: async (page) => {
      await visit(page, '/system')
      await page.getByRole('heading', { name: 'Back ends' }).waitFor({ timeout: 60_000 })
    },
  },
  { name: 'palette', open: (page) => page.keyboard.press('Control+KeyK') },
  {
    name: 'shortcuts',
    open: async (page) => {
      await visit(page, '/runs')
      await page.keyboard.press('Control+Slash')
    },
  },
]

/** One trains, another waits for it; the first is paused. Begins with a form of no past. */
const trainingViews: readonly View[] = [
  {
    name: 'run-training',
    open: async (page) => {
      await visit(page, '/new')
      if (await page.getByRole('button', { name: `Study: ${neuralRg}` }).isVisible()) await chooseStudy(page, 'Holographic flow')
      await button(page, /^Preset/)
      await page.getByRole('menuitemradio').or(page.getByRole('menuitem')).first().click()
      await button(page, 'Start')
      await expect(state(page)).toHaveText('Running', drawn)
      await expect(page.locator('[data-figure="loss"] canvas')).toBeVisible(drawn)
    },
  },
  {
    name: 'run-queued',
    open: async (page) => {
      await visit(page, '/new')
      await configure(page, (config) => makeSmall(config, 5000))
      await button(page, 'Start')
      await expect(state(page)).toHaveText('Queued')
    },
  },
  {
    name: 'run-paused',
    open: async (page) => {
      await openRun(page, 'Running')
      await button(page, 'Pause')
      await expect(state(page)).toHaveText('Paused', drawn)
    },
  },
]

/** A furnished workspace (`furnish.ts`); what trains comes last. */
export const furnishedViews: readonly View[] = [...runViews, ...wallViews, ...dataViews, ...newRunViews, ...neuralRgViews, ...windowViews, ...trainingViews]
