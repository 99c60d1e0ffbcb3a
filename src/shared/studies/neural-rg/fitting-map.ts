import { fieldComponents, mapSchema, neuralRgConfigSchema, stageOneSchema } from './config.ts'

/** A configuration whose map fits its theory, and what had to change for that, in words. */
export interface Fitted {
  config: Record<string, unknown>
  /** Empty where everything fitted before. */
  note: string
}

/**
 * After another choice of theory: real fields take RealNVP blocks and have no bulk kernel, complex ones take blocks that keep their
 * symmetry and need no symmetrisation; a theory without temperature has none to scan. What does not parse is left as it is.
 */
export function withFittingMap(config: Record<string, unknown>): Fitted {
  const parsed = neuralRgConfigSchema.safeParse(config)
  if (!parsed.success) return { config, note: '' }
  const { theory, map, stageOne, stageTwo } = parsed.data
  const real = fieldComponents(theory) === 1
  const notes: string[] = []
  const changed: Record<string, unknown> = {}
  const first: Partial<typeof stageOne> = {}
  if (real !== (map.kind === 'realNvp')) {
    changed.map = mapSchema.parse({ kind: real ? 'realNvp' : 'u1', depth: map.depth })
    notes.push(real ? 'The field is real: the map is now RealNVP.' : 'The field is complex: the map is now the U(1) block.')
  }
  if (real && stageTwo.steps > 0) {
    changed.stageTwo = { ...stageTwo, steps: 0 }
    notes.push('The bulk kernel is for complex fields: stage II is off.')
    if (stageOne.steps === 0) first.steps = stageOneSchema.parse({}).steps
  }
  if (!real && stageOne.symmetrise !== 'none') first.symmetrise = 'none'
  if (theory.kind !== 'cphi4' && stageOne.rampFraction > 0) first.rampFraction = 0
  if (!('temperature' in theory) && stageOne.furtherTemperatures.length > 0) {
    first.furtherTemperatures = []
    notes.push('It has no temperature: the scan is off.')
  }
  if (Object.keys(first).length > 0) changed.stageOne = { ...stageOne, ...first }
  return { config: Object.keys(changed).length > 0 ? { ...config, ...changed } : config, note: notes.join(' ') }
}
