/**
 * The momenta of a periodic square of side L with K modes per axis: k = 2π n/L, n_j = j for j < K/2, else j - K (FFT order).
 * Arrays over the lattice are row by row `[K, K]`, the first axis is x. The row n = -K/2 has no partner +K/2.
 * Spec: 5.1.
 */
export interface ModeLattice {
  /** K */
  readonly modes: number
  /** L */
  readonly boxLength: number
  /** Integers n `[K]` in FFT order. */
  readonly integers: Int32Array
  /** 2π n/L `[K]` in FFT order. */
  readonly waveNumbers: Float64Array
  /** k² `[K, K]` */
  readonly kSquared: Float64Array
  /** Modes of equal |k|, ascending; envelopes and moments depend on the mode through its shell alone. */
  readonly shells: readonly Shell[]
  /** Shell index `[K, K]` */
  readonly shellOf: Int32Array
}

export interface Shell {
  /** |k| */
  readonly k: number
  /** Number of modes in it. */
  readonly count: number
}

export function modeLattice(modes: number, boxLength: number): ModeLattice {
  const integers = Int32Array.from({ length: modes }, (_, j) => (j < modes / 2 ? j : j - modes))
  const spacing = (2 * Math.PI) / boxLength
  const squares = new Int32Array(modes * modes)
  const counts = new Map<number, number>()
  for (let i = 0; i < modes; i++) {
    for (let j = 0; j < modes; j++) {
      const square = integers[i] ** 2 + integers[j] ** 2
      squares[i * modes + j] = square
      counts.set(square, (counts.get(square) ?? 0) + 1)
    }
  }
  const ascending = [...counts.keys()].sort((a, b) => a - b)
  const indexOf = new Map(ascending.map((square, index) => [square, index]))
  return {
    modes,
    boxLength,
    integers,
    waveNumbers: Float64Array.from(integers, (n) => n * spacing),
    kSquared: Float64Array.from(squares, (square) => square * spacing * spacing),
    shells: ascending.map((square) => ({ k: Math.sqrt(square) * spacing, count: counts.get(square)! })),
    shellOf: Int32Array.from(squares, (square) => indexOf.get(square)!),
  }
}

/** Spreads a value per shell over the lattice `[K, K]`. */
export function overLattice(lattice: ModeLattice, perShell: ArrayLike<number>): Float64Array {
  return Float64Array.from(lattice.shellOf, (shell) => perShell[shell])
}

/** Sum over all modes of a quantity given per shell. */
export function sumOverModes(lattice: ModeLattice, perShell: (shell: number) => number): number {
  return lattice.shells.reduce((sum, shell, index) => sum + shell.count * perShell(index), 0)
}
