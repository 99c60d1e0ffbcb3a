import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { renderFigure } from '../src/main/figures/index.ts'
import { flowModel } from '../src/physics/holographic-flow/flow-model.ts'
import { residual } from '../src/physics/holographic-flow/paths.ts'
import { regress } from '../src/physics/holographic-flow/regression.ts'
import { resolutionAt } from '../src/physics/holographic-flow/resolution.ts'
import { meanSquare } from '../src/physics/holographic-flow/second-moments.ts'
import { noiseCovariance, sourceView } from '../src/physics/holographic-flow/source-view.ts'
import { figureSchema, figureStyleSchema } from '../src/shared/figure.ts'
import { holographicFlowConfigSchema, type ModelVariant } from '../src/shared/studies/holographic-flow/config.ts'

/**
 * The figure of docs/learning-speed.md that needs no training: how well a state tells its point, how much of the target a
 * linear guess leaves, and how much nobody can know, against flow time. Closed forms of the common block (AdS, K = 16, L = 8), seconds:
 *
 *   node bench/resolution-figure.ts
 */
const variants: ModelVariant[] = ['ads-kg-hermite', 'ads-kg-linear', 'ads', 'cnn-spectral']
const times = Array.from({ length: 121 }, (_, i) => 10 ** (-4 + (4 * i) / 121))
const modelOf = (variant: ModelVariant) => flowModel(holographicFlowConfigSchema.parse({ study: 'holographic-flow', model: { variant } }))

const resolution = variants.filter((variant) => variant !== 'ads').map((variant) => {
  const { moments, config } = modelOf(variant)
  const name = variant === 'ads-kg-linear' ? 'ads, ads-kg-linear' : variant
  return { kind: 'line' as const, name, colour: variants.indexOf(variant), x: times, y: times.map((t) => resolutionAt(moments, config.encoding.liftNoiseSigma, t)) }
})

/** Shares of the target's variance, summed over modes: what the best linear guess leaves, and what is left when the point is known. */
const left = (variant: ModelVariant) => {
  const { moments: { path, groups, geometry, variant: { alpha } }, config: { encoding: { liftNoiseSigma } } } = modelOf(variant)
  return times.map((t) => {
    const point = path.at(t)
    const sums = { all: 0, guess: 0, point: 0 }
    for (const { k, count, endpoints } of groups) {
      const view = sourceView(point, endpoints, liftNoiseSigma)
      for (const target of Object.values(residual(geometry, alpha, t, k * k, point))) {
        sums.all += count * meanSquare(target, endpoints)
        sums.guess += count * meanSquare(regress(target, point.phi, point.pi, endpoints).rest, endpoints)
        const { onField, onMomentum } = view.conditional(target)
        const noise = target.map((x, i) => x - onField * point.phi[i] - onMomentum * point.pi[i]) as [number, number, number, number]
        sums.point += count * noiseCovariance(noise, noise, endpoints, liftNoiseSigma)
      }
    }
    return { guess: sums.guess / sums.all, point: sums.point / sums.all }
  })
}
const rest = variants.flatMap((variant) => {
  const shares = left(variant)
  return (['guess', 'point'] as const).map((known) => ({
    kind: 'line' as const, name: known === 'guess' ? variant : `${variant}, point known`, colour: variants.indexOf(variant),
    dash: known === 'guess' ? 'solid' as const : 'dashed' as const, x: times, y: shares.map((share) => share[known]),
  }))
})

const x = { label: 'flow time $t$', scale: 'log' as const }
const figure = figureSchema.parse({
  name: 'resolution', title: 'Resolution and linear guess', columns: 2,
  caption: 'Cramér-Rao resolution of the point by the state on the path, in standardised units, and share of the target variance that the best linear guess leaves (solid), and that is left when the point is known (dashed).',
  panels: [
    { title: 'How well a state tells its point', x, y: { label: '$\\sigma_y(t)$', scale: 'log' }, series: resolution },
    { title: 'What is left to learn, and what cannot be', x, y: { label: 'share of the target', scale: 'log' }, series: rest },
  ],
})
const path = fileURLToPath(new URL('../docs/images/resolution.svg', import.meta.url))
await writeFile(path, await renderFigure(figure, figureStyleSchema.parse({ widthMm: 178 }), 'svg'))
