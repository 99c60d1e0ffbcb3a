/**
 * The 128 numbers by which the networks know the time: sin(t w_j), j < 64, then cos(t w_j), w_j = 10^(-4 j/64), t in [0, 1]
 * unscaled. Float64. Spec: 7, test 52.
 */
export function exactTimeFeatures(t: number): Float64Array {
  const features = new Float64Array(128)
  for (let j = 0; j < 64; j++) {
    const angle = t * 10 ** ((-4 * j) / 64)
    features[j] = Math.sin(angle)
    features[64 + j] = Math.cos(angle)
  }
  return features
}
