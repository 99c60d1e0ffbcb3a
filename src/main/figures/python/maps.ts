import type { Figure } from '../../../shared/figure.ts'
import { type ColourMapName, colourMapNames, colourMapTitles } from '../../../shared/figures/colour-map-names.ts'
import { colourMapBytes } from '../../../shared/figures/colour-maps.ts'

/** Maps that matplotlib has under the same name in the same colours. */
const known: ReadonlySet<ColourMapName> = new Set<ColourMapName>(['viridis', 'cividis', 'magma'])

/** What the script calls a map. */
export function mapName(name: ColourMapName): string {
  return known.has(name) ? `"${name}"` : name
}

/** The maps of a figure that matplotlib does not have. */
export function mapSource(figure: Figure): string[] {
  return colourMapNames.filter((name) => !known.has(name) && usesMap(figure, name)).flatMap((name) => {
    const hex = Array.from(colourMapBytes(name), (byte) => byte.toString(16).padStart(2, '0')).join('')
    return [
      '', `# "${colourMapTitles[name]}" of ${name === 'cyclic' ? 'B. Bechtold' : 'F. Crameri, doi:10.5281/zenodo.1243862'}`,
      `${name} = ListedColormap(np.frombuffer(bytes.fromhex(`,
      ...(hex.match(/.{1,96}/g) ?? []).map((part) => `    "${part}"`),
      `), np.uint8).reshape(-1, 3) / 255, name="${name}")`,
    ]
  })
}

function usesMap(figure: Figure, name: ColourMapName): boolean {
  return figure.panels.some((panel) => panel.series.some((series) => series.kind === 'heatmap' && series.colourMap === name))
}
