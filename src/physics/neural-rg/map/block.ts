import type { ParameterRole } from './holographic-map.ts'
import type { RandomStream } from '../../random/stream.ts'

/**
 * A bijection of the four sites of a block: 4C real numbers (C components a site, site by site) in the direction of generation
 * v → y, with its ln-det. What a map does anywhere on the lattice it does by one of these.
 */
export interface Block {
  /** Real numbers a site, C. */
  readonly components: 1 | 2
  readonly parameters: readonly BlockParameter[]
  readonly parameterCount: number
  /** Numbers that `generate` leaves behind for its reverse. */
  readonly tapeSize: number
  /** A working copy: parameters bound, scratch memory of its own. */
  evaluator(): BlockEvaluator
}

export interface BlockParameter {
  readonly name: string
  readonly role: ParameterRole
  readonly shape: readonly number[]
  /** Fills in the values that a training starts from. */
  initial(values: Float64Array, random: RandomStream): void
}

/** All functions work in place and allocate nothing. */
export interface BlockEvaluator {
  /** Takes the block's stretch of the flat vector, which begins at `offset`, and forgets gradients. */
  setParameters(parameters: Float64Array, offset: number): void
  /** values: v → y. Returns ln|det ∂y/∂v|; not finite where the numbers left their range. */
  generate(values: Float64Array, tape: Float64Array, at: number): number
  /** values: y → v. Returns ln|det ∂v/∂y|; not finite where the numbers left their range. */
  renormalize(values: Float64Array): number
  /**
   * adjoint: ∂f/∂y → ∂f/∂v for f(y, ln-det) with ∂f/∂ln-det given, at the point on the tape. Adds to the block's gradient of its
   * parameters when `accumulate`.
   */
  pullBack(adjoint: Float64Array, logDetAdjoint: number, tape: Float64Array, at: number, accumulate: boolean): void
  /** slope: ∂ln p/∂v of a density → that of its image, ∂/∂y [ln p(v(y)) − ln|det ∂y/∂v|]. */
  carryDensity(slope: Float64Array, tape: Float64Array, at: number): void
  /** Adds the gradient accumulated since it was last taken, and forgets it. */
  takeGradient(target: Float64Array, offset: number): void
}

/** Blocks one after the other, in the order of generation. */
export function chainBlocks(parts: readonly { readonly name: string; readonly block: Block }[]): Block {
  const blocks = parts.map(({ block }) => block)
  const parameterOffsets = runningSums(blocks.map(({ parameterCount }) => parameterCount))
  const tapeOffsets = runningSums(blocks.map(({ tapeSize }) => tapeSize))
  return {
    components: blocks[0].components,
    parameters: parts.flatMap(({ name, block }) => block.parameters.map((parameter) => ({ ...parameter, name: name ? `${name}.${parameter.name}` : parameter.name }))),
    parameterCount: parameterOffsets.total,
    tapeSize: tapeOffsets.total,
    evaluator() {
      const evaluators = blocks.map((block) => block.evaluator())
      const last = evaluators.length - 1
      return {
        setParameters(parameters, offset) {
          for (let i = 0; i <= last; i++) evaluators[i].setParameters(parameters, offset + parameterOffsets.starts[i])
        },
        generate(values, tape, at) {
          let logDet = 0
          for (let i = 0; i <= last; i++) logDet += evaluators[i].generate(values, tape, at + tapeOffsets.starts[i])
          return logDet
        },
        renormalize(values) {
          let logDet = 0
          for (let i = last; i >= 0; i--) logDet += evaluators[i].renormalize(values)
          return logDet
        },
        pullBack(adjoint, logDetAdjoint, tape, at, accumulate) {
          for (let i = last; i >= 0; i--) evaluators[i].pullBack(adjoint, logDetAdjoint, tape, at + tapeOffsets.starts[i], accumulate)
        },
        carryDensity(slope, tape, at) {
          for (let i = 0; i <= last; i++) evaluators[i].carryDensity(slope, tape, at + tapeOffsets.starts[i])
        },
        takeGradient(target, offset) {
          for (let i = 0; i <= last; i++) evaluators[i].takeGradient(target, offset + parameterOffsets.starts[i])
        },
      }
    },
  }
}

function runningSums(sizes: readonly number[]): { starts: number[]; total: number } {
  let total = 0
  const starts = sizes.map((size) => (total += size) - size)
  return { starts, total }
}
