import type { FigureInput } from '../../../../shared/figure.ts'
import type { LatticeField } from '../../../../shared/studies/neural-rg/lattice.ts'
import { latticePanel, scatterPanel } from '../../../../shared/studies/neural-rg/lattice-figures.ts'
import { membersOf, siteOf, type VariablePlace } from './cone-figure.ts'

/** What is done to a bulk field: one variable gets another value, or all of the last layer turn by an angle. */
export type Tweak =
  | { kind: 'value'; place: VariablePlace; /** Null: as it is stored. */ value: readonly number[] | null }
  | { kind: 'rotation'; alpha: number }

export interface BulkChange { site: number; value: number[] }

/** The changed variables with their new values. `bulk` is row-major, `components` numbers a site. */
export function changesOf(tweak: Tweak, bulk: ArrayLike<number>, { side, layers, components }: { side: number; layers: number; components: number }): BulkChange[] {
  if (tweak.kind === 'value') return tweak.value === null ? [] : [{ site: siteOf(tweak.place, side), value: [...tweak.value] }]
  const blocks = side / 2 ** layers
  const [cos, sin] = [Math.cos(tweak.alpha), Math.sin(tweak.alpha)]
  return Array.from({ length: blocks * blocks }, (_, block) => block).flatMap((block) => membersOf(layers - 1, layers).map((c) => {
    const site = siteOf({ layer: layers - 1, a: Math.floor(block / blocks), b: block % blocks, c }, side)
    const [re, im] = [bulk[components * site], components === 2 ? bulk[components * site + 1] : 0]
    // A real field has two directions alone: half a turn changes the sign.
    return { site, value: components === 2 ? [cos * re - sin * im, sin * re + cos * im] : [cos * re] }
  }))
}

/** The stored value of a variable. */
export function valueOf(bulk: ArrayLike<number>, place: VariablePlace, { side, components }: { side: number; components: number }): number[] {
  const site = siteOf(place, side)
  return Array.from({ length: components }, (_, i) => bulk[components * site + i])
}

/** Boundary before and after: arrows, vorticity and phase on the lattice, and all sites in the complex plane. */
export function tweakPanels(name: 'Before' | 'After', field: LatticeField, radius: number): FigureInput['panels'] {
  return [
    latticePanel(field, name, { colour: 'phase', arrows: true, vortices: true }),
    ...(field.components === 2 ? [scatterPanel(field, `${name}, complex plane`, radius)] : []),
  ]
}
