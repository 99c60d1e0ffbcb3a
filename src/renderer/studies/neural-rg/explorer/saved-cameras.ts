import type { SavedPart } from '../../../../shared/system.ts'
import { type BulkCamera, bulkCameraSchema } from './camera.ts'
import { partsOf, type PartPlace } from '../../../forms/saved-parts.ts'

/** Cameras are kept with the workspace among its named parts, under the run that they belong to. */
export const camerasOf = (run: string): PartPlace => ({ study: 'neural-rg', path: `bulk-camera/${run}` })

/** The cameras of a run by name; what another version wrote and this one cannot read is left out. */
export function readCameras(parts: readonly SavedPart[], run: string): { name: string; camera: BulkCamera }[] {
  return partsOf(parts, camerasOf(run)).flatMap(({ name, value }) => {
    const camera = bulkCameraSchema.safeParse(value)
    return camera.success ? [{ name, camera: camera.data }] : []
  })
}
