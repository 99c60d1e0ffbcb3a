import { describe, expect, it } from 'vitest'
import { stream } from '../random/stream.ts'
import { expectPrinted, expectRelative, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { adsGeometry } from './ads-geometry.ts'
import { hsvGeometry } from './hsv-geometry.ts'
import { decodeImage, encodeImage, imageLattice } from './image-encoding.ts'
import { matchFilter } from './matched-filters.ts'
import { modeLattice, overLattice } from './mode-lattice.ts'

const ads = (conformalDimension: number) => adsGeometry({ boundaryDimension: 2, conformalDimension, rIR: 0, rUV: 1 })

describe('matched filters', () => {
  it('12.53 least-squares heat and Matérn, and the Matérn of equal 1/e point', () => {
    const lattice = modeLattice(16, 8)
    const heat = matchFilter('heat', 'leastSquares', ads(1.5), lattice)
    const matern = matchFilter('matern', 'leastSquares', ads(1.5), lattice)
    // To 1e-7: float64 resolves a minimum no better.
    expectWithin(heat.parameter, 0.771036907, 1e-7)
    expectWithin(heat.rms, 0.0938414, 1e-7)
    expectWithin(matern.parameter, 0.937539771, 1e-7)
    expectWithin(matern.rms, 0.0440553, 1e-7)
    expectPrinted(matchFilter('matern', 'equalPoint', ads(1.5), lattice).parameter, '0.973516328')
    expectRelative(matchFilter('heat', 'equalPoint', ads(1.5), lattice).parameter, 1, 1e-12)
  })
  it.each([['AdS', ads(1.8)], ['HSV', hsvGeometry({ boundaryDimension: 2, hsvP: 0.4, zIR: 1, zUV: 0.3 })]] as const)('have the radial derivative as momentum in %s', (_name, geometry) => {
    for (const kind of ['heat', 'matern'] as const) {
      const filter = matchFilter(kind, 'leastSquares', geometry, modeLattice(8, 8))
      const step = 1e-6
      for (const k of [0, 0.8, 3]) {
        const r = geometry.rUV - 0.1
        const slope = (filter.modes(k, r + step).psi - filter.modes(k, r - step).psi) / (2 * step)
        expectWithin(slope, filter.modes(k, r).varpi, 1e-8)
      }
    }
  })
  it('least squares leave a smaller residual than the equal 1/e point', () => {
    for (const kind of ['heat', 'matern'] as const) {
      const lattice = modeLattice(16, 8)
      expect(matchFilter(kind, 'leastSquares', ads(2), lattice).rms).toBeLessThan(matchFilter(kind, 'equalPoint', ads(2), lattice).rms)
    }
  })
})

describe('images', () => {
  const lattice = imageLattice(28)
  const psi = overLattice(lattice, lattice.shells.map(({ k }) => ads(1.5).propagator(k, 1).psi))
  const random = stream(1, 'probe')
  const image = Float64Array.from({ length: 28 * 28 }, () => 2 * random.uniform() - 1)

  it('12.54 largest momentum and smallest envelope of 28 × 28 pixels', () => {
    expectPrinted(lattice.shells[lattice.shells.length - 1].k, '4.44288293816')
    expectPrinted(Math.min(...psi), '0.195060542845')
  })
  it('12.55 encoding and decoding give the image back', () => {
    decodeImage(encodeImage(image, lattice, psi), lattice, psi).forEach((value, i) => expectWithin(value, image[i], 1e-12))
  })
  it('the transform is orthonormal and its modes are Hermitian', () => {
    const ones = new Float64Array(28 * 28).fill(1)
    const { re, im } = encodeImage(image, lattice, ones)
    const power = (values: Float64Array) => values.reduce((sum, value) => sum + value ** 2, 0)
    expectRelative(power(re) + power(im), power(image), 1e-12)
    const at = (i: number, j: number) => 28 * ((i + 28) % 28) + ((j + 28) % 28)
    for (const [i, j] of [[1, 2], [5, 0], [27, 13]]) {
      expectWithin(re[at(i, j)], re[at(-i, -j)], 1e-12)
      expectWithin(im[at(i, j)], -im[at(-i, -j)], 1e-12)
    }
  })
})
