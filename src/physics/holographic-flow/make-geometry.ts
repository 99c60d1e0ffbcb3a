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
      return customGeometry({ ...config, profile: splineProfile(config.controlPoints) })
  }
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
