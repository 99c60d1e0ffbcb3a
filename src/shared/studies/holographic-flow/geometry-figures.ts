import { z } from 'zod'
import type { FigureInput } from '../../figure.ts'

/** Figures of the bulk itself, from the answers of the `geometry` and `envelopes` computations. */

const numbers = z.array(z.number()).readonly()

/** Over the radii r: warp factor f, h = f'/f, (ln f)'', slice volume omega = f^d, affine parameter s, c-function h^(1-d). */
export const geometryProfileSchema = z.object({
  r: numbers, f: numbers, h: numbers, omega: numbers, s: numbers, logWarpSecondDerivative: numbers,
  /** Null where h <= 0, and for d = 1: there it counts nothing. */
  cFunction: z.array(z.number().nullable()).readonly(),
})
export interface GeometryProfile extends z.infer<typeof geometryProfileSchema> {
  /** Name in the legend; may hold mathematics. */
  label: string
}

export function geometryFigure(profiles: readonly GeometryProfile[], caption = ''): FigureInput | null {
  if (profiles.length === 0) return null
  // One legend is enough for all panels.
  const panel = (label: string, of: (profile: GeometryProfile) => readonly (number | null)[], legend: 'inside' | 'none' = 'none'): FigureInput['panels'][number] => ({
    x: { label: 'Radius $r$' }, y: { label }, legend,
    series: profiles.map((profile, i) => ({
      kind: 'line', name: profile.label || 'geometry', x: [...profile.r], y: [...of(profile)], colour: i, dash: i === 0 ? 'solid' : 'dashed',
    })),
  })
  return {
    name: 'geometry', title: 'Geometry', columns: 2, caption,
    panels: [
      panel('Warp factor $f(r)$', (profile) => profile.f, profiles.length > 1 ? 'inside' : 'none'),
      panel("$h(r) = f'/f$", (profile) => profile.h),
      panel('Slice volume $\\omega(r) = f^d$', (profile) => profile.omega),
      panel('Affine parameter $s(r)$', (profile) => profile.s),
      // Null energy holds where it is not positive.
      panel("$(\\ln f)''(r)$", (profile) => profile.logWarpSecondDerivative),
      panel('c-function $h^{1-d}(r)$', (profile) => profile.cFunction),
    ],
  }
}

export interface EnvelopeCurves {
  k: readonly number[]
  curves: readonly { r: number; psi: readonly number[]; varpi: readonly number[] }[]
}

export interface EnvelopeOptions {
  caption?: string
  /** @default 'linear' */
  scale?: 'linear' | 'log'
}

/** psi and varpi against |k|, a curve a radius. On a log axis k = 0 and zeros of varpi leave gaps. */
export function envelopesFigure(envelopes: EnvelopeCurves, options: EnvelopeOptions = {}): FigureInput | null {
  if (envelopes.curves.length === 0 || envelopes.k.length === 0) return null
  const panel = (label: string, of: (curve: EnvelopeCurves['curves'][number]) => readonly number[]): FigureInput['panels'][number] => ({
    x: { label: 'Momentum $|k|$' }, y: { label, scale: options.scale ?? 'linear' },
    series: envelopes.curves.map((curve, i) => ({
      kind: 'line', name: `$r = ${Number(curve.r.toPrecision(4))}$`, x: [...envelopes.k], y: [...of(curve)], colour: i,
    })),
  })
  return {
    name: 'envelopes', title: 'Envelopes', columns: 2, caption: options.caption ?? '',
    panels: [panel('Field envelope $\\psi(|k|, r)$', (curve) => curve.psi), panel('Momentum envelope $\\varpi(|k|, r)$', (curve) => curve.varpi)],
  }
}
