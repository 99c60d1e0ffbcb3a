import type { GeometryConfig, HolographicFlowConfig } from '../../shared/studies/holographic-flow/config.ts'
import { Problem } from '../../shared/problem.ts'
import { adsGeometry } from './ads-geometry.ts'
import { customGeometry } from './custom-geometry.ts'
import type { Geometry } from './geometry.ts'
import { hsvGeometry } from './hsv-geometry.ts'
import { vevRescaled } from './vev-rescaling.ts'
import { splineProfile } from './warp-profile.ts'

/** The geometry that a configuration describes, in the source rescaling. Input is checked by `validate.ts`. */
export function makeGeometry(config: GeometryConfig): Geometry {
  switch (config.kind) {
    case 'ads':
      return adsGeometry(config)
    case 'hsv':
      return hsvGeometry(config)
    case 'custom':
      return newestCustom(config)
  }
}

/**
 * An own warp factor costs an integration for each momentum, which the geometry keeps. Previews ask for the same one again
 * and again (envelopes, encoded data, exact loss), so the newest is remembered; it is a pure function of the configuration.
 */
let newest: { key: string; geometry: Geometry } | null = null
function newestCustom(config: Extract<GeometryConfig, { kind: 'custom' }>): Geometry {
  const key = JSON.stringify(config)
  if (newest?.key !== key) newest = { key, geometry: customGeometry({ ...config, profile: splineProfile(config.controlPoints) }) }
  return newest.geometry
}

/** The geometry in the variables that the flow runs in: `makeGeometry` with the field rescaling of the encoding. */
export function makeFlowGeometry(config: Pick<HolographicFlowConfig, 'geometry'> & { encoding: Pick<HolographicFlowConfig['encoding'], 'fieldRescaling'> }): Geometry {
  const geometry = makeGeometry(config.geometry)
  if (config.encoding.fieldRescaling === 'source') return geometry
  if (geometry.kind === 'hsv') {
    throw new Problem('RescalingUnsupported', 'The massless field of the hyperscaling-violating geometry is not rescaled.', 'Choose the source rescaling.')
  }
  return vevRescaled(geometry)
}
