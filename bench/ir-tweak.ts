/**
 * How fast the boundary answers to a changed bulk variable at L = 32: `node bench/ir-tweak.ts`. First the computation alone, asked of
 * the host; then in the window, from the event of the pointer on the disc to the end of the frame in which lattice, scatter and
 * numbers are drawn anew, single moves each waited for; then a drag, of which the gaps between answers are told. The aim is 100 ms.
 */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { holoscope } from '../e2e/furnish.ts'
import { tweakEntry } from '../src/physics/compute/tweak-entry.ts'
import { makeHolographicMap } from '../src/physics/neural-rg/map/make-map.ts'
import { goldenBulkField } from '../src/physics/neural-rg/map/golden-map.ts'
import { mapSchema } from '../src/shared/studies/neural-rg/config.ts'
import { inBrowser, quantile, rank } from './in-browser.ts'
import { atMost } from './measurement.ts'
import { tell } from './tell.ts'

const side = 32
const moves = 60

for (const kind of ['u1', 'coupling', 'realNvp'] as const) {
  const map = mapSchema.parse({ kind })
  const made = makeHolographicMap(map, side, 2)
  const input = JSON.stringify({
    side, map, components: 2, parameters: [...made.initialParameters()], field: [...goldenBulkField(made)], changes: [{ site: 0, value: [0.3, 0.4] }],
  })
  const times: number[] = []
  for (let i = 0; i < 20; i++) {
    const start = performance.now()
    JSON.stringify(tweakEntry.compute(JSON.parse(input)))
    times.push(performance.now() - start)
  }
  tell({
    what: `computation, ${kind} map, median`, unit: 'ms', ours: rank(times, 0.5),
    note: `${made.parameterCount} parameters, from text to text; 99 % within ${quantile(times, 0.99)}, first ${times[0].toFixed(1)} ms`,
  })
}

interface Seen { moved: number; drawn: number[] }

/** Times of pointer moves and of drawn answers, written down in the page. */
async function watchAnswers(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Seen = { moved: 0, drawn: [] }
    Object.assign(window, { seen })
    document.addEventListener('pointermove', (event) => (seen.moved = event.timeStamp), { capture: true })
    let noted = false
    const stroke = CanvasRenderingContext2D.prototype.stroke
    CanvasRenderingContext2D.prototype.stroke = function (this: CanvasRenderingContext2D, ...path: unknown[]) {
      Reflect.apply(stroke, this, path)
      if (noted || !this.canvas.closest('[data-figure="ir-tweak"]')) return
      noted = true
      // All panels are drawn in one frame, which is over when a task behind it runs.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        noted = false
        seen.drawn.push(performance.now())
      }
      port2.postMessage(null)
    }
  })
}
const seen = (page: Page) => page.evaluate(() => (window as unknown as { seen: Seen }).seen)

await inBrowser(async (page, scratch) => {
  await holoscope(join(scratch, 'home'), 'run', 'cphi4-8', '--title', 'Tweak', '--set', `theory.side=${side}`, '--set', 'stageOne.steps=2', '--set', 'stageTwo.steps=0',
    '--set', 'evaluation.samples=20', '--set', 'evaluation.monteCarloSamples=0', '--quiet')
  await page.reload()
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await page.getByRole('row', { name: /Tweak/ }).getByRole('link').click()
  await page.getByRole('tab', { name: 'Bulk explorer' }).click()
  await page.getByRole('radio', { name: 'Poincaré ball' }).click()
  await page.getByRole('radio', { name: 'Change it' }).click()
  const disc = page.getByRole('slider', { name: /in the complex plane$/ })
  await page.locator('[data-figure="ir-tweak"] canvas').first().waitFor()
  const box = (await disc.boundingBox())!
  await page.waitForTimeout(2000)
  await watchAnswers(page)
  const place = (i: number): [number, number] => [box.x + box.width / 2 + 40 * Math.cos(i / 5), box.y + box.height / 2 + 40 * Math.sin(i / 5)]

  await page.mouse.move(...place(0))
  await page.mouse.down()
  const waits: number[] = []
  for (let i = 1; i <= moves; i++) {
    const { drawn } = await seen(page)
    await page.mouse.move(...place(i))
    await page.waitForFunction((count) => (window as unknown as { seen: Seen }).seen.drawn.length > count, drawn.length)
    const after = await seen(page)
    waits.push(after.drawn[drawn.length] - after.moved)
    await page.waitForTimeout(100)
  }
  const typical = rank(waits, 0.5)
  tell({
    what: 'single move to the boundary drawn, median', unit: 'ms', ours: typical, goal: atMost(100, typical, ' ms'),
    note: `90 % within ${quantile(waits, 0.9)}, longest ${quantile(waits, 1)}`, raw: { milliseconds: waits },
  })

  const before = (await seen(page)).drawn.length
  for (let i = 1; i <= 3 * moves; i++) {
    await page.mouse.move(...place(moves + i))
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
  const times = (await seen(page)).drawn.slice(before)
  await page.mouse.up()
  const gaps = times.slice(1).map((time, i) => time - times[i])
  tell({
    what: 'drag, between two answers drawn, median', unit: 'ms', ours: rank(gaps, 0.5),
    note: `90 % within ${quantile(gaps, 0.9)}, longest ${quantile(gaps, 1)} of ${times.length}`,
  })
})
