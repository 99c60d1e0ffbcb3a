import type { FlowConfig, FlowModel } from './flow-model.ts'
import { type EndpointCoefficients, type PathPoint, residual } from './paths.ts'
import { regress } from './regression.ts'
import { resolutionAt } from './resolution.ts'
import { envelopesOf, type Pair, sourceView } from './source-view.ts'
import { meanSquare, type ModeGroup } from './second-moments.ts'

/** All that training and sampling need to know of a time: how the network sees the state, and what its answer stands for. */
export interface FlowTime {
  readonly point: PathPoint
  /** The two numbers that the network is shown of each mode and plane. */
  readonly seen: readonly [LinearForm, LinearForm]
  /** Its answer about R^phi, which some networks do not give. */
  readonly phi: LearnedHalf
  /** Its answer about R^pi. */
  readonly pi: LearnedHalf
}

/** onField phi_t + onMomentum pi_t, coefficients one a group. */
export interface LinearForm {
  readonly onField: Float64Array
  readonly onMomentum: Float64Array
}

/** R = guess + scale · answer, group by group. */
export interface LearnedHalf {
  readonly guess: LinearForm
  readonly scale: Float64Array
  /** What the answer should be, coefficients of the end points `[groups, 4]`. */
  readonly target: Float64Array
  /** What its squared error counts for in the loss. */
  readonly weight: Float64Array
}

/**
 * Preconditioning (spec: 6.9, and docs/learning-speed.md for `source`):
 *
 *   none       the network sees (phi_t, pi_t) and answers R
 *   analytic   both are in units of their exact deviations
 *   source     it sees what the mode tells of its source, and noise apart from it, and answers the mean source, less the best
 *              linear guess of it, in units of the guess's error; R follows exactly.
 */
export function flowTime({ moments, config, extent }: Pick<FlowModel, 'moments' | 'config' | 'extent'>, t: number): FlowTime {
  const { variant, geometry, path, groups } = moments
  const point = path.at(t)
  // R^pi is linear in k², so two momenta give all.
  const atZero = residual(geometry, variant.alpha, t, 0, point)
  const atOne = residual(geometry, variant.alpha, t, 1, point)
  const seenAt = t < earliest ? path.at(earliest) : point
  const views = groups.map((group) => modeView(config, point, seenAt, group))
  const volume = variant.lossWeight === 'sliceVolume' ? geometry.sliceVolume(geometry.rIR + t * extent) : 1
  const byResolution = variant.lossWeight === 'resolution' ? resolutionWeight({ moments, config }, views, Math.max(t, earliest)) : null
  const half = (residualOf: (k: number) => EndpointCoefficients): LearnedHalf => {
    const made = { guess: emptyForm(groups.length), scale: new Float64Array(groups.length), target: new Float64Array(4 * groups.length), weight: new Float64Array(groups.length) }
    groups.forEach(({ k }, group) => {
      const { guess, scale, target } = views[group].answer(residualOf(k))
      setForm(made.guess, group, guess)
      made.scale[group] = scale
      made.target.set(target, 4 * group)
      made.weight[group] = byResolution === null ? volume * scale ** 2 : byResolution * Math.sign(scale ** 2)
    })
    return made
  }
  return {
    point,
    seen: [formOf(views, ({ seen }) => seen[0]), formOf(views, ({ seen }) => seen[1])],
    phi: half(() => atZero.phi),
    pi: half((k) => along(atZero.pi, atOne.pi, k * k)),
  }
}

/** At t = 0 the signal vanishes and with it the direction in which the source is seen; its limit is taken from here. */
const earliest = 1e-6

/**
 * Structures of the data that are finer than this many standard deviations are not worth learning. Without it the weight would go to
 * the end of the path, where a point is known to 0.006 and a network can only be worse.
 */
const finestStructure = 0.05

/**
 * What an error of the answer counts for when every time is to count alike: one over the mean share of the answers' variance that
 * nobody can know, because the state tells the point only to within sigma_y(t). Where the point is known to within sigma, the
 * source of a mode is open up to
 *
 *   <|e^(-ik·y) - <e^(-ik·y)>|²> = 1 - e^(-k² sigma²),   sigma² = sigma_y² + finestStructure²,
 *
 * half of it in each real plane. One for the FCN baseline, whose linear guess leaves open as much as anybody must.
 */
