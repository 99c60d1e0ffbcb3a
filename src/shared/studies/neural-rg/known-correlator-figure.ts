import { z } from 'zod'
import type { FigureInput } from '../../figure.ts'
import type { ComputationNeed } from '../run-figures.ts'
import type { TheoryConfig } from './config.ts'

/** Correlators along an axis that a formula or a finite sum tells: the free field's of any size, Ising's up to L = 8. */

const isingSchema = z.object({ magnetisationSquared: z.number(), spins: z.array(z.array(z.number()).min(1)).min(1) })
const freeSchema = z.object({ correlator: z.array(z.number()) })

/** What has to be asked for a theory; none where no formula tells it. */
export function correlatorComputation(theory: TheoryConfig): ComputationNeed | null {
  if (theory.kind === 'free') return { name: 'free-field', input: () => ({ side: theory.side, hopping: theory.hopping, mass: theory.mu }) }
  if (theory.kind === 'isingHS' && theory.side <= 8) return { name: 'ising-correlations', input: () => ({ side: theory.side, temperature: theory.temperature }) }
  return null
}

export interface KnownCorrelations {
  /** G(r), r = 0 … L/2. */
  correlator: readonly number[]
  /** ⟨m²⟩, where it is told, too. */
  magnetisationSquared: number | null
}

export function knownCorrelations(theory: TheoryConfig, answers: ReadonlyMap<string, unknown>): KnownCorrelations | null {
  const need = correlatorComputation(theory)
  if (!need) return null
  const answer = answers.get(need.name)
  if (theory.kind === 'free') {
    const parsed = freeSchema.safeParse(answer)
    return parsed.success ? { ...parsed.data, magnetisationSquared: null } : null
  }
  const parsed = isingSchema.safeParse(answer)
  return parsed.success ? { correlator: parsed.data.spins[0].slice(0, theory.side / 2 + 1), magnetisationSquared: parsed.data.magnetisationSquared } : null
}

export function knownCorrelatorFigure({ correlator }: KnownCorrelations, theory: TheoryConfig): FigureInput {
  const spins = theory.kind === 'isingHS'
  return {
    name: 'known-correlator', title: 'Correlator, exact', caption: `Exact correlator of ${spins ? 'the Ising spins' : 'the free complex field'} along an axis of the ${theory.side} × ${theory.side} torus.`,
    panels: [{
      legend: 'none', x: { label: 'Distance $r$' }, y: spins ? { label: 'Correlator of spins', range: [0, 1.05] } : { label: 'Correlator $G(r)$', scale: 'log' },
      series: [{ kind: 'line', name: 'exact', x: correlator.map((_, r) => r), y: [...correlator], colour: 0 }, { kind: 'scatter', name: 'exact', x: correlator.map((_, r) => r), y: [...correlator], colour: 0, size: 4 }],
    }],
  }
}
