import { z } from 'zod'
import { parameter } from '../../parameter.ts'
import type { FigureChoices } from '../run-figures.ts'
import { type GeometryConfig, geometrySchema } from './config.ts'

/** The bulk of a run beside others, with its own cut-offs where these mean the same. */

export const geometryChoices = z.object({
  ads: parameter(z.boolean().default(true), { label: 'Anti-de Sitter', help: 'AdS between the same cut-offs, beside another geometry.' }),
  hsv: parameter(z.array(z.number().gt(0).max(1)).max(4).default([]), {
    label: 'Hyperscaling violating', symbol: 'p', help: 'Geometries of these p beside it, from 0 (exclusive, AdS) to 1 (flat space); at most four.',
  }),
})

/**
 * The run's geometry first, then those that were chosen. The z of the others is the e^-r of AdS; both families agree for p → 0.
 */
export function comparedGeometries(own: GeometryConfig | undefined, choices: FigureChoices): { label: string; geometry: GeometryConfig }[] {
  if (!own) return []
  const { ads, hsv } = geometryChoices.parse(choices)
  const { boundaryDimension } = own
  const [rIR, rUV] = own.kind === 'hsv' ? [Math.log(1 / own.zIR), Math.log(1 / own.zUV)] : [own.rIR, own.rUV]
  const others: GeometryConfig[] = [
    ...(ads && own.kind !== 'ads' ? [geometrySchema.parse({ kind: 'ads', boundaryDimension, conformalDimension: boundaryDimension, rIR, rUV })] : []),
    ...hsv.map((hsvP) => geometrySchema.parse({ kind: 'hsv', boundaryDimension, hsvP, zIR: Math.exp(-rIR), zUV: Math.exp(-rUV) })),
  ]
  const isOwn = (geometry: GeometryConfig) => JSON.stringify(geometry) === JSON.stringify(own)
  return [own, ...others.filter((geometry) => !isOwn(geometry))].map((geometry) => ({ label: labelOf(geometry), geometry }))
}

function labelOf(geometry: GeometryConfig): string {
  switch (geometry.kind) {
    case 'ads': return 'AdS'
    case 'hsv': return geometry.hsvP === 1 ? 'flat ($p = 1$)' : `HSV $p = ${geometry.hsvP}$`
    case 'custom': return 'own warp factor'
  }
}
