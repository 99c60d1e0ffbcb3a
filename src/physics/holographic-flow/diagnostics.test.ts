import * as tf from '@tensorflow/tfjs'
import type { Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import type { Network } from '../networks/network.ts'
import { stream } from '../random/stream.ts'
import { expectRelative } from '../testing/expect-printed.test-helper.ts'
import { flowModel } from './flow-model.ts'
import { regress } from './regression.ts'
import { residualShare } from './residual-share.ts'
import { meanSquare } from './second-moments.ts'
import { shellSpectrum } from './shell-spectrum.ts'
import { transferMatrix } from './transfer-matrix.ts'
import { velocityField } from './velocity-field.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const modelOf = (variant: string, preconditioning = 'none', rest: object = {}) => flowModel(holographicFlowConfigSchema.parse({
  study: 'holographic-flow', model: { variant, preconditioning }, encoding: { modes: 4 }, network: { kind: variant === 'fcn' ? 'fcn' : 'unet' }, ...rest,
}))
/** A network without weights that answers this number everywhere. */
const constant = (value: number, outputs: number): Network => ({
  parameters: [], apply: (_, input: Tensor) => tf.fill([...input.shape.slice(0, -1), outputs], value),
})
const points = new Float64Array(100)
stream(1, 'probe').fillNormal(points)
const options = { seed: 4, samples: 200, bins: 4, chunk: 64 }

describe('residual share', () => {
  it('of a network that answers zero is zero: pure Klein-Gordon', async () => {
    const { share, total } = await residualShare(modelOf('ads-kg-hermite'), constant(0, 4), [], points, options)
    expect([...share, total].every((value) => value === 0)).toBe(true)
  })

  it.each(['ads', 'cnn-spectral'])('of %s, whose network has the mean square of U, is one in every bin and shell', async (variant) => {
    // Preconditioned, an answer of one stands for one deviation of the target R, which is U without a backbone.
    const { share, total } = await residualShare(modelOf(variant, 'analytic'), constant(1, 8), [], points, options)
    for (const value of [...share, total]) expectRelative(value, 1, 1e-6)
  })

  it('of a constant answer c is 2 c² over the mean square of U, which is constant on straight paths', async () => {
    const model = modelOf('ads')
    const { share, momenta, radii } = await residualShare(model, constant(0.3, 8), [], points, options)
    expect(radii).toEqual(Float64Array.of(0.125, 0.375, 0.625, 0.875))
    model.moments.groups.forEach(({ k, endpoints: { phi0, pi0, phi1, pi1 } }, group) => {
      expect(momenta[group]).toBe(k)
      for (let bin = 0; bin < 4; bin++) expectRelative(share[bin * momenta.length + group], (2 * 0.09) / (phi0 + phi1 + pi0 + pi1), 1e-6)
    })
  })

  it('on the Hermite path counts N^pi against all of U', async () => {
    const model = modelOf('ads-kg-hermite')
    const { share, momenta } = await residualShare(model, constant(1, 4), [], points, { ...options, samples: 2000, bins: 1 })
    const { path, geometry, groups } = model.moments
    // Means over [0, 1] by the midpoint rule; 2000 uniform times leave a few per cent.
    const times = Array.from({ length: 400 }, (_, i) => (i + 0.5) / 400)
    groups.forEach(({ endpoints: e }, group) => {
      const square = ([a, b, c, d]: readonly [number, number, number, number]) => a * a * e.phi0 + b * b * e.pi0 + c * c * e.phi1 + d * d * e.pi1 + 2 * c * d * e.phi1pi1
      const weight = (t: number) => geometry.sliceVolume(t)
      const full = times.reduce((sum, t) => sum + weight(t) * (square(path.at(t).velocityPhi) + square(path.at(t).velocityPi)), 0)
      const learned = times.reduce((sum, t) => sum + weight(t), 0)
      expectRelative(share[group], learned / full, 0.15)
    })
    expect(momenta.length).toBe(groups.length)
  })

  it.each(['radius', 'resolution'])('counts the linear guess as learned, and is a mean over r whatever the clock: %s', async (clock) => {
    const model = modelOf('ads', 'source', { model: { variant: 'ads', preconditioning: 'source', clock } })
    const { share } = await residualShare(model, constant(0, 8), [], points, { ...options, bins: 1, samples: 2000 })
    // The guess is the regression of U on the state, so that <guess²> = <U²> - <rest²>.
    const times = Array.from({ length: 400 }, (_, i) => (i + 0.5) / 400)
    const { path, geometry, groups } = model.moments
    groups.forEach(({ endpoints }, group) => {
      const mean = (value: (t: number) => number) => times.reduce((sum, t) => sum + geometry.sliceVolume(t) * value(t), 0)
      const full = mean((t) => meanSquare(path.at(t).velocityPhi, endpoints) + meanSquare(path.at(t).velocityPi, endpoints))
      const rest = mean((t) => {
        const { phi, pi, velocityPhi, velocityPi } = path.at(t)
        return [velocityPhi, velocityPi].reduce((sum, velocity) => sum + meanSquare(regress(velocity, phi, pi, endpoints).rest, endpoints), 0)
      })
      // 2000 random times and states, fewer of them late in the clock by resolution.
      expectRelative(share[group], 1 - rest / full, 0.15)
    })
  })

  it('of the FCN baseline has one shell', async () => {
    const { momenta, share } = await residualShare(modelOf('fcn', 'analytic'), constant(1, 4), [], points, options)
    expect([...momenta]).toEqual([0])
    for (const value of share) expectRelative(value, 1, 1e-6)
  })
})

