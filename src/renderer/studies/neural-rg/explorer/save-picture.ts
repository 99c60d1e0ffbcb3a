import { type BulkCloud, type CloudView, layersOf } from './bulk-cloud.ts'
import type { BulkScene } from './bulk-scene.ts'
import type { SceneColours } from './cloud-objects.ts'

export interface PictureChoices {
  /** Pixels of the picture for each CSS pixel on the screen. */
  scale: number
  background: 'page' | 'transparent'
}

/** Browsers hold no larger canvas. */
const mostPixels = 16_000

/** The greatest scale at which a view of this size still fits a canvas. */
export const greatestScale = (width: number, height: number): number => Math.floor(mostPixels / Math.max(width, height, 1))

/** The scene as the bytes of a PNG, with its name, the quality of the embedding and the legend of layers on it. */
export async function savePicture(scene: Pick<BulkScene, 'draw'>, cloud: BulkCloud, view: CloudView, colours: SceneColours, { scale, background }: PictureChoices): Promise<Uint8Array> {
  const paper = scene.draw(scale, background === 'page' ? colours.background : null)
  const pen = paper.getContext('2d')!
  pen.scale(scale, scale)
  pen.textBaseline = 'top'
  pen.fillStyle = colours.text
  pen.font = '600 13px Inter, sans-serif'
  pen.fillText(cloud.name, 14, 10)
  pen.font = '12px Inter, sans-serif'
  pen.fillText(cloud.quality, 14, 28)
  layersOf(cloud).filter((layer) => !view.hiddenLayers.has(layer)).forEach((layer, row) => {
    const y = 54 + 18 * row
    pen.fillStyle = colours.layers[layer % colours.layers.length]
    pen.beginPath()
    pen.arc(19, y + 6, 4.5, 0, 2 * Math.PI)
    pen.fill()
    pen.fillStyle = colours.text
    pen.fillText(`l = ${layer}`, 30, y)
  })
  const blob = await new Promise<Blob | null>((resolve) => paper.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error(`The browser could not encode a picture of ${paper.width} × ${paper.height} pixels.`)
  return new Uint8Array(await blob.arrayBuffer())
}
