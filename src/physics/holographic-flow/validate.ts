import type { Issue } from '../../shared/issue.ts'
import type { HolographicFlowConfig } from '../../shared/studies/holographic-flow/config.ts'
import { checkBoxOfGenerator, checkEncoding, checkModes } from './check-encoding.ts'
import { checkGeometry } from './check-geometry.ts'
import { checkModel, checkNetwork, checkTraining } from './check-training.ts'
import { fail, finiteNumbers } from '../issue-makers.ts'

/**
 * Everything that physics has to say about a configuration: errors that forbid a run and warnings that do not, each with the
 * path of its field. Spec: table of 3.6, 5.2, 6.6, 7, 8.
 */
export function checkHolographicFlow(config: HolographicFlowConfig): Issue[] {
  const nonFinite = finiteNumbers(config, '')
  if (nonFinite.length > 0) return nonFinite
  const direct = [
    ...checkGeometry(config.geometry),
    ...checkDataDimension(config),
    ...checkEncoding(config),
    ...checkModel(config),
    ...checkNetwork(config),
    ...checkTraining(config),
  ]
  // Box and modes can be computed only where geometry and encoding are sound.
  const sound = !direct.some((issue) => issue.severity === 'error' && /^(geometry|encoding)\./.test(issue.path))
  return sound ? [...direct, ...checkBoxOfGenerator(config), ...checkModes(config)] : direct
}

/** The data are points in the plane: one field channel and one momentum axis for each of two coordinates. */
function checkDataDimension({ geometry }: HolographicFlowConfig): Issue[] {
  const d = geometry.boundaryDimension
  if (d !== 1 && d !== 3) return []
  return [fail('DimensionDoesNotFitData', 'geometry.boundaryDimension', `The data are points in the plane, so their boundary has d = 2, not ${d}. (The calculator takes d = 1 and 3 too.)`)]
}
