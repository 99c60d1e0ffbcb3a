/** What the blocks of a map are. The configuration of a run (`map`) is one of these. */
export type MapOptions = U1MapOptions | CouplingMapOptions | RealNvpMapOptions

/** On moduli, in the direction of generation; the inverse acts in the RG direction. */
export type Activation = 'asinh' | 'sinh' | 'none'

/** Scaling, rotation, activation of moduli: `u1-block.ts`. */
export interface U1MapOptions {
  readonly kind: 'u1'
  /** Layers; 0 takes all, log₂ L. */
  readonly depth: number
  readonly activation: Activation
  /** Pairs of disentanglers and decimators in a layer. */
  readonly repeats: number
}

/** The U(1) block, then affine couplings that see invariants alone: `coupling-block.ts`. */
export interface CouplingMapOptions {
  readonly kind: 'coupling'
  readonly depth: number
  /** Coupling steps in a block, p. */
  readonly couplings: number
  /** Hidden units of their networks, H. */
  readonly hidden: number
}

/** Affine couplings of real fields: `rnvp-block.ts`. */
export interface RealNvpMapOptions {
  readonly kind: 'realNvp'
  readonly depth: number
  readonly couplings: number
  readonly hidden: number
  readonly hiddenLayers: number
  readonly repeats: number
}
