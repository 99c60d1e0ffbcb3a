/**
 * Frames of the bulk explorer's scene while it is turned: `node bench/bulk-scene.ts`. The ideal bulk of L = 64, 1,365 points and some
 * 5,000 links of four segments each, turned by a drag of the mouse. The aim is 60 frames a second where the machine has a graphics
 * card; without one the processor draws. At rest nothing is drawn, which is told, too.
 */
import { join } from 'node:path'
import { holoscope } from '../e2e/furnish.ts'
import { framesRow, inBrowser, rendererName, watchFrames } from './in-browser.ts'
import { atMost } from './measurement.ts'
import { tell } from './tell.ts'

/** Milliseconds. */
const longestTurn = 20_000

await inBrowser(async (page, scratch) => {
  await holoscope(join(scratch, 'home'), 'run', 'cphi4-8', '--title', 'Large bulk', '--set', 'theory.side=64', '--set', 'stageOne.steps=1', '--set', 'stageTwo.steps=0',
    '--set', 'evaluation.samples=20', '--set', 'evaluation.storedSamples=1', '--set', 'evaluation.monteCarloSamples=0', '--quiet')
  // Every drawing ends in a call that the scene makes of WebGL once a frame.
  await page.addInitScript(() => {
    const counts = { drawings: 0 }
    Object.assign(window, { counts })
    const { clear } = WebGL2RenderingContext.prototype
    WebGL2RenderingContext.prototype.clear = function (this: WebGL2RenderingContext, mask: number): void {
      counts.drawings++
      clear.call(this, mask)
    }
  })
  await page.reload()
  const drawings = () => page.evaluate(() => (window as unknown as { counts: { drawings: number } }).counts.drawings)
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await page.getByRole('row', { name: /Large bulk/ }).getByRole('link').click()
  await page.getByRole('tab', { name: 'Bulk explorer' }).click()
  await page.getByRole('radio', { name: 'Poincaré ball' }).click()
  const scene = page.getByRole('application')
  await scene.waitFor()
  await page.getByRole('switch', { name: 'Links around the torus' }).click()
  await page.waitForTimeout(3000)
  const renderer = await rendererName(page)

  const still = await drawings()
  await page.waitForTimeout(2000)
  const atRest = await drawings() - still
  tell({ what: 'drawings in 2 s of rest', unit: '', ours: atRest, goal: atMost(0, atRest) })

  const box = (await scene.boundingBox())!
  const [x, y] = [box.x + box.width / 3, box.y + box.height / 2]
  await watchFrames(page)
  const start = { drawings: await drawings(), time: performance.now() }
  await page.mouse.move(x, y)
  await page.mouse.down()
  // 120 frames; where the processor draws, as many as there are in a while.
  for (let i = 1; i <= 120 && performance.now() - start.time < longestTurn; i++) {
    await page.mouse.move(x + i, y + 30 * Math.sin(i / 15))
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
  await page.mouse.up()
  const [count, seconds] = [await drawings() - start.drawings, (performance.now() - start.time) / 1000]
  tell({ what: 'turned, a drawing every', unit: 'ms', ours: (1000 * seconds) / count, note: `${count} in ${seconds.toFixed(1)} s, by ${renderer}` })
  tell(await framesRow(page, 'turned'))
})
