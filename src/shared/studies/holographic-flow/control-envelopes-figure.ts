import { z } from 'zod'
import type { FigureInput } from '../../figure.ts'
import { parameter } from '../../parameter.ts'

/** The propagator's envelope at the UV cut-off with the low-pass filters that stand in for it in the controls. */

const numbers = z.array(z.number())
const match = z.object({ parameter: z.number(), rms: z.number(), envelope: numbers })
const matches = z.object({ leastSquares: match, equalPoint: match })
/** Answer of `matched-filters` with its curves. */
export const matchedFiltersSchema = z.object({ k: numbers, propagator: numbers, heat: matches, matern: matches })
export type MatchedFilters = z.infer<typeof matchedFiltersSchema>

export const controlEnvelopesChoices = z.object({
  match: parameter(z.enum(['leastSquares', 'equalPoint']).default('leastSquares'), {
    label: 'Match', help: 'How the filters are matched to the propagator.',
    choices: { leastSquares: { label: 'Least squares' }, equalPoint: { label: 'Equal 1/e point' } },
  }),
})

export interface ControlEnvelopesOptions extends z.infer<typeof controlEnvelopesChoices> {
  caption(shown: string): string
  /** @default 'linear' */
  scale?: 'linear' | 'log'
}

/** psi, heat and Matérn envelope against |k|, and the residuals g - psi. */
export function controlEnvelopesFigure({ k, propagator, heat, matern }: MatchedFilters, { match: how, scale = 'linear', caption }: ControlEnvelopesOptions): FigureInput {
  const controls = [
    { name: 'heat', symbol: 'a', colour: 1, dash: 'dashed' as const, ...heat[how] },
    { name: 'Matérn', symbol: '\\ell', colour: 2, dash: 'dotted' as const, ...matern[how] },
  ]
  const digits = (value: number) => Number(value.toPrecision(3))
  const rms = controls.map((control) => `${control.name} ${digits(control.rms)}`).join(', ')
  return {
    name: 'control-envelopes', title: 'Envelope and its controls', columns: 2,
    caption: caption(`Propagator at the UV cut-off with heat and Matérn envelopes matched ${how === 'leastSquares' ? 'by least squares over the modes' : 'at the same 1/e point'}, and their residuals (rms over the modes: ${rms}).`),
    panels: [
      {
        x: { label: 'Momentum $|k|$' }, y: { label: 'Envelope at $r_1$', scale },
        series: [
          { kind: 'line', name: 'propagator $\\psi$', x: k, y: propagator, colour: 0 },
          ...controls.map(({ name, symbol, colour, dash, parameter: value, envelope }) => (
            { kind: 'line' as const, name: `${name}, $${symbol} = ${digits(value)}$`, x: k, y: envelope, colour, dash })),
        ],
      },
      {
        x: { label: 'Momentum $|k|$' }, y: { label: 'Residual $g - \\psi$' },
        series: [
          { kind: 'line', name: '', x: [0, k[k.length - 1]], y: [0, 0], role: 'reference' },
          ...controls.map(({ name, colour, dash, envelope }) => ({ kind: 'line' as const, name, x: k, y: envelope.map((g, i) => g - propagator[i]), colour, dash })),
        ],
      },
    ],
  }
}
