/**
 * How fast the pictures follow a control point of the warp factor: `node bench/preview-latency.ts`. From the event of the pointer
 * to the end of the frame in which the curve of the editor, or the envelopes, are drawn anew. First single moves, each waited for;
 * then a drag at 60 moves a second, of which the gaps between drawings are told. The aim is 100 ms for the envelopes.
 */
import type { Page } from '@playwright/test'
import { framesRow, inBrowser, quantile, rank, watchFrames } from './in-browser.ts'
import { atMost } from './measurement.ts'
import { tell } from './tell.ts'

const moves = 100
interface Drawings { curve: number[]; envelopes: number[]; moved: number }

/** Times of pointer moves and of drawings, written down in the page. */
async function watchDrawings(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Drawings = { curve: [], envelopes: [], moved: 0 }
    Object.assign(window, { seen })
    document.addEventListener('pointermove', (event) => (seen.moved = event.timeStamp), { capture: true })
    // The frame is over when a task behind it runs.
    let noted: { curve?: true; envelopes?: true } = {}
    const note = (what: 'curve' | 'envelopes') => {
      if (noted[what]) return
      noted[what] = true
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          noted = {}
          seen[what].push(performance.now())
        }
        port2.postMessage(null)
      })
    }
    new MutationObserver(() => note('curve')).observe(document.querySelector('svg path.curve')!, { attributes: true, attributeFilter: ['d'] })
    const stroke = CanvasRenderingContext2D.prototype.stroke
    CanvasRenderingContext2D.prototype.stroke = function (this: CanvasRenderingContext2D, ...path: unknown[]) {
      Reflect.apply(stroke, this, path)
      if (this.canvas.closest('[data-figure="envelopes"]')) note('envelopes')
    }
  })
}
const drawings = (page: Page) => page.evaluate(() => (window as unknown as { seen: Drawings }).seen)
const frames = (page: Page, count: number) => page.evaluate(async (n) => {
  for (let i = 0; i < n; i++) await new Promise(requestAnimationFrame)
}, count)

await inBrowser(async (page) => {
  await page.getByRole('link', { name: 'New run' }).click()
  await page.getByRole('radio', { name: 'Own warp factor' }).click()
  const point = page.getByRole('group', { name: /Warp factor ln f over r/ }).getByRole('slider').nth(2)
  await page.getByText(/^Null energy condition (holds|violated)/).waitFor()
  await page.locator('[data-figure="envelopes"] canvas').first().waitFor()
  await page.waitForTimeout(1500)
  await page.getByRole('switch', { name: 'Snap to the grid' }).click()
  const box = (await point.boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await watchDrawings(page)

  await page.mouse.move(x, y)
  await page.mouse.down()
  const waits: { curve: number[]; envelopes: number[] } = { curve: [], envelopes: [] }
  for (let i = 1; i <= moves; i++) {
    const before = await drawings(page)
    await page.mouse.move(x, y + 40 * Math.sin(i / 7))
    await page.waitForFunction(({ curve, envelopes }) => {
      const { seen } = window as unknown as { seen: Drawings }
      return seen.curve.length > curve && seen.envelopes.length > envelopes
    }, { curve: before.curve.length, envelopes: before.envelopes.length })
    const after = await drawings(page)
    waits.curve.push(after.curve[before.curve.length] - after.moved)
    waits.envelopes.push(after.envelopes[before.envelopes.length] - after.moved)
    // The slower pictures (encoded data, cost) come to rest.
    await page.waitForTimeout(250)
  }
  for (const what of ['curve', 'envelopes'] as const) {
    const typical = rank(waits[what], 0.5)
    tell({
      what: `single move to ${what} drawn, median`, unit: 'ms', ours: typical, goal: atMost(100, typical, ' ms'),
      note: `99 % within ${quantile(waits[what], 0.99)}, longest ${quantile(waits[what], 1)}`, raw: { milliseconds: waits[what] },
    })
  }

  await watchFrames(page)
  const start = await drawings(page)
  for (let i = 1; i <= 3 * moves; i++) {
    await page.mouse.move(x, y + 40 * Math.sin(i / 20))
    await frames(page, 1)
  }
  const end = await drawings(page)
  await page.mouse.up()
  for (const what of ['curve', 'envelopes'] as const) {
    const times = end[what].slice(start[what].length)
    const gaps = times.slice(1).map((time, i) => time - times[i])
    tell({
      what: `drag, between two drawings of ${what}, median`, unit: 'ms', ours: rank(gaps, 0.5),
      note: `99 % within ${quantile(gaps, 0.99)}, longest ${quantile(gaps, 1)} of ${times.length}`,
    })
  }
  tell(await framesRow(page, 'drag'))
})
