import type { MapWorkspace } from '../../physics/neural-rg/map/holographic-map.ts'
import { type BlockMap, isMixing, plainWorkspace } from '../../physics/neural-rg/map/make-map.ts'
import { overflowIn } from '../../physics/neural-rg/map/overflow.ts'
import { lastRotation } from '../../physics/neural-rg/map/u1-block.ts'
import { U1Matrices } from '../../physics/neural-rg/map/u1-matrices.ts'
import type { WorkspaceFactory } from '../../physics/neural-rg/map/workspace-registry.ts'

/** What the library of `native/` exports for the map: `native/module.cc`. All begin with threads, batch, numbers, sub-layers, activation, starts, sites. */
export interface NativeMapFunctions {
  mapTapeLength(...map: MapArguments): number
  mapGenerate(...parameters: [...MapArguments, matrices: Float64Array, zeta: Float64Array, phi: Float64Array, logDet: Float64Array, tape: Float64Array]): void
  mapPullBack(...parameters: [...MapArguments, matrices: Float64Array, dPhi: Float64Array, dLogDet: Float64Array, tape: Float64Array, dZeta: Float64Array, outer: Float64Array]): void
  mapCarryDensity(...parameters: [...MapArguments, inverses: Float64Array, dLogPrior: Float64Array, tape: Float64Array, dLogDensity: Float64Array]): void
}
type MapArguments = [threads: number, batch: number, numbers: number, sublayers: number, activation: number, starts: Int32Array, sites: Int32Array]

/** U(1) maps without sinh in generation; a single field is as fast in TypeScript, which leaves no lanes empty. */
export function nativeMapWorkspaces(native: NativeMapFunctions, threads: number): WorkspaceFactory {
  return (map, batch) => {
    const { options } = map
    if (options.kind !== 'u1' || options.activation === 'sinh' || batch < 2) return null
    return new NativeMapWorkspace(native, map, batch, threads, options.activation === 'asinh')
  }
}

class NativeMapWorkspace implements MapWorkspace {
  readonly batch: number
  readonly #native: NativeMapFunctions
  readonly #map: BlockMap
  readonly #numbers: number
  readonly #arguments: MapArguments
  readonly #parameters: Float64Array
  readonly #matrices: Float64Array
  readonly #inverses: Float64Array
  readonly #linear: readonly U1Matrices[]
  readonly #tape: Float64Array
  readonly #dZeta: Float64Array
  readonly #outer: Float64Array
  /** In the RG direction, which training does not take. */
  #plain: MapWorkspace | null = null

  constructor(native: NativeMapFunctions, map: BlockMap, batch: number, threads: number, activation: boolean) {
    const { sublayers, layout, components } = map
    this.batch = batch
    this.#native = native
    this.#map = map
    this.#numbers = layout.side ** 2 * components
    const starts = Int32Array.of(0, ...sublayers.map(({ sites }) => sites.length))
    for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1]
    const sites = new Int32Array(starts[sublayers.length])
    sublayers.forEach((sublayer, i) => sites.set(sublayer.sites, starts[i]))
    this.#arguments = [threads, batch, this.#numbers, sublayers.length, Number(activation), starts, sites]
    this.#parameters = new Float64Array(map.parameterCount)
    this.#matrices = new Float64Array(16 * sublayers.length)
    this.#inverses = new Float64Array(16 * sublayers.length)
    this.#linear = sublayers.map(({ kind }, i) => new U1Matrices(
      lastRotation(kind, isMixing(sublayers, i)), this.#matrices.subarray(16 * i, 16 * i + 16), this.#inverses.subarray(16 * i, 16 * i + 16),
    ))
    this.#tape = new Float64Array(native.mapTapeLength(...this.#arguments))
    this.#dZeta = new Float64Array(batch * this.#numbers)
    this.#outer = new Float64Array(16 * sublayers.length)
    this.setParameters(this.#parameters)
  }

  setParameters(parameters: ArrayLike<number>): void {
    requireLength('parameters', parameters, this.#map.parameterCount)
    this.#parameters.set(parameters)
    this.#linear.forEach((linear, i) => linear.setParameters(this.#parameters, this.#map.sublayers[i].offset))
    this.#plain?.setParameters(parameters)
  }

  generate(zeta: Float64Array, phi: Float64Array, logDetJ: Float64Array): void {
    this.#requireFields(zeta, phi)
    requireLength('logDetJ', logDetJ, this.batch)
    this.#native.mapGenerate(...this.#arguments, this.#matrices, zeta, phi, logDetJ, this.#tape)
    let logScale = 0
    this.#linear.forEach((linear, i) => { logScale += linear.logScale * (this.#map.sublayers[i].sites.length / 4) })
    for (let sample = 0; sample < this.batch; sample++) {
      logDetJ[sample] += logScale
      if (!Number.isFinite(logDetJ[sample])) throw this.#whereItOverflows(zeta, sample)
    }
  }

  pullBack(dPhi: Float64Array, dLogDetJ: Float64Array, dZeta: Float64Array | null, dParameters: Float64Array | null): void {
    const adjoint = dZeta ?? this.#dZeta
    this.#requireFields(dPhi, adjoint)
    requireLength('dLogDetJ', dLogDetJ, this.batch)
    this.#native.mapPullBack(...this.#arguments, this.#matrices, dPhi, dLogDetJ, this.#tape, adjoint, this.#outer)
    if (dParameters === null) return
    requireLength('dParameters', dParameters, this.#map.parameterCount)
    const logDetSum = dLogDetJ.reduce((sum, x) => sum + x, 0)
    dParameters.fill(0)
    this.#linear.forEach((linear, i) => {
      const { sites, offset } = this.#map.sublayers[i]
      linear.addGradient(this.#outer.subarray(16 * i, 16 * i + 16), logDetSum * (sites.length / 4), dParameters, offset)
    })
  }

  logDensitySlope(dLogPrior: Float64Array, dLogDensity: Float64Array): void {
    this.#requireFields(dLogPrior, dLogDensity)
    this.#native.mapCarryDensity(...this.#arguments, this.#inverses, dLogPrior, this.#tape, dLogDensity)
  }

  renormalize(phi: Float64Array, zeta: Float64Array, logDetJ: Float64Array): void {
    if (!this.#plain) {
      this.#plain = plainWorkspace(this.#map, this.batch)
      this.#plain.setParameters(this.#parameters)
    }
    this.#plain.renormalize(phi, zeta, logDetJ)
  }

  /** The plain workspace names the layer. It has a wider range, and may get through. */
  #whereItOverflows(zeta: Float64Array, sample: number): Error {
    const plain = plainWorkspace(this.#map, 1)
    plain.setParameters(this.#parameters)
    try {
      plain.generate(zeta.slice(sample * this.#numbers, (sample + 1) * this.#numbers), new Float64Array(this.#numbers), new Float64Array(1))
    } catch (problem) {
      if (problem instanceof Error) return problem
    }
    return overflowIn('generation', 0, 'block')
  }

  #requireFields(from: Float64Array, to: Float64Array): void {
    requireLength('the field', from, this.batch * this.#numbers)
    requireLength('the field', to, this.batch * this.#numbers)
  }
}

function requireLength(what: string, array: ArrayLike<number>, length: number): void {
  if (array.length !== length) throw new RangeError(`The map expects ${length} numbers for ${what}, not ${array.length}.`)
}
