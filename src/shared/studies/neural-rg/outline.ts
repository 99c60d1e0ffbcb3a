import { neuralRgConfigSchema, type MapConfig, type TheoryConfig } from './config.ts'

/** A run in a few words: `complex φ⁴, L = 8, T = 0.5, U(1) block`. */
export function outlineOf(config: unknown): string | undefined {
  const parsed = neuralRgConfigSchema.safeParse(config)
  if (!parsed.success) return undefined
  const { theory, map, stageOne, stageTwo } = parsed.data
  const scan = stageOne.furtherTemperatures.length > 0 ? `${stageOne.furtherTemperatures.length + 1} temperatures` : undefined
  return [theoryName(theory), `L = ${theory.side}`, scan ?? pointOf(theory), mapName(map), stageTwo.steps > 0 ? 'bulk kernel' : undefined]
    .filter((part) => part !== undefined).join(', ')
}

function theoryName({ kind }: TheoryConfig): string {
  switch (kind) {
    case 'cphi4': return 'complex φ⁴'
    case 'xyHS': return 'XY'
    case 'isingHS': return 'Ising'
    case 'phi4': return 'real φ⁴'
    case 'free': return 'free field'
    case 'haarGaussian': return 'known bulk'
  }
}

function pointOf(theory: TheoryConfig): string {
  switch (theory.kind) {
    case 'phi4': return `κ = ${theory.kappa}`
    case 'free': return `μ = ${theory.mu}`
    case 'haarGaussian': return `λₑ = ${theory.coupling}`
    default: return `T = ${Number(theory.temperature.toPrecision(4))}`
  }
}

function mapName(map: MapConfig): string {
  switch (map.kind) {
    case 'u1': return map.activation === 'none' ? 'linear U(1) block' : 'U(1) block'
    case 'coupling': return `U(1) coupling, H = ${map.hidden}`
    case 'realNvp': return `RealNVP, H = ${map.hidden}`
  }
}
