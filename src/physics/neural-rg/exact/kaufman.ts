import { Problem } from '../../../shared/problem.ts'
import { type Jet, add, compose, constant, exp, log, multiply, scale, variable } from './jet.ts'

/** Exact thermodynamics of the Ising model on the L × L torus. */
export interface IsingThermodynamics {
  /** ln Z */
  logZ: number
  /** U/N, U = -∂ln Z/∂β */
  energyPerSite: number
  /** C/N, C = β² ∂²ln Z/∂β² */
  specificHeatPerSite: number
}

/** T_c = 2 / ln(1 + √2). */
export const criticalTemperature = 2 / Math.log(1 + Math.SQRT2)

/**
 * Kaufman's partition function of the Ising model, K = β = 1/T:
 *
 *   Z = ½ (2 sinh 2K)^{N/2} [Π 2cosh(Lγ_{2r+1}/2) + Π 2sinh(Lγ_{2r+1}/2) + Π 2cosh(Lγ_{2r}/2) + Π 2sinh(Lγ_{2r}/2)],  r = 0 … L-1,
 *   cosh γ_l = cosh 2K coth 2K - cos(πl/L), γ_l > 0 for l ≠ 0, and γ₀ = 2K + ln tanh K with its sign: negative above T_c.
 *
 * With |γ₀| in the last product ln Z would be too large by up to ln 2 above T_c. The derivatives by β are carried along to
 * second order; all products are kept as logarithms. About 13 digits.
 *
 * B. Kaufman, Phys. Rev. 76 (1949) 1232.
 */
export function isingThermodynamics(side: number, temperature: number): IsingThermodynamics {
  if (!(temperature > 0) || !Number.isInteger(side) || side < 2) {
    throw new Problem('BadInput', `The Ising partition function needs a side of at least 2 and a temperature above 0, not L = ${side} and T = ${temperature}.`)
  }
  const beta = variable(1 / temperature)
  const sites = side * side
  const logZ = add(scale(logTwoSinhTwice(beta), sites / 2), add(logBracket(side, beta), constant(-Math.LN2)))
  return {
    logZ: logZ.value,
    energyPerSite: -logZ.slope / sites,
    specificHeatPerSite: logZ.curvature / (temperature ** 2 * sites),
  }
}

/** ln of the sum of the four products. */
function logBracket(side: number, beta: Jet): Jet {
  const half = side / 2
  let oddCosh = constant(0)
  let oddSinh = constant(0)
  let evenCosh = constant(0)
  let evenSinh = constant(0) // without γ₀
  for (let r = 0; r < side; r++) {
    const odd = scale(gamma(side, 2 * r + 1, beta), half)
    oddCosh = add(oddCosh, logTwoCosh(odd))
    oddSinh = add(oddSinh, logTwoSinh(odd))
    if (r === 0) continue
    const even = scale(gamma(side, 2 * r, beta), half)
    evenCosh = add(evenCosh, logTwoCosh(even))
    evenSinh = add(evenSinh, logTwoSinh(even))
  }
  const zero = scale(gammaZero(beta), half)
  evenCosh = add(evenCosh, logTwoCosh(zero))
  const size = Math.abs(zero.value)
  const largest = Math.max(oddCosh.value, evenCosh.value)
  const relative = (logarithm: Jet) => exp(add(logarithm, constant(-largest)))
  // 2 sinh z = s (1 - e^{-2sz}) e^{sz}, s = ±1: it may vanish, so only e^{sz} goes into the exponent.
  const sign = zero.value < 0 ? -1 : 1
  const decay = Math.exp(-2 * size)
  const bounded = compose(zero, -sign * Math.expm1(-2 * size), 2 * decay, -4 * sign * decay)
  const signed = multiply(bounded, relative(add(evenSinh, scale(zero, sign))))
  const sum = add(add(relative(oddCosh), relative(oddSinh)), add(relative(evenCosh), signed))
  return add(log(sum), constant(largest))
}

/** γ_l, l ≠ 0, from cosh γ - 1 = (1 - sinh 2K)²/sinh 2K + 2 sin²(πl/2L), which does not cancel near T_c. */
function gamma(side: number, l: number, beta: Jet): Jet {
  const s = Math.sinh(2 * beta.value)
  const c = Math.cosh(2 * beta.value)
  const excess = (1 - s) ** 2 / s + 2 * Math.sin((Math.PI * l) / (2 * side)) ** 2
  // cosh 2K coth 2K = s + 1/s; d/dK s = 2c, d²/dK² s = 4s.
  const argument = compose(beta, excess, 2 * c * (1 - 1 / s ** 2), 4 * s * (1 - 1 / s ** 2) + (8 * c * c) / s ** 3)
  const sinh = Math.sqrt(excess * (excess + 2))
  return compose(argument, 2 * Math.asinh(Math.sqrt(excess / 2)), 1 / sinh, -(excess + 1) / sinh ** 3)
}

/** γ₀ = 2K + ln tanh K, signed. */
function gammaZero(beta: Jet): Jet {
  const s = Math.sinh(2 * beta.value)
  const c = Math.cosh(2 * beta.value)
  return compose(beta, 2 * beta.value + Math.log(Math.tanh(beta.value)), 2 + 2 / s, (-4 * c) / s ** 2)
}

/** ln(2 sinh 2K) */
function logTwoSinhTwice(beta: Jet): Jet {
  return logTwoSinh(scale(beta, 2))
}

/** ln(2 cosh x) */
function logTwoCosh(x: Jet): Jet {
  const size = Math.abs(x.value)
  const tanh = Math.tanh(x.value)
  return compose(x, size + Math.log1p(Math.exp(-2 * size)), tanh, 1 - tanh ** 2)
}

/** ln(2 sinh x), x > 0 */
function logTwoSinh(x: Jet): Jet {
  const coth = 1 / Math.tanh(x.value)
  return compose(x, x.value + Math.log(-Math.expm1(-2 * x.value)), coth, 1 - coth ** 2)
}
