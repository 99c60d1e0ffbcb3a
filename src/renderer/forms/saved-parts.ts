import type { SavedPart } from '../../shared/system.ts'

/** Which saved parts fit a place of the form. */
export interface PartPlace {
  study: string
  path: string
}

const fits = (part: SavedPart, place: PartPlace) => part.study === place.study && part.path === place.path
const named = (name: string) => name.trim().toLocaleLowerCase()

export const partsOf = (all: readonly SavedPart[], place: PartPlace): SavedPart[] =>
  all.filter((part) => fits(part, place)).toSorted((a, b) => a.name.localeCompare(b.name))

export const findPart = (all: readonly SavedPart[], place: PartPlace, name: string): SavedPart | undefined =>
  all.find((part) => fits(part, place) && named(part.name) === named(name))

/** With the part, in place of one of the same name; the others as they were. */
export function withPart(all: readonly SavedPart[], part: SavedPart): SavedPart[] {
  return [...withoutPart(all, part, part.name), { ...part, name: part.name.trim() }]
}

export function withoutPart(all: readonly SavedPart[], place: PartPlace, name: string): SavedPart[] {
  return all.filter((part) => !fits(part, place) || named(part.name) !== named(name))
}

/** Null where another part has the new name, or it is empty. */
export function withNewName(all: readonly SavedPart[], place: PartPlace, name: string, next: string): SavedPart[] | null {
  const taken = findPart(all, place, next)
  if (next.trim() === '' || (taken && named(name) !== named(next))) return null
  return all.map((part) => (fits(part, place) && named(part.name) === named(name) ? { ...part, name: next.trim() } : part))
}
