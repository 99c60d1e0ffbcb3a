/** A function of one variable to second order: value, first and second derivative at a point. */
export interface Jet {
  readonly value: number
  readonly slope: number
  readonly curvature: number
}

/** The variable itself. */
export const variable = (value: number): Jet => ({ value, slope: 1, curvature: 0 })
export const constant = (value: number): Jet => ({ value, slope: 0, curvature: 0 })

export function add(a: Jet, b: Jet): Jet {
  return { value: a.value + b.value, slope: a.slope + b.slope, curvature: a.curvature + b.curvature }
}

export function scale(a: Jet, factor: number): Jet {
  return { value: factor * a.value, slope: factor * a.slope, curvature: factor * a.curvature }
}

export function multiply(a: Jet, b: Jet): Jet {
  return {
    value: a.value * b.value,
    slope: a.slope * b.value + a.value * b.slope,
    curvature: a.curvature * b.value + 2 * a.slope * b.slope + a.value * b.curvature,
  }
}

/** f(a) from f, f', f'' at the value of a (chain rule). */
export function compose(a: Jet, value: number, slope: number, curvature: number): Jet {
  return { value, slope: slope * a.slope, curvature: curvature * a.slope ** 2 + slope * a.curvature }
}

export function exp(a: Jet): Jet {
  const value = Math.exp(a.value)
  return compose(a, value, value, value)
}

export function log(a: Jet): Jet {
  return compose(a, Math.log(a.value), 1 / a.value, -1 / a.value ** 2)
}
