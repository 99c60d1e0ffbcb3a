import type { FigureInput } from '../../figure.ts'

type Series = FigureInput['panels'][number]['series'][number]

/** Heights above its layer at which a disentangler and a decimator stand. */
const disentanglerAt = 0.25
const decimatorAt = 0.6

/**
 * One row of the L × L lattice through the layers of the map, in the RG direction from bottom to top. At layer l sites stand 2^l apart;
 * disentanglers, shifted by one of them, mix pairs, decimators mix the pairs between: one output of each goes on to layer l + 1, the
 * other is a bulk variable. `depth` 0 takes all log₂ L layers; null for sides that have none.
 */
export function mapFigure(side: number, depth: number, caption = ''): FigureInput | null {
  const all = Math.log2(side)
  if (!Number.isInteger(all) || all < 1 || depth > all) return null
  const layers = depth || all
  const wires = { x: [] as (number | null)[], y: [] as (number | null)[] }
  const disentanglers = { x: [] as (number | null)[], y: [] as (number | null)[] }
  const decimators = { x: [] as (number | null)[], y: [] as (number | null)[] }
  const segment = (to: typeof wires, x: readonly [number, number], y: readonly [number, number]) => {
    to.x.push(...x, null)
    to.y.push(...y, null)
  }
  const bulk: Series[] = []
  for (let layer = 0; layer < layers; layer++) {
    const spacing = 2 ** layer
    const last = layer === layers - 1
    const variables = { x: [] as number[], y: [] as number[] }
    for (let left = 0; left < side; left += 2 * spacing) {
      const right = left + spacing
      for (const site of [left, right]) segment(wires, [site, site], [layer, layer + decimatorAt])
      segment(decimators, [left, right], [layer + decimatorAt, layer + decimatorAt])
      // The last one ends on the first site, across the seam of the torus.
      segment(disentanglers, [right, right + spacing], [layer + disentanglerAt, layer + disentanglerAt])
      if (!last) segment(wires, [left, left], [layer + decimatorAt, layer + 1])
      variables.x.push(...(last ? [left, right] : [right]))
      variables.y.push(...(last ? [layer + decimatorAt, layer + decimatorAt] : [layer + decimatorAt]))
    }
    bulk.push({ kind: 'scatter', name: `$l = ${layer}$`, colour: layer, size: 5, ...variables })
  }
  return {
    name: 'map-layers', title: 'Layers of the map', caption: caption || `One row of the ${side} × ${side} lattice through the ${layers} layers of the map, from the ultraviolet (bottom) to the infrared.`,
    panels: [{
      legend: 'outside', x: { label: 'Site $x_1$', range: [-0.5, side + 0.5] }, y: { label: 'Layer $l$, UV to IR', range: [-0.1, layers] },
      series: [
        { kind: 'line', name: '', role: 'reference', ...wires },
        { kind: 'line', name: 'disentanglers', role: 'reference', dash: 'dotted', colour: 6, ...disentanglers },
        { kind: 'line', name: 'decimators', role: 'reference', colour: 6, ...decimators },
        ...bulk,
      ],
      note: 'Dots are bulk variables: what a decimator does not hand on. On the lattice a decimator mixes 2 × 2 sites and leaves three of four, at the last layer all.',
    }],
  }
}
