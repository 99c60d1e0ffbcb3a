import { BackSide, BufferGeometry, Color, Group, IcosahedronGeometry, InstancedMesh, LineBasicMaterial, LineSegments, Matrix4, Mesh, MeshBasicMaterial, MeshLambertMaterial, type Object3D, Vector3 } from 'three'
import { LineMaterial } from 'three/addons/lines/LineMaterial.js'
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js'
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js'
import { type BulkCloud, type CloudView, layersOf, linkShown } from './bulk-cloud.ts'
import { axisLabel, type SceneLabel } from './scene-labels.ts'

/** Colours of the page, as CSS has them. */
export interface SceneColours {
  background: string
  text: string
  line: string
  /** By layer, going round. */
  layers: readonly string[]
}

/** What is marked: the picked decimator, and those that it is about; the others step back. */
export interface CloudMarks {
  picked: number | null
  hovered: number | null
  /** Null: none steps back. */
  inside: ReadonlySet<number> | null
}

/** A cloud as three.js objects: one draw call for all points, one for the links, one for those that wrap. Distances in units of the radius. */
export interface CloudObjects {
  group: Group
  labels: SceneLabel[]
  /** Radius of each point. */
  sizes: Float64Array
  mark(marks: CloudMarks): void
  /** Widths in pixels of what is drawn into: exports are larger than the screen. */
  setLineScale(scale: number): void
  dispose(): void
}

/** Many points are small on the screen, where coarser spheres look the same and draw four times as fast. */
const fineUpTo = 400

export function cloudObjects(cloud: BulkCloud, view: CloudView, colours: SceneColours): CloudObjects {
  const group = new Group()
  const layers = layersOf(cloud).length
  const scaled = (value: number, axis: number) => (value - cloud.centre[axis]) / cloud.radius
  const sizes = Float64Array.from(cloud.places, ({ layer }) => pointRadius(layer, layers, cloud.places.length))

  const material = new MeshLambertMaterial()
  const points = new InstancedMesh(new IcosahedronGeometry(1, cloud.places.length > fineUpTo ? 1 : 3), material, cloud.places.length)
  points.frustumCulled = false
  group.add(points)

  // The back of a larger ball, seen around the picked one: a ring from every side.
  const ring = new Mesh(new IcosahedronGeometry(1, 3), new MeshBasicMaterial({ color: colours.text, side: BackSide }))
  group.add(ring)

  const lines: LineMaterial[] = []
  for (const wraps of [false, true]) {
    const shown = cloud.links.filter((link) => link.wraps === wraps && linkShown(cloud, link, view))
    if (shown.length === 0) continue
    const ends = shown.flatMap(({ path }) => path.slice(1).flatMap((end, i) => [...path[i].map(scaled), ...end.map(scaled)]))
    const lineMaterial = new LineMaterial({ color: colours.line, linewidth: 1, transparent: true, opacity: wraps ? 0.35 : 0.6, dashed: wraps, dashSize: 0.03, gapSize: 0.03 })
    const segments = new LineSegments2(new LineSegmentsGeometry().setPositions(ends), lineMaterial)
    if (wraps) segments.computeLineDistances()
    segments.frustumCulled = false
    lines.push(lineMaterial)
    group.add(segments)
  }
  const axisMaterial = new LineMaterial({ color: colours.text, linewidth: 1.5 })
  const axes = new LineSegments2(new LineSegmentsGeometry().setPositions(cloud.axes.flatMap(({ from, to }) => [...from.map(scaled), ...to.map(scaled)])), axisMaterial)
  lines.push(axisMaterial)
  group.add(axes)
  if (cloud.boundary) group.add(boundarySphere(colours.line))

  const labels = cloud.axes.map(({ label, from, to }) => {
    // A little beyond the end of the axis.
    const at = to.map((value, axis) => scaled(from[axis] + 1.06 * (value - from[axis]), axis))
    const made = axisLabel(label, colours.text)
    made.sprite.position.set(at[0], at[1], at[2])
    group.add(made.sprite)
    return made
  })

  const background = new Color(colours.background)
  function mark({ picked, hovered, inside }: CloudMarks): void {
    const matrix = new Matrix4()
    const colour = new Color()
    cloud.places.forEach(({ layer }, i) => {
      const hidden = view.hiddenLayers.has(layer)
      const marked = i === hovered ? 1.35 : 1
      const size = hidden ? 0 : sizes[i] * marked
      matrix.makeScale(size, size, size)
      matrix.setPosition(scaled(cloud.positions[3 * i], 0), scaled(cloud.positions[3 * i + 1], 1), scaled(cloud.positions[3 * i + 2], 2))
      points.setMatrixAt(i, matrix)
      colour.set(colours.layers[layer % colours.layers.length])
      if (inside && !inside.has(i) && i !== picked) colour.lerp(background, 0.72)
      points.setColorAt(i, colour)
    })
    points.instanceMatrix.needsUpdate = true
    ring.visible = picked !== null && !view.hiddenLayers.has(cloud.places[picked].layer)
    if (ring.visible && picked !== null) {
      ring.position.set(scaled(cloud.positions[3 * picked], 0), scaled(cloud.positions[3 * picked + 1], 1), scaled(cloud.positions[3 * picked + 2], 2))
      ring.scale.setScalar(sizes[picked] + 0.014)
    }
    if (points.instanceColor) points.instanceColor.needsUpdate = true
  }
  mark({ picked: null, hovered: null, inside: null })

  return {
    group, labels, sizes, mark,
    setLineScale: (scale) => lines.forEach((line) => (line.linewidth = scale * (line === axisMaterial ? 1.5 : 1))),
    dispose() {
      group.traverse(release)
      points.dispose()
    },
  }
}

/** Radius of a point in units of the cloud's; larger towards the infrared, smaller in a crowd. */
function pointRadius(layer: number, layers: number, count: number): number {
  return (0.013 + (0.02 * layer) / Math.max(1, layers - 1)) * Math.min(1.5, (200 / count) ** 0.25)
}

/** Where the boundary of the ball lies: circles of latitude and longitude, hardly seen. */
function boundarySphere(colour: string): Object3D {
  const steps = 72
  const turns = Array.from({ length: steps + 1 }, (_, i) => (2 * Math.PI * i) / steps)
  const meridians = Array.from({ length: 6 }, (_, i) => (Math.PI * i) / 6).map((turn) =>
    turns.map((t) => new Vector3(Math.cos(turn) * Math.cos(t), Math.sin(turn) * Math.cos(t), Math.sin(t))))
  const parallels = [-60, -30, 0, 30, 60].map((degrees) => (degrees * Math.PI) / 180).map((rise) =>
    turns.map((t) => new Vector3(Math.cos(rise) * Math.cos(t), Math.cos(rise) * Math.sin(t), Math.sin(rise))))
  const ends = [...meridians, ...parallels].flatMap((circle) => circle.slice(1).flatMap((end, i) => [circle[i], end]))
  return new LineSegments(new BufferGeometry().setFromPoints(ends), new LineBasicMaterial({ color: colour, transparent: true, opacity: 0.22 }))
}

interface Releasable { dispose(): void }
const releasable = (value: unknown): value is Releasable => typeof value === 'object' && value !== null && 'dispose' in value && typeof value.dispose === 'function'

function release(object: Object3D): void {
  if ('geometry' in object && releasable(object.geometry)) object.geometry.dispose()
  if ('material' in object && releasable(object.material)) {
    if ('map' in object.material && releasable(object.material.map)) object.material.map.dispose()
    object.material.dispose()
  }
}
