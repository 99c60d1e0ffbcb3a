import { AmbientLight, DirectionalLight, OrthographicCamera, Scene, Vector3, WebGLRenderer } from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import type { BulkCloud, CloudView } from './bulk-cloud.ts'
import { anglesOf, type BulkCamera, firstCamera, pickPoint, projectPoints, viewBasis } from './camera.ts'
import { type CloudMarks, type CloudObjects, cloudObjects, type SceneColours } from './cloud-objects.ts'
import { labelHeight } from './scene-labels.ts'

/** Half the height of the view, in radii of the cloud, at zoom 1. */
export const viewReach = 1.18
/** Far enough that the whole cloud lies between the planes of a parallel view. */
const eyeDistance = 10
/** A pointer this near to a point means it, in CSS pixels. */
const pointerReach = 5
/** Largest stretch that is drawn at once for an export; larger pictures are put together of such. */
const tile = 2048

export interface BulkScene {
  show(cloud: BulkCloud, view: CloudView, colours: SceneColours): void
  mark(marks: CloudMarks): void
  setCamera(camera: BulkCamera): void
  resize(width: number, height: number, pixelRatio: number): void
  /** The point under a place of the canvas in CSS pixels. */
  pick(x: number, y: number): number | null
  /** Draws the view `scale` times as large as on the screen, in tiles, into a canvas of its own. */
  draw(scale: number, background: string | null): HTMLCanvasElement
  /** Releases all that the graphics card holds. */
  dispose(): void
}

export interface BulkSceneOptions {
  /** The view was turned, moved or zoomed with the mouse. */
  onCamera: (camera: BulkCamera) => void
}

/** WebGL where the machine has it; null where it has not, or refuses. */
export function webglOf(canvas: HTMLCanvasElement): WebGL2RenderingContext | null {
  return canvas.getContext('webgl2', { antialias: true, alpha: true, powerPreference: 'high-performance' })
}

/** The bulk as a scene. Draws when something changed, at most once a frame, and never by itself. Call `dispose` at the end. */
export function createBulkScene(canvas: HTMLCanvasElement, context: WebGL2RenderingContext, { onCamera }: BulkSceneOptions): BulkScene {
  const renderer = new WebGLRenderer({ canvas, context, antialias: true, alpha: true })
  const scene = new Scene()
  const eye = new OrthographicCamera(-1, 1, 1, -1, 0.1, 2 * eyeDistance)
  eye.up.set(0, 0, 1)
  const lamp = new DirectionalLight('#ffffff', 1.6)
  scene.add(new AmbientLight('#ffffff', 1.9), eye)
  eye.add(lamp)
  lamp.position.set(-1, 1.5, 3)
  const controls = new OrbitControls(eye, canvas)
  controls.enableDamping = false
  controls.minZoom = 0.2
  controls.maxZoom = 20

  let size = { width: 1, height: 1 }
  let camera: BulkCamera = firstCamera
  let cloud: BulkCloud | null = null
  let looked: CloudView | null = null
  let objects: CloudObjects | null = null
  let marks: CloudMarks = { picked: null, hovered: null, inside: null }
  let projected: Float64Array | null = null
  let waiting = 0
  /** The camera is being placed by `setCamera`, which needs no echo. */
  let placing = false

  function schedule(): void {
    if (waiting === 0) waiting = requestAnimationFrame(drawFrame)
  }
  function drawFrame(): void {
    waiting = 0
    fitLabels()
    renderer.render(scene, eye)
  }
  /** Labels keep their size on the screen. */
  function fitLabels(): void {
    const height = (labelHeight * (eye.top - eye.bottom)) / (size.height * eye.zoom)
    for (const { sprite, aspect } of objects?.labels ?? []) sprite.scale.set(height * aspect, height, 1)
  }
  function fitFrustum(): void {
    const aspect = size.width / size.height
    // The shorter side holds the whole cloud.
    const half = viewReach * Math.max(1, 1 / aspect)
    Object.assign(eye, { left: -half * aspect, right: half * aspect, top: half, bottom: -half })
    eye.updateProjectionMatrix()
  }
  function placeEye(): void {
    const { eye: direction } = viewBasis({ ...camera, elevation: Math.max(-89.9, Math.min(89.9, camera.elevation)) })
    placing = true
    controls.target.set(...camera.target)
    eye.position.set(...direction).multiplyScalar(eyeDistance).add(controls.target)
    eye.zoom = camera.zoom
    eye.updateProjectionMatrix()
    controls.update()
    placing = false
  }
  controls.addEventListener('change', () => {
    schedule()
    projected = null
    if (placing) return
    const direction = new Vector3().subVectors(eye.position, controls.target)
    const { azimuth, elevation } = anglesOf([direction.x, direction.y, direction.z], camera.azimuth)
    // The controls stop short of the pole.
    camera = { azimuth, elevation: Math.abs(elevation) > 89.89 ? Math.sign(elevation) * 90 : elevation, zoom: eye.zoom, target: controls.target.toArray() }
    onCamera(camera)
  })

  const shown: BulkScene = {
    show(next, view, colours) {
      objects?.dispose()
      if (objects) scene.remove(objects.group)
      cloud = next
      looked = view
      objects = cloudObjects(next, view, colours)
      objects.mark(marks)
      scene.add(objects.group)
      projected = null
      schedule()
    },
    mark(next) {
      marks = next
      objects?.mark(next)
      schedule()
    },
    setCamera(next) {
      if (next === camera) return
      camera = next
      placeEye()
      projected = null
      schedule()
    },
    resize(width, height, pixelRatio) {
      if (width < 2 || height < 2) return
      size = { width, height }
      renderer.setPixelRatio(pixelRatio)
      renderer.setSize(width, height, false)
      fitFrustum()
      // At once: a new size has emptied the canvas.
      drawFrame()
    },
    pick(x, y) {
      if (!cloud || !objects || !looked) return null
      const { places, centre, radius, positions } = cloud
      projected ??= projectPoints(positions.map((value, i) => (value - centre[i % 3]) / radius - camera.target[i % 3]), camera)
      const pixel = (eye.right - eye.left) / (size.width * eye.zoom)
      const pointer = [(x - size.width / 2) * pixel, (size.height / 2 - y) * pixel] as const
      const { sizes } = objects
      const { hiddenLayers } = looked
      return pickPoint(projected, (i) => !hiddenLayers.has(places[i].layer), pointer, (i) => sizes[i] + pointerReach * pixel)
    },
    draw(scale, background) {
      const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)]
      const paper = canvas.ownerDocument.createElement('canvas')
      Object.assign(paper, { width, height })
      const pen = paper.getContext('2d')!
      if (background) {
        pen.fillStyle = background
        pen.fillRect(0, 0, width, height)
      }
      const ratio = renderer.getPixelRatio()
      objects?.setLineScale(scale)
      renderer.setPixelRatio(1)
      fitLabels()
      for (let top = 0; top < height; top += tile) for (let left = 0; left < width; left += tile) {
        const [w, h] = [Math.min(tile, width - left), Math.min(tile, height - top)]
        renderer.setSize(w, h, false)
        eye.setViewOffset(width, height, left, top, w, h)
        renderer.render(scene, eye)
        pen.drawImage(canvas, left, top)
      }
      eye.clearViewOffset()
      objects?.setLineScale(1)
      shown.resize(size.width, size.height, ratio)
      return paper
    },
    dispose() {
      cancelAnimationFrame(waiting)
      controls.dispose()
      objects?.dispose()
      renderer.dispose()
    },
  }
  placeEye()
  return shown
}
