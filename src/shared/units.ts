/**
 * The unit in a column's name, as people write it: `x [mm]`, `x (mm)`, `x / mm`. The name comes back without it; the unit is
 * empty where there is none.
 */
export function splitUnit(name: string): { name: string; unit: string } {
  const brackets = /^(.*?\S)(?:\s*\[([^[\]]{1,20})\]|\s+\(([^()]{1,20})\))$/.exec(name.trim())
  if (brackets) return { name: brackets[1], unit: (brackets[2] ?? brackets[3]).trim() }
  const slash = /^(.*?\S)\s+\/\s*(\S{1,20})$/.exec(name.trim())
  return slash ? { name: slash[1], unit: slash[2] } : { name: name.trim(), unit: '' }
}

/** Label of an axis: the name with the unit that was chosen, whichever the name itself carries. */
export function labelWithUnit(name: string, unit: string): string {
  const bare = splitUnit(name).name
  return unit.trim() === '' ? bare : `${bare} (${unit.trim()})`
}
