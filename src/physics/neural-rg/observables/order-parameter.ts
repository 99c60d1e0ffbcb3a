import { jackknife, type Estimate } from './jackknife.ts'

/** m = N⁻¹ Σ_x φ_x of one configuration `[N, C]`; C numbers. */
export function magnetisation(field: Float64Array, components: number): Float64Array {
  const sites = field.length / components
  const sum = new Float64Array(components)
  for (let i = 0; i < field.length; i++) sum[i % components] += field[i]
  return sum.map((value) => value / sites)
}

/** |m| of each configuration of a batch `[B, L, L, C]`. */
export function magnetisationModuli(fields: Float64Array, side: number, components: number): Float64Array {
  const length = side * side * components
  return Float64Array.from({ length: fields.length / length }, (_, b) => Math.hypot(...magnetisation(fields.subarray(b * length, (b + 1) * length), components)))
}

export interface OrderParameter {
  /** <|m|>; <m> itself vanishes by symmetry. */
  modulus: Estimate
  /** <|m|²> */
  square: Estimate
  /** 1 - C/(C + 2) <|m|⁴>/<|m|²>²: 0 for a normal m, 2/(C + 2) for one of fixed length. For O(2) it is 1 - <|m|⁴>/(2<|m|²>²). */
  binder: Estimate
}

/** Order parameter of configurations `[B, L, L, C]`, with jackknife errors. */
export function orderParameter(fields: Float64Array, side: number, components: number): OrderParameter {
  const moduli = magnetisationModuli(fields, side, components)
  const table = new Float64Array(3 * moduli.length)
  moduli.forEach((modulus, b) => table.set([modulus, modulus ** 2, modulus ** 4], 3 * b))
  const [modulus, square, binder] = jackknife(table, 3, ([first, second, fourth]) => [
    first, second, 1 - (components / (components + 2)) * (fourth / second ** 2),
  ])
  return { modulus, square, binder }
}
