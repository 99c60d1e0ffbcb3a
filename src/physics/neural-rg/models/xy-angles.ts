import type { LatticeModel } from './lattice-model.ts'

export interface XYParameters {
  side: number
  temperature: number
}

export interface XYAnglesModel extends LatticeModel {
  readonly id: 'xy'
  readonly temperature: number
}

/** The XY model in its angles: S = -(1/T) Σ_<ij> cos(θ_i - θ_j), one angle a site in radians. */
export function xyAngles({ side, temperature }: XYParameters): XYAnglesModel {
  const beta = 1 / temperature

  function evaluate(theta: Float64Array, gradient: Float64Array | null): number {
    let sum = 0
    gradient?.fill(0)
    for (let row = 0; row < side; row++) {
      const rowBelow = row + 1 === side ? 0 : row + 1
      for (let column = 0; column < side; column++) {
        const site = row * side + column
        const right = row * side + (column + 1 === side ? 0 : column + 1)
        const below = rowBelow * side + column
        for (const other of [right, below]) {
          const angle = theta[site] - theta[other]
          sum -= beta * Math.cos(angle)
          if (!gradient) continue
          const force = beta * Math.sin(angle)
          gradient[site] += force
          gradient[other] -= force
        }
      }
    }
    return sum
  }

  return {
    id: 'xy',
    side,
    components: 1,
    length: side * side,
    temperature,
    action: (theta) => evaluate(theta, null),
    actionGradient: (theta, gradient) => evaluate(theta, gradient),
  }
}
