import { Problem } from '../../../shared/problem.ts'
import type { BulkKernel } from '../../../physics/neural-rg/kernel/bulk-kernel.ts'
import { factorKernel } from '../../../physics/neural-rg/kernel/bulk-kernel.ts'
import { drawBulk, toFields } from '../../../physics/neural-rg/kernel/sample-kernel.ts'
import type { HolographicMap } from '../../../physics/neural-rg/map/holographic-map.ts'
import { numericOverflow } from '../../../physics/neural-rg/map/overflow.ts'
import { drawPrior, logPrior } from '../../../physics/neural-rg/training/prior.ts'
import type { RandomStream } from '../../../physics/random/stream.ts'
import { letOthersRun } from '../../let-others-run.ts'

/** A trained model: the map, and the kernel of its bulk where stage II has learned one. */
export interface TrainedMap {
  map: HolographicMap
  parameters: Float64Array
  /** Null: independent bulk variables. */
  kernel: BulkKernel | null
  /** The density is q_s(φ) = ½ [q(φ) + q(-φ)], that of G ζ with a random sign. @default false */
  mixture?: boolean
}

/** Fields `[count, L, L, C]`, the bulk fields they come from, and ln q of each. */
export interface GeneratedFields {
  phi: Float64Array
  zeta: Float64Array
  logDensity: Float64Array
}

/** Fields carried at a time. */
const chunk = 64

/** Draws from the bulk prior and maps to the boundary; `zeta` is what the boundary fields renormalise to. */
export async function generateFields(trained: TrainedMap, count: number, random: RandomStream): Promise<GeneratedFields> {
  const fields = await generateOneSign(trained, count, random)
  if (!trained.mixture) return fields
  const turned = await renormaliseOneSign(trained, fields.phi.map((value) => -value))
  const length = fields.phi.length / count
  for (let b = 0; b < count; b++) {
    if (random.uniform() < 0.5) for (const part of ['phi', 'zeta'] as const) fields[part].set(turned[part].subarray(b * length, (b + 1) * length), b * length)
    fields.logDensity[b] = mixed(fields.logDensity[b], turned.logDensity[b])
  }
  return fields
}

/** The bulk fields that given boundary fields come from, and ln q of each. Throws `numericOverflow` far from the map's own fields. */
export async function renormaliseFields(trained: TrainedMap, phi: Float64Array): Promise<GeneratedFields> {
  const fields = await renormaliseOneSign(trained, phi)
  if (!trained.mixture) return fields
  const turned = await renormaliseOneSign(trained, phi.map((value) => -value))
  return { ...fields, logDensity: fields.logDensity.map((own, b) => mixed(own, turned.logDensity[b])) }
}

/** ln ½(e^a + e^b) */
const mixed = (a: number, b: number) => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))) - Math.LN2

/** ln q(φ) = ln P(ζ) - ln|det ∂φ/∂ζ|. */
async function generateOneSign(trained: TrainedMap, count: number, random: RandomStream): Promise<GeneratedFields> {
  const { map, kernel } = trained
  const { components } = map
  const sites = map.layout.side ** 2
  const length = sites * components
  const zeta = new Float64Array(count * length)
  if (kernel) zeta.set(toFields(drawBulk(kernel, factorKernel(kernel), count, components, random).bulk, sites, count, components))
  else drawPrior(random, components, zeta)
  const phi = new Float64Array(count * length)
  const logDensity = logBulkDensity(trained, zeta)
  await inChunks(map, trained.parameters, count, (workspace, from, size) => {
    const logDetJ = new Float64Array(size)
    workspace.generate(zeta.subarray(from * length, (from + size) * length), phi.subarray(from * length, (from + size) * length), logDetJ)
    for (let b = 0; b < size; b++) logDensity[from + b] -= logDetJ[b]
  })
  return { phi, zeta, logDensity }
}

async function renormaliseOneSign(trained: TrainedMap, phi: Float64Array): Promise<GeneratedFields> {
  const { map } = trained
  const length = map.layout.side ** 2 * map.components
  const count = phi.length / length
  const zeta = new Float64Array(phi.length)
  const logDetJ = new Float64Array(count)
  await inChunks(map, trained.parameters, count, (workspace, from, size) => {
    workspace.renormalize(phi.subarray(from * length, (from + size) * length), zeta.subarray(from * length, (from + size) * length), logDetJ.subarray(from, from + size))
  })
  const logDensity = logBulkDensity(trained, zeta)
  for (let b = 0; b < count; b++) logDensity[b] += logDetJ[b]
  return { phi, zeta, logDensity }
}

/** Moments of larger fields would overflow. */
const largestModulus = 1e100

/** The bulk fields of those boundary fields whose way through the map stays within the range of numbers, and how many do not. */
export async function renormaliseWhatStays({ map, parameters }: TrainedMap, phi: Float64Array): Promise<{ bulk: Float64Array; leftOut: number }> {
  const length = map.layout.side ** 2 * map.components
  const count = phi.length / length
  const zeta = new Float64Array(phi.length)
  const logDetJ = new Float64Array(1)
  let kept = 0
  await inChunks(map, parameters, count, (workspace, from) => {
    const to = zeta.subarray(kept * length, (kept + 1) * length)
    try {
      workspace.renormalize(phi.subarray(from * length, (from + 1) * length), to, logDetJ)
    } catch (error) {
      if (!(error instanceof Problem && error.code === numericOverflow)) throw error
      return
    }
    if (to.every((value) => Math.abs(value) < largestModulus)) kept += 1
  }, 1)
  return { bulk: zeta.subarray(0, kept * length), leftOut: count - kept }
}

/** ln P of each bulk field. */
function logBulkDensity({ map, kernel }: TrainedMap, zeta: Float64Array): Float64Array {
  const { components, layout } = map
  const sites = layout.side ** 2
  const length = sites * components
  const result = new Float64Array(zeta.length / length)
  if (!kernel) {
    logPrior(zeta, components, length, result)
    return result
  }
  // ln P = β ln det K + β N ln(β/π) - β ζ†Kζ with β = 1 for complex fields, 1/2 for real ones.
  const beta = components / 2
  const constant = beta * (factorKernel(kernel).logDeterminant + sites * Math.log(beta / Math.PI))
  for (let b = 0; b < result.length; b++) result[b] = constant - beta * kernelForm(kernel, zeta.subarray(b * length, (b + 1) * length), components)
  return result
}

/** ζ†Kζ = m Σ|ζ_i|² + Σ_e λ_e |ζ_i - ζ_j|². */
function kernelForm({ edges, couplings, mass }: BulkKernel, zeta: Float64Array, components: number): number {
  let squares = 0
  for (const value of zeta) squares += value * value
  let sum = mass * squares
  for (let edge = 0; edge < couplings.length; edge++) {
    const [i, j] = [edges.from[edge] * components, edges.to[edge] * components]
    for (let k = 0; k < components; k++) sum += couplings[edge] * (zeta[i + k] - zeta[j + k]) ** 2
  }
  return sum
}

type Workspace = ReturnType<HolographicMap['workspace']>

async function inChunks(map: HolographicMap, parameters: Float64Array, count: number, each: (workspace: Workspace, from: number, size: number) => void, most = chunk): Promise<void> {
  let workspace: Workspace | null = null
  for (let from = 0; from < count; from += most) {
    const size = Math.min(most, count - from)
    if (workspace?.batch !== size) {
      workspace = map.workspace(size)
      workspace.setParameters(parameters)
    }
    each(workspace, from, size)
    await letOthersRun()
  }
}
