import { describe, expect, it } from 'vitest'
import { brushSize, drawStroke, drawStrokes, type Paper, type Stroke } from './drawing.ts'

/** Paper that writes down what is drawn on it. */
function recorder(): { paper: Paper; lines: string[] } {
  const lines: string[] = []
  let at = ''
  const paper: Paper = {
    fillStyle: '', strokeStyle: '', lineWidth: 0, lineCap: 'butt', lineJoin: 'miter',
    fillRect: (...box) => lines.push(`fill ${String(paper.fillStyle)} ${box.join(',')}`),
    beginPath: () => (at = ''),
    moveTo: (x, y) => (at = `${x},${y}`),
    lineTo: (x, y) => (at += ` to ${x},${y}`),
    arc: (x, y, radius) => (at = `${x},${y} round ${radius}`),
    fill: () => lines.push(`${String(paper.fillStyle)} ${at}`),
    stroke: () => lines.push(`${String(paper.strokeStyle)} ${paper.lineWidth}: ${at}`),
  }
  return { paper, lines }
}
const stroke: Stroke = { erases: false, strength: 0.2, points: [{ x: 0.5, y: 0.5, size: 0.1 }, { x: 0.75, y: 0.5, size: 0.2 }, { x: 1, y: 1, size: 0.1 }] }

describe('a drawing', () => {
  it('is white paper, then ink in shades of grey; a click is a dot, an eraser draws paper', () => {
    const { paper, lines } = recorder()
    drawStrokes(paper, 100, [stroke, { ...stroke, erases: true }])
    expect(lines.slice(0, 3)).toEqual(['fill #fff 0,0,100,100', 'rgb(204 204 204) 50,50 round 5', 'rgb(204 204 204) 20: 50,50 to 75,50'])
    expect(lines[4]).toMatch(/^rgb\(255 255 255\)/)
  })

  it('drawn piece by piece is the same as drawn at once', () => {
    const [whole, parts] = [recorder(), recorder()]
    drawStroke(whole.paper, 100, stroke)
    drawStroke(parts.paper, 100, { ...stroke, points: stroke.points.slice(0, 1) })
    for (let i = 1; i < stroke.points.length; i++) drawStroke(parts.paper, 100, { ...stroke, points: stroke.points.slice(0, i + 1) }, i)
    expect(parts.lines).toEqual(whole.lines)
  })

  it('takes the pressure of a pen; a mouse, or a device that tells none, draws with the brush as it is', () => {
    expect([brushSize(0.1, 0.5), brushSize(0.1, 0)]).toEqual([0.1, 0.1])
    expect(brushSize(0.1, 1)).toBeGreaterThan(brushSize(0.1, 0.2))
  })
})
