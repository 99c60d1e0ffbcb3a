/** Colour maps by what their colours can mean: amounts, values about zero, phases. All can be read by the colour-blind. */
export const mapsOfKind = {
  sequential: ['viridis', 'cividis', 'magma', 'batlow'],
  diverging: ['diverging', 'broc'],
  cyclic: ['cyclic', 'romaO'],
} as const
export type ColourMapKind = keyof typeof mapsOfKind
export type ColourMapName = (typeof mapsOfKind)[ColourMapKind][number]

export const colourMapKinds = Object.keys(mapsOfKind) as ColourMapKind[]
export const colourMapNames: readonly ColourMapName[] = [...mapsOfKind.sequential, ...mapsOfKind.diverging, ...mapsOfKind.cyclic]

/** As people know them. */
export const colourMapTitles: Record<ColourMapName, string> = {
  viridis: 'viridis', cividis: 'cividis', magma: 'magma', batlow: 'batlow', diverging: 'vik', broc: 'broc', cyclic: 'twilight', romaO: 'romaO',
}

export function kindOfMap(name: ColourMapName): ColourMapKind {
  return colourMapKinds.find((kind) => (mapsOfKind[kind] as readonly ColourMapName[]).includes(name)) ?? 'sequential'
}
