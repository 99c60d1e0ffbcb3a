/** A drawing as its strokes, so that each can be taken back; coordinates and sizes in units of the pad's side. */
export interface Stroke {
  erases: boolean
  /** Ink laid down, 0 to 1: shades of grey become densities. */
  strength: number
  points: StrokePoint[]
}

export interface StrokePoint {
  x: number
  y: number
  /** Diameter of the brush, pressure of the pen included. */
  size: number
}

/** The side of the picture that the pad makes, in pixels. */
export const padSide = 512

/**
 * Diameter for the pressure of a pen, 0 to 1: half the brush at a touch, one and a half at full pressure. A mouse reports 0.5
 * while its button is down, and draws with the brush as it is.
 */
export function brushSize(size: number, pressure: number): number {
  return size * (0.5 + (pressure > 0 ? pressure : 0.5))
}

/** The part of a 2D context that drawing needs. */
export type Paper = Pick<CanvasRenderingContext2D, 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineCap' | 'lineJoin' | 'fillRect' | 'beginPath' | 'moveTo' | 'lineTo' | 'stroke' | 'arc' | 'fill'>

/** White paper, and all strokes in their order. */
export function drawStrokes(paper: Paper, side: number, strokes: readonly Stroke[]): void {
  paper.fillStyle = '#fff'
  paper.fillRect(0, 0, side, side)
  for (const stroke of strokes) drawStroke(paper, side, stroke)
}

/**
 * One stroke as a dot and round pieces of line in one opaque grey, so that it lays down the same ink where its pieces overlap.
 * An eraser draws paper. (A line without length would leave nothing, hence the dot.)
 */
export function drawStroke(paper: Paper, side: number, { erases, strength, points }: Stroke, from = 0): void {
  const level = erases ? 255 : Math.round(255 * (1 - strength))
  const ink = `rgb(${level} ${level} ${level})`
  if (from <= 0 && points.length > 0) {
    paper.fillStyle = ink
    paper.beginPath()
    paper.arc(points[0].x * side, points[0].y * side, (points[0].size * side) / 2, 0, 2 * Math.PI)
    paper.fill()
  }
  paper.strokeStyle = ink
  paper.lineCap = 'round'
  paper.lineJoin = 'round'
  for (let i = Math.max(1, from); i < points.length; i++) {
    const point = points[i]
    const before = points[i - 1]
    paper.lineWidth = point.size * side
    paper.beginPath()
    paper.moveTo(before.x * side, before.y * side)
    paper.lineTo(point.x * side, point.y * side)
    paper.stroke()
  }
}