function resolutionWeight({ moments, config }: Pick<FlowModel, 'moments' | 'config'>, views: readonly ModeView[], t: number): number {
  if (moments.variant.state === 'points') return 1
  const squared = resolutionAt(moments, config.encoding.liftNoiseSigma, t) ** 2 + finestStructure ** 2
  let [left, modes] = [0, 0]
  moments.groups.forEach(({ k, count }, group) => {
    left += (count * -Math.expm1(-k * k * squared)) / (2 * views[group].guessError ** 2)
    modes += count
  })
  return modes / left
}

/** One mode at one time. */
interface ModeView {
  readonly seen: readonly [Pair, Pair]
  /** Deviation of the source from the guess that its answer is added to, in each real plane. */
  readonly guessError: number
  /** How a quantity R on the path is answered. */
  answer(quantity: EndpointCoefficients): { readonly guess: Pair; readonly scale: number; readonly target: EndpointCoefficients }
}

function modeView({ model, encoding }: FlowConfig, point: PathPoint, seenAt: PathPoint, { endpoints }: ModeGroup): ModeView {
  const deviation = (quantity: EndpointCoefficients) => Math.sqrt(meanSquare(quantity, endpoints))
  switch (model.preconditioning) {
    case 'none':
      return { seen: [[1, 0], [0, 1]], guessError: Math.SQRT1_2, answer: (quantity) => ({ guess: [0, 0], scale: 1, target: quantity }) }
    case 'analytic':
      return {
        seen: [[inverseOrZero(deviation(point.phi)), 0], [0, inverseOrZero(deviation(point.pi))]],
        guessError: Math.SQRT1_2,
        answer(quantity) {
          const scale = deviation(quantity)
          return { guess: [0, 0], scale, target: times(inverseOrZero(scale), quantity) }
        },
      }
    case 'source': {
      const [psi] = envelopesOf(endpoints)
      const { statistic, ancillary, conditional } = sourceView(seenAt, endpoints, encoding.liftNoiseSigma)
      const { onField, onMomentum, rest } = regress([0, 0, inverseOrZero(psi), 0], seenAt.phi, seenAt.pi, endpoints)
      const error = deviation(rest)
      const target = times(inverseOrZero(error), rest)
      return {
        seen: [statistic, ancillary],
        guessError: error,
        answer(quantity) {
          const given = conditional(quantity)
          return {
            guess: [given.onField + given.onSource * onField, given.onMomentum + given.onSource * onMomentum],
            scale: given.onSource * error,
            target,
          }
        },
      }
    }
  }
}

/** Typed arrays are filled one by one: `from` and `map` are slow, and this runs for every sample of a batch. */
function formOf(views: readonly ModeView[], pair: (view: ModeView) => Pair): LinearForm {
  const form = emptyForm(views.length)
  views.forEach((view, group) => { setForm(form, group, pair(view)) })
  return form
}

function emptyForm(groups: number): LinearForm {
  return { onField: new Float64Array(groups), onMomentum: new Float64Array(groups) }
}

function setForm({ onField, onMomentum }: LinearForm, group: number, pair: Pair): void {
  onField[group] = pair[0]
  onMomentum[group] = pair[1]
}

function along(from: EndpointCoefficients, to: EndpointCoefficients, share: number): EndpointCoefficients {
  const at = (i: number) => from[i] + share * (to[i] - from[i])
  return [at(0), at(1), at(2), at(3)]
}

function times(factor: number, [a, b, c, d]: EndpointCoefficients): EndpointCoefficients {
  return [factor * a, factor * b, factor * c, factor * d]
}

/**
 * The scale of a quantity by its deviation. One that vanishes identically (the zero mode's momentum at t = 1 without lift
 * noise, a target of weight zero) is left at zero.
 */
function inverseOrZero(deviation: number): number {
  return deviation > 0 ? 1 / deviation : 0
}
