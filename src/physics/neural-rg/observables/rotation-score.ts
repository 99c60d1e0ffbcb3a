export interface RotationScore {
  /** g = |Σ φ'*φ| / √(Σ|φ|² Σ|φ'|²): 1 when the change is a global rotation. */
  score: number
  /** arg Σ φ*φ', radians: the mean angle by which the sites turned, weighted by their lengths. */
  meanRotation: number
}

/** Compares a complex boundary field with the one after a bulk variable was changed (the IR tweak). */
export function rotationScore(before: Float64Array, after: Float64Array): RotationScore {
  let re = 0
  let im = 0
  let squareBefore = 0
  let squareAfter = 0
  for (let i = 0; i < before.length; i += 2) {
    re += before[i] * after[i] + before[i + 1] * after[i + 1]
    im += before[i] * after[i + 1] - before[i + 1] * after[i]
    squareBefore += before[i] ** 2 + before[i + 1] ** 2
    squareAfter += after[i] ** 2 + after[i + 1] ** 2
  }
  return { score: Math.hypot(re, im) / Math.sqrt(squareBefore * squareAfter), meanRotation: Math.atan2(im, re) }
}

/** |<e^{i(arg m - arg ζ₀)}>| over samples: 1 when the order parameter follows the zero mode. */
export function phaseLock(magnetisationAngles: Float64Array, zeroModeAngles: Float64Array): number {
  let cosine = 0
  let sine = 0
  magnetisationAngles.forEach((angle, i) => {
    cosine += Math.cos(angle - zeroModeAngles[i])
    sine += Math.sin(angle - zeroModeAngles[i])
  })
  return Math.hypot(cosine, sine) / magnetisationAngles.length
}
