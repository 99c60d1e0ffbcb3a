import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { loadFont } from './fonts.ts'
import { withResolution } from './png-chunks.ts'
import { usedFonts, type Scene } from './scene.ts'
import { writeSvg } from './write-svg.ts'

let ready: Promise<void> | undefined

/** The rasteriser may be started once a process. */
function startRasteriser(): Promise<void> {
  ready ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then((bytes) => initWasm(bytes))
  return ready
}

/** Scene to PNG on white, exactly width times resolution pixels wide, with the resolution written into the file. */
export async function writePng(scene: Scene, dpi: number): Promise<Uint8Array> {
  await startRasteriser()
  const width = Math.max(1, Math.round((scene.width / 72) * dpi))
  // The rasteriser knows no @font-face; it gets the font files themselves.
  const renderer = new Resvg(writeSvg(scene, { embedFonts: false }), {
    fitTo: { mode: 'width', value: width },
    background: '#ffffff',
    font: { loadSystemFonts: false, fontBuffers: usedFonts(scene).map(({ key }) => loadFont(key).bytes) },
  })
  try {
    const image = renderer.render()
    try {
      return withResolution(image.asPng(), dpi)
    } finally {
      image.free()
    }
  } finally {
    renderer.free()
  }
}
