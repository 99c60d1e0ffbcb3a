import { expect, it } from 'vitest'
import { stream } from '../../../physics/random/stream.ts'
import { theorySchema } from '../../../shared/studies/neural-rg/config.ts'
import { twistOrder } from './twist-order.ts'

const side = 4
const fields = (length: number, angle: (site: number, field: number) => number) =>
  Float64Array.from({ length: 40 * 2 * side * side }, (_, i) => length * (i % 2 === 0 ? Math.cos : Math.sin)(angle(Math.floor(i / 2) % side ** 2, Math.floor(i / (2 * side * side)))))

it('of fields of one direction the stiffness is that at T = 0, whatever the length of the spins, and there are no vortices', () => {
  const order = twistOrder(fields(2, (_, field) => field), theorySchema.parse({ kind: 'cphi4', side, rho: 4 }), 0.5, stream(1, 'spins'))
  expect(order?.helicity.value).toBeCloseTo(1, 12)
  expect(order?.vortices.value).toBe(0)
})

it('of random directions there is no stiffness, and a plaquette has a vortex with probability 1/3', () => {
  const random = stream(2, 'angles')
  const theory = theorySchema.parse({ kind: 'cphi4', side, rho: 1 })
  // At T → ∞ the second term of Υ vanishes with β, and the mean of cos Δθ is 0 ± 1/√(2·2·16·40).
  const order = twistOrder(fields(1, () => 2 * Math.PI * random.uniform()), theory, 1000, stream(2, 'spins'))!
  expect(Math.abs(order.helicity.value)).toBeLessThan(4 / Math.sqrt(2 * 2 * 16 * 40))
  // The four differences of a plaquette wrap to ±1 turn with probability 1/3; 640 correlated plaquettes.
  expect(Math.abs(order.vortices.value - 1 / 3)).toBeLessThan(5 * Math.sqrt((1 / 3) * (2 / 3) / 640))
})

it('real and free theories have none', () => {
  for (const kind of ['isingHS', 'phi4', 'free', 'haarGaussian']) expect(twistOrder(new Float64Array(0), theorySchema.parse({ kind, side }), 1, stream(1, 'spins'))).toBeNull()
})
