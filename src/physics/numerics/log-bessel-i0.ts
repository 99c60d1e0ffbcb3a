/**
 * ln I₀(x) and the ratio I₁(x)/I₀(x) for x ≥ 0, without overflow: the weight and the mean resultant of a von Mises angle of
 * concentration x. Relative error below 1e-13.
 *
 * Up to x = 30 the ascending series, all of whose terms are positive; beyond, the asymptotic series, whose smallest term is
 * then below 1e-25. DLMF 10.25.2, 10.40.1.
 */
export function logBesselI0(x: number): { logI0: number; ratio: number } {
  return x <= 30 ? ascending(x) : asymptotic(x)
}

function ascending(x: number): { logI0: number; ratio: number } {
  const quarter = (x * x) / 4
  let term = 1
  let beyondOne = 0 // I₀(x) - 1
  let i1 = 1 // of 2 I₁(x)/x
  for (let m = 1; ; m++) {
    term *= quarter / (m * m)
    beyondOne += term
    i1 += term / (m + 1)
    if (term <= 1e-17 * beyondOne) return { logI0: Math.log1p(beyondOne), ratio: ((x / 2) * i1) / (1 + beyondOne) }
  }
}

function asymptotic(x: number): { logI0: number; ratio: number } {
  const zero = tail(0, x)
  return { logI0: x - 0.5 * Math.log(2 * Math.PI * x) + Math.log(zero), ratio: tail(1, x) / zero }
}

/** √(2πx) e^{-x} I_ν(x) for ν = 0, 1. */
function tail(nu: number, x: number): number {
  const mu = 4 * nu * nu
  let term = 1
  let sum = 1
  for (let j = 1; j < 60 && Math.abs(term) > 1e-18; j++) {
    term *= ((2 * j - 1) ** 2 - mu) / (8 * j * x)
    sum += term
  }
  return sum
}
