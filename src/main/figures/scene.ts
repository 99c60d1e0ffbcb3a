import type { IndexedImage } from '../../shared/figures/heat-map.ts'
import type { FontKey } from './fonts.ts'
import type { TextBox } from './typeset.ts'

/**
 * A laid-out figure: what stands where. Lengths are points (1/72 inch), the origin is the upper left corner, `y` grows downwards.
 * The writers translate it and decide nothing.
 */
export interface Scene {
  width: number
  height: number
  title: string
  description: string
  primitives: Primitive[]
}

export interface Rectangle { x: number; y: number; width: number; height: number }

export interface Stroke {
  colour: string
  width: number
  dash?: readonly number[]
}

export type Primitive =
  /** Polylines (or polygons when `closed`), each a flat list x0, y0, x1, y1, … */
  | { kind: 'path'; lines: number[][]; closed: boolean; stroke?: Stroke; fill?: string }
  | { kind: 'rectangle'; box: Rectangle; stroke?: Stroke; fill?: string }
  /** Discs of one size, a flat list of centres. */
  | { kind: 'dots'; centres: number[]; diameter: number; colour: string }
  /** Text from the start of its baseline; `quarterTurn` turns it counter-clockwise, reading upwards. */
  | { kind: 'text'; box: TextBox; x: number; y: number; quarterTurn: boolean; colour: string }
  | { kind: 'image'; box: Rectangle; image: IndexedImage }
  /** Everything in `primitives` is cut off at the edges of `box`. */
  | { kind: 'clip'; box: Rectangle; primitives: Primitive[] }

/** Millimetres to points. */
export function points(millimetres: number): number {
  return (millimetres * 72) / 25.4
}

/** All primitives, those inside clips included. */
export function* allPrimitives(primitives: readonly Primitive[]): Generator<Primitive> {
  for (const primitive of primitives) {
    yield primitive
    if (primitive.kind === 'clip') yield* allPrimitives(primitive.primitives)
  }
}

/** Fonts of a scene with the characters that each of them shows. */
export function usedFonts(scene: Scene): { key: FontKey; texts: string[] }[] {
  const texts = new Map<FontKey, string[]>()
  for (const primitive of allPrimitives(scene.primitives)) {
    if (primitive.kind !== 'text') continue
    for (const run of primitive.box.runs) texts.set(run.font, [...(texts.get(run.font) ?? []), run.text])
  }
  return [...texts].map(([key, list]) => ({ key, texts: list })).sort((a, b) => (a.key < b.key ? -1 : 1))
}
