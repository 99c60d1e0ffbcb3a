import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { renderFigure } from '../src/main/figures/index.ts'
import { flowModel } from '../src/physics/holographic-flow/flow-model.ts'
import { flowTime } from '../src/physics/holographic-flow/flow-time.ts'
import { resolutionAt } from '../src/physics/holographic-flow/resolution.ts'
import { figureSchema, figureStyleSchema } from '../src/shared/figure.ts'
import { holographicFlowConfigSchema, type ModelVariant } from '../src/shared/studies/holographic-flow/config.ts'

/**
 * The figure of docs/learning-speed.md that needs no training: how well a state tells its point, and how much of the target a
 * linear guess leaves, against flow time. Closed forms of the common block (AdS, K = 16, L = 8), seconds:
 *
 *   node bench/resolution-figure.ts
 */
const variants: ModelVariant[] = ['ads-kg-hermite', 'ads-kg-linear', 'ads', 'cnn-spectral']
const times = Array.from({ length: 121 }, (_, i) => 10 ** (-4 + (4 * i) / 121))
const modelOf = (variant: ModelVariant, preconditioning: 'analytic' | 'regression') =>
  flowModel(holographicFlowConfigSchema.parse({ study: 'holographic-flow', model: { variant, preconditioning } }))

const resolution = variants.filter((variant) => variant !== 'ads').map((variant) => {
  const { moments, config } = modelOf(variant, 'analytic')
  const name = variant === 'ads-kg-linear' ? 'ads, ads-kg-linear' : variant
  return { kind: 'line' as const, name, colour: variants.indexOf(variant), x: times, y: times.map((t) => resolutionAt(moments, config.encoding.liftNoiseSigma, t)) }
})

/** Share of the target's variance, summed over modes, that the guess leaves. */
const rest = variants.map((variant) => {
  const power = (preconditioning: 'analytic' | 'regression', t: number) => {
    const model = modelOf(variant, preconditioning)
    const { targetPhi, targetPi } = flowTime(model, t).deviations!
    return model.moments.groups.reduce((sum, { count }, i) => sum + count * (targetPhi[i] ** 2 + targetPi[i] ** 2), 0)
  }
  return { kind: 'line' as const, name: variant, colour: variants.indexOf(variant), x: times, y: times.map((t) => power('regression', t) / power('analytic', t)) }
})

const x = { label: 'flow time $t$', scale: 'log' as const }
const figure = figureSchema.parse({
  name: 'resolution', title: 'Resolution and linear guess', columns: 2,
  caption: 'Cramér-Rao resolution of the point by the state on the path, in standardised units, and share of the target variance that the linear guess leaves.',
  panels: [
    { title: 'How well a state tells its point', x, y: { label: '$\\sigma_y(t)$', scale: 'log' }, series: resolution },
    { title: 'What the linear guess leaves', x, y: { label: 'share of the target', scale: 'log' }, series: rest },
  ],
})
const path = fileURLToPath(new URL('../docs/images/resolution.svg', import.meta.url))
await writeFile(path, await renderFigure(figure, figureStyleSchema.parse({ widthMm: 178 }), 'svg'))
