import type { RandomStream } from '../../random/stream.ts'

/** Number of the four neighbours (right, left, below, above) of each site, `[N, 4]`; on L = 2 each pair appears twice. */
export function neighbourTable(side: number): Int32Array {
  const table = new Int32Array(4 * side * side)
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = (row * side + column) * 4
      table[at] = row * side + ((column + 1) % side)
      table[at + 1] = row * side + ((column + side - 1) % side)
      table[at + 2] = ((row + 1) % side) * side + column
      table[at + 3] = ((row + side - 1) % side) * side + column
    }
  }
  return table
}

/**
 * Wolff's cluster update of a field with S = -h Σ_<ij> φ_i·φ_j + terms that depend on the moduli alone: for a random unit vector e and
 * a_i = φ_i·e, a cluster grows from a random site; each bond to a neighbour with h a_i a_j > 0 joins with probability
 * 1 - e^{-2h a_i a_j}; then φ → φ - 2(φ·e) e on all of it. Ising spins and real φ⁴ have one component, XY spins two.
 *
 * U. Wolff, Phys. Rev. Lett. 62 (1989) 361; embedded in φ⁴: Brower, Tamayo, ibid. 1087.
 */
export class ClusterUpdate {
  readonly #sites: number
  readonly #components: number
  readonly #hopping: number
  readonly #neighbours: Int32Array
  readonly #direction: Float64Array
  readonly #projection: Float64Array
  readonly #stack: Int32Array
  readonly #joined: Uint8Array

  constructor({ side, components, hopping }: { side: number; components: number; hopping: number }) {
    this.#sites = side * side
    this.#components = components
    this.#hopping = hopping
    this.#neighbours = neighbourTable(side)
    this.#direction = new Float64Array(components)
    this.#projection = new Float64Array(this.#sites)
    this.#stack = new Int32Array(this.#sites)
    this.#joined = new Uint8Array(this.#sites)
  }

  /** Updates the field in place; returns the number of sites that were reflected. */
  update(field: Float64Array, random: RandomStream): number {
    const { length: components } = this.#direction
    this.#chooseDirection(random)
    const a = this.#projection
    for (let site = 0; site < this.#sites; site++) {
      let sum = 0
      for (let c = 0; c < components; c++) sum += field[site * components + c] * this.#direction[c]
      a[site] = sum
    }
    this.#joined.fill(0)
    let pending = 0
    let size = 0
    const join = (site: number) => {
      this.#joined[site] = 1
      this.#stack[pending++] = site
      size++
      for (let c = 0; c < components; c++) field[site * components + c] -= 2 * a[site] * this.#direction[c]
    }
    join(random.below(this.#sites))
    while (pending > 0) {
      const site = this.#stack[--pending]
      for (let k = 4 * site; k < 4 * site + 4; k++) {
        const other = this.#neighbours[k]
        if (this.#joined[other]) continue
        const strength = 2 * this.#hopping * a[site] * a[other]
        if (strength > 0 && random.uniform() < -Math.expm1(-strength)) join(other)
      }
    }
    return size
  }

  /**
   * Tries to reflect each site alone, in turn, about a direction of its own, with the heat-bath probability 1/(1 + e^{ΔS}),
   * ΔS = 2h (φ_i·e) Σ_j (φ_j·e). In hot fields clusters are single sites, of which a step would move only a few; this moves all.
   */
  reflectSites(field: Float64Array, random: RandomStream): void {
    const { length: components } = this.#direction
    const e = this.#direction
    for (let site = 0; site < this.#sites; site++) {
      this.#chooseDirection(random)
      let own = 0
      let around = 0
      for (let c = 0; c < components; c++) {
        own += field[site * components + c] * e[c]
        for (let k = 4 * site; k < 4 * site + 4; k++) around += field[this.#neighbours[k] * components + c] * e[c]
      }
      if (random.uniform() * (1 + Math.exp(2 * this.#hopping * own * around)) >= 1) continue
      for (let c = 0; c < components; c++) field[site * components + c] -= 2 * own * e[c]
    }
  }

  #chooseDirection(random: RandomStream): void {
    if (this.#components === 1) {
      this.#direction[0] = 1
      return
    }
    if (this.#components === 2) {
      const angle = 2 * Math.PI * random.uniform()
      this.#direction[0] = Math.cos(angle)
      this.#direction[1] = Math.sin(angle)
      return
    }
    random.fillNormal(this.#direction)
    const norm = Math.hypot(...this.#direction)
    for (let c = 0; c < this.#components; c++) this.#direction[c] /= norm
  }
}
