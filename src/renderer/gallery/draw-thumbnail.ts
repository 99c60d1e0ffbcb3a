import type { Panel, Series } from '../../shared/figure.ts'
import { heatMapImage } from '../../shared/figures/heat-map.ts'
import { panelRanges } from '../../shared/figures/ranges.ts'
import { equalAspectBox } from '../figures/equal-aspect.ts'
import { paint } from '../figures/plot-shapes.ts'
import { screenColour, type PlotTheme } from '../figures/plot-theme.ts'

/** What lies lower is drawn first. */
const depths: Record<Series['kind'], number> = { heatmap: 0, band: 1, line: 2, scatter: 3 }

/** Marks of a thumbnail in CSS pixels: small where there are many, larger where the figure wants them seen. */
const markSize = (count: number, wanted: number) => Math.max(1, Math.min(Math.max(2.5, wanted), 90 / Math.sqrt(Math.max(1, count))))

/**
 * A panel of points or of a lattice without axes, straight onto a canvas: ten thousand points take a few milliseconds, so that a
 * wall of pictures follows a slider. The frame is the panel's own; what lies outside is cut.
 */
export function drawThumbnail(canvas: HTMLCanvasElement, panel: Panel, theme: PlotTheme, pixelRatio: number): void {
  const { clientWidth: width, clientHeight: height } = canvas
  canvas.width = Math.round(width * pixelRatio)
  canvas.height = Math.round(height * pixelRatio)
  const context = canvas.getContext('2d')
  if (!context || width < 8 || height < 8) return
  context.scale(pixelRatio, pixelRatio)
  const ends = panelRanges(panel)
  const outer = { left: 1, top: 1, width: width - 2, height: height - 2 }
  const box = panel.equalAspect ? equalAspectBox(outer, ends.x, ends.y) : outer
  const left = (x: number) => box.left + ((x - ends.x[0]) / (ends.x[1] - ends.x[0])) * box.width
  const top = (y: number) => box.top + ((ends.y[1] - y) / (ends.y[1] - ends.y[0])) * box.height

  context.save()
  context.beginPath()
  context.rect(box.left, box.top, box.width, box.height)
  context.clip()
  // Maps first, then outlines: they lie under the points that they bound.
  const layers = panel.series.map((one, index) => [one, index] as const).sort(([a], [b]) => depths[a.kind] - depths[b.kind])
  layers.forEach(([series, index]) => {
    if (series.kind === 'heatmap') {
      const placed = heatMapImage(series, panel, ends.x, ends.y)
      if (!placed) return
      context.imageSmoothingEnabled = false
      context.drawImage(paint(placed.image), box.left + placed.left * box.width, box.top + placed.top * box.height, (placed.right - placed.left) * box.width, (placed.bottom - placed.top) * box.height)
    }
    if (series.kind === 'line') {
      context.strokeStyle = series.role === 'main' ? screenColour(panel, index, theme) : theme.grid
      context.lineWidth = 1
      context.beginPath()
      let down = false
      series.x.forEach((x, i) => {
        const y = series.y[i]
        if (x === null || y === null) down = false
        else if (down) context.lineTo(left(x), top(y))
        else context.moveTo(left(x), top(y))
        down = x !== null && y !== null
      })
      context.stroke()
    }
    if (series.kind === 'scatter') {
      const size = markSize(series.x.length, series.size)
      context.fillStyle = screenColour(panel, index, theme)
      context.globalAlpha = 0.75
      series.x.forEach((x, i) => {
        const y = series.y[i]
        if (x !== null && y !== null) context.fillRect(left(x) - size / 2, top(y) - size / 2, size, size)
      })
      context.globalAlpha = 1
    }
  })
  context.restore()
  context.strokeStyle = theme.axis
  context.strokeRect(box.left, box.top, box.width, box.height)
}
