/**
 * SHA-256, hexadecimal, of the little-endian float64 bytes of the points, row by row: the identity of a data set, the same on
 * every machine. `NaN` and -0 hash by their bits.
 */
export async function hashPoints(points: Float64Array): Promise<string> {
  const bytes = new Uint8Array(points.length * 8)
  if (littleEndian) bytes.set(new Uint8Array(points.buffer, points.byteOffset, points.byteLength))
  else {
    const view = new DataView(bytes.buffer)
    points.forEach((value, i) => view.setFloat64(8 * i, value, true))
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
