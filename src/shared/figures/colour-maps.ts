import type { ColourMapName } from './colour-map-names.ts'
import { colourMapTables } from './colour-map-tables.ts'

const decoded = new Map<ColourMapName, Uint8Array>()

/** The map as 256 RGB triples (768 bytes), lowest value first. Shared: do not write into it. */
export function colourMapBytes(name: ColourMapName): Uint8Array {
  let bytes = decoded.get(name)
  if (!bytes) {
    bytes = Uint8Array.from(atob(colourMapTables[name]), (character) => character.charCodeAt(0))
    decoded.set(name, bytes)
  }
  return bytes
}

/** Entry 0 to 255 for a value between `low` and `high`; values outside take the end colours. */
export function colourIndex(value: number, [low, high]: readonly [number, number]): number {
  const fraction = (value - low) / (high - low)
  if (!Number.isFinite(fraction)) return value < high ? 0 : 255
  return Math.max(0, Math.min(255, Math.floor(fraction * 256)))
}

/** `#rrggbb` at `fraction` (0 to 1) of the map. */
export function colourAt(name: ColourMapName, fraction: number): string {
  const bytes = colourMapBytes(name)
  const entry = colourIndex(fraction, [0, 1]) * 3
  return `#${[0, 1, 2].map((channel) => bytes[entry + channel].toString(16).padStart(2, '0')).join('')}`
}

/** Eleven equally spaced colours, as chart libraries want them for a continuous scale. */
export function colourStops(name: ColourMapName): string[] {
  return Array.from({ length: 11 }, (_, stop) => colourAt(name, stop / 10))
}
