import { describe, expect, it } from 'vitest'
import { stream } from '../random/stream.ts'
import { besselIScaled } from './bessel-i.ts'
import { FourierTransform } from './fft.ts'
import { logBesselI0 } from './log-bessel-i0.ts'

describe('Fourier transform', () => {
  it.each([1, 2, 8, 32])('of length %i is the sum that defines it, on any stride', (length) => {
    const stride = 3
    const re = new Float64Array(length * stride)
    const im = new Float64Array(length * stride)
    stream(1, 'fft').fillNormal(re)
    stream(2, 'fft').fillNormal(im)
    const [x, y] = [re.slice(), im.slice()]
    new FourierTransform(length).transform(re, im, { start: 1, stride })
    for (let k = 0; k < length; k++) {
      let [sumRe, sumIm] = [0, 0]
      for (let j = 0; j < length; j++) {
        const angle = (-2 * Math.PI * j * k) / length
        const at = 1 + j * stride
        sumRe += Math.cos(angle) * x[at] - Math.sin(angle) * y[at]
        sumIm += Math.sin(angle) * x[at] + Math.cos(angle) * y[at]
      }
      expect(re[1 + k * stride]).toBeCloseTo(sumRe, 12)
      expect(im[1 + k * stride]).toBeCloseTo(sumIm, 12)
    }
  })

  it('in two dimensions is undone by its inverse up to the factor n²', () => {
    const re = new Float64Array(64)
    const im = new Float64Array(64)
    stream(3, 'fft').fillNormal(re)
    const kept = re.slice()
    const fourier = new FourierTransform(8)
    fourier.transform2d(re, im)
    fourier.transform2d(re, im, true)
    kept.forEach((value, i) => expect(re[i] / 64).toBeCloseTo(value, 13))
  })

  it('refuses lengths that are no power of two', () => expect(() => new FourierTransform(6)).toThrow(/power of two/))
})

describe('ln I₀ and I₁/I₀', () => {
  it.each([0.3, 5, 29.9, 30.1, 200, 600])('agree with the scaled Bessel functions at %f', (x) => {
    const { logI0, ratio } = logBesselI0(x)
    // The scaled functions carry 12 to 13 digits.
    expect(logI0 / (Math.log(besselIScaled(0, x)) + x)).toBeCloseTo(1, 11)
    expect(ratio / (besselIScaled(1, x) / besselIScaled(0, x))).toBeCloseTo(1, 11)
  })

  it('start as x²/4 and x/2', () => {
    expect(logBesselI0(0)).toEqual({ logI0: 0, ratio: 0 })
    expect(logBesselI0(1e-8).logI0 / 2.5e-17).toBeCloseTo(1, 12)
    expect(logBesselI0(1e-8).ratio / 5e-9).toBeCloseTo(1, 12)
  })
})
