/** dy/dx = f(x, y), y of any length. */
export type Derivative = (x: number, y: readonly number[]) => number[]

/** One step of the classical Runge-Kutta method, local error O(step⁵). */
export function rk4Step(f: Derivative, x: number, y: readonly number[], step: number): number[] {
  const k1 = f(x, y)
  const k2 = f(x + step / 2, y.map((value, i) => value + (step / 2) * k1[i]))
  const k3 = f(x + step / 2, y.map((value, i) => value + (step / 2) * k2[i]))
  const k4 = f(x + step, y.map((value, i) => value + step * k3[i]))
  return y.map((value, i) => value + (step / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]))
}

/** `steps` equal classical Runge-Kutta steps from x = from to x = to (either direction); global error O(step⁴). */
export function rk4(f: Derivative, from: number, to: number, start: readonly number[], steps: number): number[] {
  const step = (to - from) / steps
  let y = [...start]
  for (let i = 0; i < steps; i++) y = rk4Step(f, from + i * step, y, step)
  return y
}
