import { FourierTransform } from '../../numerics/fft.ts'
import { stream } from '../../random/stream.ts'
import type { AuxiliaryFieldModel } from '../models/ising-field.ts'
import { drawCirculantNormal } from './circulant-normal.ts'
import { fieldOfSpins } from './field-of-spins.ts'
import type { FieldSampler } from './field-sampler.ts'
import { isingSpins, xySpins } from './spin-sampler.ts'

/**
 * Samples of an auxiliary field x from spins s: jointly e^{-½x†K⁻¹x + s·x}, so x given s is normal with mean Ks and covariance K in
 * each real component. The spins come from Wolff clusters; the normal part is drawn anew each step.
 */
export function auxiliarySampler(model: AuxiliaryFieldModel, seed: number): FieldSampler {
  const { side, coupling, components } = model
  const sites = side * side
  const spins = (components === 1 ? isingSpins : xySpins)({ side, temperature: coupling.temperature, seed })
  const re = new Float64Array(sites)
  const im = new Float64Array(sites)
  const noiseRe = new Float64Array(sites)
  const noiseIm = new Float64Array(sites)
  const fourier = new FourierTransform(side)

  return fieldOfSpins(spins, model.length, (field, values, steps) => {
    for (let i = 0; i < sites; i++) {
      re[i] = values[components * i]
      im[i] = components === 2 ? values[2 * i + 1] : 0
    }
    fourier.transform2d(re, im)
    for (let k = 0; k < sites; k++) {
      re[k] *= coupling.eigenvalues[k] / sites
      im[k] *= coupling.eigenvalues[k] / sites
    }
    fourier.transform2d(re, im, true)
    drawCirculantNormal(coupling.eigenvalues, side, stream(seed, 'auxiliary', steps), noiseRe, noiseIm)
    for (let i = 0; i < sites; i++) {
      field[components * i] = re[i] + noiseRe[i]
      if (components === 2) field[2 * i + 1] = im[i] + noiseIm[i]
    }
  })
}
