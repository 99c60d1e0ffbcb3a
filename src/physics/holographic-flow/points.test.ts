import { describe, expect, it } from 'vitest'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { stream } from '../random/stream.ts'
import { expectPrinted, expectWithin } from '../testing/expect-printed.test-helper.ts'
import { circularSoftArgmax, decodePoints, phaseGradient, softArgmax } from './decode-points.ts'
import { encodePoints } from './encode-points.ts'
import { encodingEnvelopes } from './envelopes.ts'
import { positionField } from './position-field.ts'
import { sumOverModes } from './mode-lattice.ts'

const envelopes = encodingEnvelopes(holographicFlowConfigSchema.parse({ study: 'holographic-flow' }))
const { lattice } = envelopes
const encode = (x: number, y: number, channels = 1) => encodePoints(Float64Array.of(x, y), envelopes, channels)

/** Root mean square distance of the decoded point over uniform points, with noise of the given deviation on every plane. */
function rmsError(decode: (phi: Float64Array) => [number, number], reach: number, noise: number, count: number, channels = 1): number {
  const random = stream(5, 'probe')
  let sum = 0
  for (let n = 0; n < count; n++) {
    const [x, y] = [reach * (2 * random.uniform() - 1), reach * (2 * random.uniform() - 1)]
    const phi = encode(x, y, channels).phi.map((value) => value + noise * random.normal())
    const [dx, dy] = decode(phi)
    sum += (dx - x) ** 2 + (dy - y) ** 2
  }
  return Math.sqrt(sum / count)
}

describe('encoding of points', () => {
  it('12.39 phi of (0.5, -1.25) at the indices (1,0), (3,5), (15,2)', () => {
    const { phi } = encode(0.5, -1.25)
    const printed: [number, number, string, string][] = [
      [1, 0, '-0.692044216065', '0.286654100056'], [3, 5, '-0.154230325818', '-0.103053409031'], [15, 2, '0.370595236136', '-0.370595236136'],
    ]
    for (const [i, j, re, im] of printed) {
      expectPrinted(phi[2 * (16 * i + j)], re)
      expectPrinted(phi[2 * (16 * i + j) + 1], im)
    }
  })
  it('12.41 sums of psi² and varpi², and of 1/(1 + k²), over the lattice', () => {
    expectPrinted(envelopes.field.reduce((sum, value) => sum + value ** 2, 0), '18.2211049963')
    expectPrinted(envelopes.momentum.reduce((sum, value) => sum + value ** 2, 0), '21.1754501237')
    expectPrinted(sumOverModes(lattice, (shell) => 1 / (1 + lattice.shells[shell].k ** 2)), '19.9310183621')
  })
  it('5.1 the lattice reaches 2π on an axis and 8.885766 in the corner, and the zero mode is one', () => {
    expectPrinted(Math.max(...lattice.waveNumbers.map(Math.abs)), '6.283185')
    expectPrinted(lattice.shells[lattice.shells.length - 1].k, '8.885766')
    expect(lattice.shells.reduce((sum, shell) => sum + shell.count, 0)).toBe(256)
    expect(envelopes.field[0]).toBe(1)
  })
  it('shifts of the point are phases: the product of two encodings depends on the sum of the points', () => {
    const [a, b, sum] = [encode(0.3, -1).phi, encode(1.1, 0.4).phi, encode(0.3 + 1.1 + 4, -1 + 0.4 + 4).phi]
    for (let mode = 0; mode < 256; mode++) {
      const re = a[2 * mode] * b[2 * mode] - a[2 * mode + 1] * b[2 * mode + 1]
      expectWithin(re, envelopes.field[mode] * sum[2 * mode], 1e-13)
    }
  })
  it('channels are equal copies, planes ordered real, imaginary', () => {
    const [one, two] = [encode(0.5, 1).pi, encode(0.5, 1, 2).pi]
    for (let mode = 0; mode < 256; mode++) {
      expect([...two.subarray(4 * mode, 4 * mode + 4)]).toEqual([...one.subarray(2 * mode, 2 * mode + 2), ...one.subarray(2 * mode, 2 * mode + 2)])
    }
  })
})

