/** Coordinates in files: hundredths of a point (3.5 µm on paper), without trailing zeros. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100 + 0)
}
