import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { furnish, holoscope } from '../e2e/furnish.ts'
import { Lab } from '../e2e/lab.ts'
import { emptyViews, furnishedViews } from '../e2e/views.ts'

/**
 * Pictures of every view, light and dark, at two sizes, to be looked at:
 *
 *   node scripts/screenshots.mjs [--home WORKSPACE] [--out FOLDER] [--only NAME,NAME] [--readme]
 *
 * Without a workspace with finished runs it trains the example first, which takes a minute or two. The workspace is copied, never
 * changed. `--readme` takes the README's few, into docs/images. FOLDER is a temporary one unless named, and is printed.
 */
const { values } = parseArgs({ options: { home: { type: 'string' }, out: { type: 'string' }, only: { type: 'string' }, readme: { type: 'boolean' } } })
/** Views in the README, and the names of their pictures. @type {Readonly<Record<string, string>>} */
const inReadme = { run: 'run', 'bulk-field': 'bulk', 'new-run': 'new-run' }
const names = values.readme ? Object.keys(inReadme) : values.only?.split(',')
const sizes = values.readme ? [{ width: 1280, height: 800 }] : [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }]
const out = values.readme ? 'docs/images' : values.out ?? await mkdtemp(join(tmpdir(), 'holoscope-screens-'))

const scratch = await mkdtemp(join(tmpdir(), 'holoscope-home-'))
const furnished = join(scratch, 'furnished')
await mkdir(out, { recursive: true })
await mkdir(furnished)
if (values.home) await cp(values.home, furnished, { recursive: true })
else await holoscope(furnished, 'run', 'example', '--quiet')
await furnish(furnished)
// Not the usual folder: whoever builds there meanwhile would take the pictures' interface away.
const bundle = join(scratch, 'bundle')
await build({ logLevel: 'warn', build: { outDir: bundle } })
const browser = await chromium.launch({
  executablePath: process.env.HOLOSCOPE_CHROMIUM ?? '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})

/**
 * @param {string} home
 * @param {readonly import('../e2e/views.ts').View[]} views
 */
async function shoot(home, views) {
  const lab = await Lab.create(home, bundle)
  const page = await browser.newPage({ viewport: sizes[0], deviceScaleFactor: values.readme ? 1.5 : 1 })
  try {
    await page.goto(lab.address)
    await page.getByRole('navigation', { name: 'Places' }).waitFor()
    for (const view of views.filter(({ name }) => names === undefined || names.includes(name))) {
      await page.setViewportSize(sizes[0])
      try {
        await view.open(page)
      } catch (error) {
        console.error(`${view.name} could not be opened: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
        process.exitCode = 1
      }
      for (const size of sizes) {
        await page.setViewportSize(size)
        for (const theme of /** @type {const} */ (['light', 'dark'])) {
          await page.emulateMedia({ colorScheme: theme })
          // Charts draw on the next frames, arrays arrive by a request, sliders come to rest.
          await page.waitForTimeout(900)
          await page.screenshot({ path: join(out, values.readme ? `${inReadme[view.name]}-${theme}.png` : `${view.name}-${size.width}-${theme}.png`) })
        }
      }
    }
  } finally {
    await page.close()
    await lab.close()
  }
}

try {
  if (!values.readme) {
    await mkdir(join(scratch, 'empty'))
    await shoot(join(scratch, 'empty'), emptyViews)
  }
  await shoot(furnished, furnishedViews)
} finally {
  await browser.close()
  await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
console.log(`The pictures are in ${out}.`)
