import { type FlowModel, stateSize } from './flow-model.ts'

/**
 * A lower bound on the log-density of points for the FCN baseline, whose state is the point y itself and an auxiliary momentum:
 *
 *   ln p(y) >= E_q [ln p_1(y, pi) - ln q(pi)],   q = N(0, sigma_L²),
 *
 * Jensen's inequality for p(y) = ∫ p_1(y, pi) dpi; the gap is the divergence KL(q || p_1(pi | y)). Returned in the units of the
 * data: minus d ln(standard deviation of the data). One value a point, the mean over its draws. Needs sigma_L > 0. Spec: 9.
 *
 * @param states encoded points `[N · draws, 2F]`, the draws of a point one after the other
 * @param logDensity ln p_1 of each
 */
export function pointDensityBounds(
  model: FlowModel, states: Float32Array, logDensity: Float64Array, { draws, dataDeviation }: { draws: number; dataDeviation: number },
): Float64Array {
  const { planes, config: { encoding: { liftNoiseSigma: sigma } } } = model
  const size = stateSize(model)
  const normalisation = planes * (Math.log(sigma) + Math.log(2 * Math.PI) / 2)
  const logProposal = (state: number) => {
    let squares = 0
    for (let plane = 0; plane < planes; plane++) squares += states[state * size + planes + plane] ** 2
    return -squares / (2 * sigma * sigma) - normalisation
  }
  return Float64Array.from({ length: logDensity.length / draws }, (_, point) => {
    let sum = 0
    for (let state = point * draws; state < (point + 1) * draws; state++) sum += logDensity[state] - logProposal(state)
    return sum / draws - planes * Math.log(dataDeviation)
  })
}
