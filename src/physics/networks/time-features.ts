/** Numbers that describe one time. */
export const timeFeatureCount = 128

/**
 * Features of flow times, `[B, 128]` row by row: sin(t w_j), j < 64, then cos(t w_j), with w_j = 10^(-4j/64), t in [0, 1]
 * unscaled. Computed in float64, rounded to float32 only at the end.
 *
 * Spec: chapter 7, test 52.
 */
export function timeFeatures(times: ArrayLike<number>): Float32Array {
  const half = timeFeatureCount / 2
  const features = new Float32Array(times.length * timeFeatureCount)
  for (let sample = 0; sample < times.length; sample++) {
    for (let j = 0; j < half; j++) {
      const angle = times[sample] * 10 ** ((-4 * j) / half)
      features[sample * timeFeatureCount + j] = Math.sin(angle)
      features[sample * timeFeatureCount + half + j] = Math.cos(angle)
    }
  }
  return features
}