describe('decoding of points', () => {
  it('12.40 both decoders give (0.5, -1.25) back; the field peaks at index (72, 44) with 0.213641671083', () => {
    const { phi } = encode(0.5, -1.25)
    for (const [x, y] of [softArgmax(phi, lattice, 128), phaseGradient(phi, lattice), circularSoftArgmax(phi, lattice, 128)]) {
      expectWithin(x, 0.5, 1e-5)
      expectWithin(y, -1.25, 1e-5)
    }
    const field = positionField(phi, lattice, 128)
    const peak = field.indexOf(Math.max(...field))
    expect([Math.floor(peak / 128), peak % 128]).toEqual([72, 44])
    expectPrinted(field[peak], '0.213641671083')
  })
  it('the field is the Fourier sum itself', () => {
    const { phi } = encode(-2, 0.7)
    const field = positionField(phi, lattice, 20)
    for (const [m, m2] of [[0, 0], [3, 17], [19, 8]]) {
      let sum = 0
      for (let i = 0; i < 16; i++) {
        for (let j = 0; j < 16; j++) {
          const angle = (lattice.waveNumbers[i] * m + lattice.waveNumbers[j] * m2) * (8 / 20)
          sum += phi[2 * (16 * i + j)] * Math.cos(angle) - phi[2 * (16 * i + j) + 1] * Math.sin(angle)
        }
      }
      expectWithin(field[20 * m + m2], sum / 256, 1e-14)
    }
  })
  it('5.5 the phase gradient is exact anywhere in the box, at its centre and its edge too', () => {
    const reached = rmsError((phi) => phaseGradient(phi, lattice), 3.999, 0, 500)
    expect(reached).toBeLessThan(1e-13)
    expectWithin(phaseGradient(encode(-4, -4).phi, lattice)[0] % 8, -4, 1e-13)
    expectWithin(phaseGradient(encode(0, 0).phi, lattice)[1], 0, 1e-13)
  })
  it('5.5 soft-argmax on 128² errs by 5e-6 up to 3.7, on 64² by 1.15e-2, and fails at the edge', () => {
    expectWithin(rmsError((phi) => softArgmax(phi, lattice, 128), 3.7, 0, 60), 5e-6, 4e-6)
    expectWithin(rmsError((phi) => softArgmax(phi, lattice, 64), 3.7, 0, 200), 1.15e-2, 0.2e-2)
    expect(Math.abs(softArgmax(encode(3.98, 0).phi, lattice, 128)[0] - 3.98)).toBeGreaterThan(1)
  })
  it('circular soft-argmax does not see the edge', () => {
    for (const x of [3.98, -3.99]) expectWithin(circularSoftArgmax(encode(x, 0).phi, lattice, 128)[0], x, 1e-4)
  })
  it('5.5 noise of 0.1 on a single channel: phase gradient 0.0287, soft-argmax 0.0185; two channels less by sqrt 2', () => {
    // Relative deviation of an rms over n points is about 1/(2 sqrt n) or somewhat more: 4 of them.
    expectWithin(rmsError((phi) => phaseGradient(phi, lattice), 3.5, 0.1, 3000), 0.0287, 0.0287 * 0.06)
    expectWithin(rmsError((phi) => phaseGradient(phi, lattice), 3.5, 0.1, 3000, 2), 0.0287 / Math.SQRT2, 0.0025)
    expectWithin(rmsError((phi) => softArgmax(phi, lattice, 128), 3.5, 0.1, 100), 0.0185, 0.0185 * 0.25)
  })
  it('decodes a batch of two-channel states in the order of the points', () => {
    const points = Float64Array.of(0.5, -1.25, 3, 2, -3.2, 0)
    const { phi } = encodePoints(points, envelopes)
    const decoded = decodePoints(phi, lattice, { decoder: 'phaseGradient', decoderGrid: 128 })
    decoded.forEach((value, i) => expectWithin(value, points[i], 1e-13))
  })
})