describe('shell spectrum', () => {
  const spectrum = (variant: string, rest: object = {}, samples = 4) => {
    const model = modelOf(variant, 'none', rest)
    const none: Network = { parameters: [], apply: () => tf.scalar(0) }
    const velocity = velocityField(model, none, null)
    return { model, spectrum: shellSpectrum(model, velocity, { solver: 'rk4', solverSteps: 4, samples, random: stream(5, 'sample'), resampling: stream(5, 'bootstrap'), chunk: 80 }) }
  }

  it.each([['AdS', {}], ['HSV', { geometry: { kind: 'hsv', hsvP: 0.5 } }]])('of the free flow is the Gaussian that the transfer matrix makes of the base: %s', async (_, rest) => {
    const { model, spectrum: pending } = spectrum('ads-kg-linear', rest, 160)
    const { generated, low, high, radii, momenta } = await pending
    const { geometry, groups } = model.moments
    expect(radii.length).toBe(5)
    let covered = 0
    radii.forEach((r, slice) => momenta.forEach((k, shell) => {
      const [[a, b]] = transferMatrix(geometry, k, geometry.rIR, r)
      const { endpoints, count } = groups[shell]
      const exact = 2 * (a * a * endpoints.phi0 + b * b * endpoints.pi0)
      const at = slice * momenta.length + shell
      // |phi_k|² is exponential: relative deviation 1 over modes · channels · samples. RK4-4 errs by less than 1 %.
      expectRelative(generated[at], exact, 0.01 + 4 / Math.sqrt(2 * count * 160))
      if (low[at] <= exact && exact <= high[at]) covered++
    }))
    // 95 % bands; slices of one shell are not independent.
    expect(covered / generated.length).toBeGreaterThan(0.75)
  })

  it('of data and path meet at the UV cut-off; path and noise in the IR', async () => {
    for (const variant of ['ads-kg-hermite', 'ads', 'heat']) {
      const { model, spectrum: pending } = spectrum(variant)
      const { path, encoded, momenta } = await pending
      const last = 4 * momenta.length
      momenta.forEach((_, shell) => {
        expectRelative(path[last + shell], encoded[last + shell], 1e-12)
        expectRelative(path[shell], 2 * model.moments.groups[shell].endpoints.phi0, 1e-12)
      })
    }
  })

  it('of encoded points falls off toward the IR and at large |k|: the bulk coarse-grains', async () => {
    const { encoded, momenta } = await spectrum('ads').spectrum
    for (let at = momenta.length; at < encoded.length; at++) if (at % momenta.length > 0) expect(encoded[at]).toBeGreaterThan(encoded[at - momenta.length])
    for (let at = 1; at < encoded.length; at++) if (at % momenta.length > 0) expect(encoded[at]).toBeLessThan(encoded[at - 1])
  })
})
