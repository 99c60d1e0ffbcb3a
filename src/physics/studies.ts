import type { Issue } from '../shared/issue.ts'
import { holographicFlowConfigSchema } from '../shared/studies/holographic-flow/config.ts'
import { neuralRgConfigSchema } from '../shared/studies/neural-rg/config.ts'
import { parameterCount } from './holographic-flow/parameter-counts.ts'
import { checkHolographicFlow } from './holographic-flow/validate.ts'
import { trainedNumbers } from './neural-rg/parameter-count.ts'
import { checkNeuralRg } from './neural-rg/validate.ts'

/** What the physics of a study says of a configuration that has the right shape, before anything is trained. */
export interface PhysicsStudy {
  readonly id: string
  check(config: unknown): Issue[]
  /** Trained numbers of a configuration without errors. */
  parameterCount(config: unknown): number
}

const holographicFlow: PhysicsStudy = {
  id: 'holographic-flow',
  check: (config) => checkHolographicFlow(holographicFlowConfigSchema.parse(config)),
  parameterCount: (config) => parameterCount(holographicFlowConfigSchema.parse(config)).total,
}

const neuralRg: PhysicsStudy = {
  id: 'neural-rg',
  check: (config) => checkNeuralRg(neuralRgConfigSchema.parse(config)),
  parameterCount: (config) => trainedNumbers(neuralRgConfigSchema.parse(config)),
}

const physicsStudies: readonly PhysicsStudy[] = [holographicFlow, neuralRg]

export function findPhysicsStudy(id: string): PhysicsStudy | undefined {
  return physicsStudies.find((study) => study.id === id)
}
