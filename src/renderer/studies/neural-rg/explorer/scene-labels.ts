import { CanvasTexture, Sprite, SpriteMaterial, SRGBColorSpace } from 'three'

/** A word in the scene that stays as large on the screen, whatever the zoom. */
export interface SceneLabel {
  sprite: Sprite
  /** Width over height. */
  aspect: number
}

/** Height of a label's box in CSS pixels, and how much finer its picture is, for exports. */
export const labelHeight = 20
const finer = 6

export function axisLabel(text: string, colour: string, document: Document = window.document): SceneLabel {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')!
  const font = `500 ${finer * 13}px Inter, sans-serif`
  context.font = font
  canvas.width = Math.ceil(context.measureText(text).width) + finer * 6
  canvas.height = finer * labelHeight
  // A new size forgets the font.
  context.font = font
  context.fillStyle = colour
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  context.fillText(text, canvas.width / 2, canvas.height / 2)
  const map = new CanvasTexture(canvas)
  map.colorSpace = SRGBColorSpace
  const sprite = new Sprite(new SpriteMaterial({ map, depthTest: false, transparent: true }))
  return { sprite, aspect: canvas.width / canvas.height }
}
