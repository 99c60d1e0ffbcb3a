import { z } from 'zod'

/**
 * A parallel view of the bulk: lengths across the line of sight compare, and the same projection draws the scene and the vector
 * figure. Angles in degrees; z is up. Distances are in units of the cloud's radius, so that a camera fits every space.
 */
export const bulkCameraSchema = z.object({
  /** Turn about z; at 0 the first axis points to the right. */
  azimuth: z.number(),
  /** Above the plane z = 0; 90 looks down. */
  elevation: z.number().min(-90).max(90),
  zoom: z.number().positive(),
  /** Where the view is centred, from the middle of the cloud. */
  target: z.tuple([z.number(), z.number(), z.number()]),
})
export type BulkCamera = z.infer<typeof bulkCameraSchema>
export type Vector = readonly [number, number, number]

export const presetCameras = {
  oblique: { label: 'Oblique', camera: { azimuth: 30, elevation: 24, zoom: 1, target: [0, 0, 0] } },
  side: { label: 'Side', camera: { azimuth: 0, elevation: 0, zoom: 1, target: [0, 0, 0] } },
  top: { label: 'Top', camera: { azimuth: 0, elevation: 90, zoom: 1, target: [0, 0, 0] } },
} as const satisfies Record<string, { label: string; camera: BulkCamera }>
export const firstCamera: BulkCamera = presetCameras.oblique.camera

/** Unit vectors of the view: to the right, up, and towards the eye; right × up = eye. */
export function viewBasis({ azimuth, elevation }: Pick<BulkCamera, 'azimuth' | 'elevation'>): { right: Vector; up: Vector; eye: Vector } {
  const [turn, rise] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180]
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)]
  return {
    right: [cos, sin, 0],
    up: [-sin * Math.sin(rise), cos * Math.sin(rise), Math.cos(rise)],
    eye: [sin * Math.cos(rise), -cos * Math.cos(rise), Math.sin(rise)],
  }
}

/** Angles of the direction from the target to the eye; `azimuth` is kept where the eye stands above the target. */
export function anglesOf([x, y, z]: Vector, azimuth: number): Pick<BulkCamera, 'azimuth' | 'elevation'> {
  const level = Math.hypot(x, y)
  return {
    azimuth: level > 1e-9 * Math.hypot(level, z) ? (Math.atan2(x, -y) * 180) / Math.PI : azimuth,
    elevation: (Math.atan2(z, level) * 180) / Math.PI,
  }
}

/** Points `[n, 3]` as the view has them: to the right, up, and towards the eye, `[n, 3]`, in the points' own unit. */
export function projectPoints(points: ArrayLike<number>, camera: Pick<BulkCamera, 'azimuth' | 'elevation'>): Float64Array {
  const { right, up, eye } = viewBasis(camera)
  const result = new Float64Array(points.length)
  for (let i = 0; i < points.length; i += 3) {
    for (const [k, axis] of [right, up, eye].entries()) result[i + k] = axis[0] * points[i] + axis[1] * points[i + 1] + axis[2] * points[i + 2]
  }
  return result
}

/** Turned by the keyboard or by a step of the mouse. */
export function orbited(camera: BulkCamera, azimuth: number, elevation: number): BulkCamera {
  const turned = camera.azimuth + azimuth
  return { ...camera, azimuth: turned - 360 * Math.round(turned / 360), elevation: Math.max(-90, Math.min(90, camera.elevation + elevation)) }
}

const zooms = [0.2, 20] as const
export function zoomed(camera: BulkCamera, factor: number): BulkCamera {
  return { ...camera, zoom: Math.max(zooms[0], Math.min(zooms[1], camera.zoom * factor)) }
}

/** The point under the pointer: of those within `reach` of it the one nearest to the eye. Projected points, pointer and reach in one unit. */
export function pickPoint(projected: ArrayLike<number>, shown: (index: number) => boolean, [x, y]: readonly [number, number], reach: (index: number) => number): number | null {
  let best: number | null = null
  for (let i = 0; 3 * i < projected.length; i++) {
    if (!shown(i) || Math.hypot(projected[3 * i] - x, projected[3 * i + 1] - y) > reach(i)) continue
    if (best === null || projected[3 * i + 2] > projected[3 * best + 2]) best = i
  }
  return best
}
