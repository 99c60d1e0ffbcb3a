import type { FigureInput } from '../../figure.ts'
import type { TheoryConfig } from './config.ts'
import { type OrderReference, orderReference, spinWaveModulus } from './order-reference.ts'
import { wellRadius } from './well-radius.ts'

type Series = FigureInput['panels'][number]['series'][number]

/** Kosterlitz-Thouless of the XY model, and 2/ln(1 + √2) of Ising. */
const transitions = { cphi4: 0.893, xyHS: 0.893, isingHS: 2 / Math.log(1 + Math.SQRT2) } as const

/** A known √⟨m²⟩ at one temperature. */
export interface KnownOrder { temperature: number; value: number }

/**
 * What is known of the order parameter before anything is trained, with the temperatures that a run trains at: Monte Carlo at tabulated
 * sizes and spin waves of XY-like theories, the infinite lattice and an exact finite one of Ising. Null for theories without a temperature.
 */
export function orderPreviewFigure(theory: TheoryConfig, temperatures: readonly number[], exact: KnownOrder | null = null): FigureInput | null {
  if (theory.kind !== 'cphi4' && theory.kind !== 'xyHS' && theory.kind !== 'isingHS') return null
  const critical = transitions[theory.kind]
  const length = wellRadius(theory) || 1
  const known = orderReference(theory)
  const top = 1.05 * length
  const upTo = Math.max(1.7 * critical, ...temperatures.map((t) => 1.1 * t))
  const cold = Array.from({ length: 46 }, (_, i) => (i * critical) / 45)
  const series: Series[] = [
    ...(known ? [{ kind: 'line' as const, name: known.name, x: [...known.temperature], y: [...known.modulus], colour: 0 }] : []),
    ...(theory.kind === 'isingHS' ? [] : [{
      kind: 'line' as const, name: 'spin waves', x: cold, y: cold.map((t) => length * spinWaveModulus(theory.side, t)), colour: 2, dash: 'dashed' as const, role: 'reference' as const,
    }]),
    vertical(theory.kind === 'isingHS' ? 'Onsager’s transition' : 'Kosterlitz-Thouless transition', [critical], top, 'dotted', 6),
    vertical('of this run', temperatures, top, 'solid', 1),
    ...(exact ? [{ kind: 'scatter' as const, name: 'exact $\\sqrt{\\langle m^2\\rangle}$', x: [exact.temperature], y: [exact.value], colour: 3, size: 6 }] : []),
  ]
  return {
    name: 'known-order', title: 'Order parameter, as far as it is known', caption: `What is known of the order parameter of this theory on ${theory.side} × ${theory.side} sites without the map.`,
    panels: [{
      legend: 'outside', x: { label: 'Temperature $T$', range: [0, upTo] }, y: { label: 'Order parameter $\\langle|m|\\rangle$', range: [0, top] }, series,
      note: [valueInWords(known, temperatures), theory.kind === 'cphi4' ? 'The curves are those of the stiff limit, λ → ∞.' : ''].filter(Boolean).join(' '),
    }],
  }
}

function vertical(name: string, at: readonly number[], top: number, dash: 'solid' | 'dotted', colour: number): Series {
  return { kind: 'line', name, x: at.flatMap((t) => [t, t, null]), y: at.flatMap(() => [0, top, null]), colour, dash, role: 'reference' }
}

/** The tabulated curve at the first temperature, between its two nearest points. */
function valueInWords(known: OrderReference | null, [temperature]: readonly number[]): string {
  if (!known || temperature === undefined) return ''
  const after = known.temperature.findIndex((t) => t >= temperature)
  if (after < 0 || (after === 0 && known.temperature[0] !== temperature)) return ''
  const before = Math.max(0, after - 1)
  const share = after === before ? 0 : (temperature - known.temperature[before]) / (known.temperature[after] - known.temperature[before])
  const value = known.modulus[before] + share * (known.modulus[after] - known.modulus[before])
  return `At T = ${Number(temperature.toPrecision(4))}: ${value.toFixed(3)} (${known.name}).`
}
