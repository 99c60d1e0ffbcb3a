import type { FlowModel } from './flow-model.ts'
import { meanSource, type Rectangle } from './mean-source.ts'
import { sourceView } from './source-view.ts'

/** The eight filled tiles of the checkerboard [-4, 4)², in units of a standard deviation. Spec: 8. */
export function boardTiles(standardDeviation: number): Rectangle[] {
  const side = (index: number) => [(2 * index - 4) / standardDeviation, (2 * index - 2) / standardDeviation] as const
  return [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].filter((j) => (i + j) % 2 === 0).map((j) => ({ x: side(i), y: side(j) })))
}

/**
 * The velocity U that a perfect network would give: <U | S> for points spread evenly over rectangles. A state tells of its point
 * through T_k = s' Sigma^-1 (phi_t, pi_t), summed over channels (`sourceView`), so that the logarithm of the likelihood of y is
 *
 *   Re Σ_k conj(T_k) e^(-ik·y) + constant,
 *
 * and <U | S> follows from the mean source <e^(-ik·y) | S>. Integrated over y on a grid that is refined around the most likely
 * point until it resolves the posterior.
 *
 * @param states `[N, …sites, 2F]`; flows of modes only, 0 < t < 1
 * @returns dS/dt, of the same shape
 */
export function exactVelocity(model: FlowModel, prior: readonly Rectangle[], states: Float64Array, t: number): Float64Array {
  const { lattice, sites, planes, groupOf, moments: { groups, path }, config: { encoding: { liftNoiseSigma } } } = model
  if (!lattice) throw new RangeError('The exact velocity is known for flows of modes only.')
  const point = path.at(t)
  const views = groups.map(({ endpoints }) => {
    const view = sourceView(point, endpoints, liftNoiseSigma)
    return { likelihood: view.likelihood, phi: view.conditional(point.velocityPhi), pi: view.conditional(point.velocityPi) }
  })
  const size = 2 * planes * sites
  const velocity = new Float64Array(states.length)
  const statistic = new Float64Array(2 * sites)
  for (let first = 0; first < states.length; first += size) {
    statistic.fill(0)
    for (let site = 0; site < sites; site++) {
      const [onField, onMomentum] = views[groupOf[site]].likelihood
      for (let plane = 0; plane < planes; plane++) {
        const at = first + site * 2 * planes + plane
        statistic[2 * site + (plane & 1)] += onField * states[at] + onMomentum * states[at + planes]
      }
    }
    const source = meanSource(lattice, prior, statistic)
    for (let site = 0; site < sites; site++) {
      const { phi, pi } = views[groupOf[site]]
      for (let plane = 0; plane < planes; plane++) {
        const at = first + site * 2 * planes + plane
        const mean = source[2 * site + (plane & 1)]
        velocity[at] = phi.onField * states[at] + phi.onMomentum * states[at + planes] + phi.onSource * mean
        velocity[at + planes] = pi.onField * states[at] + pi.onMomentum * states[at + planes] + pi.onSource * mean
      }
    }
  }
  return velocity
}
