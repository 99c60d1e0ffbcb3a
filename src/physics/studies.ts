import type { Issue } from '../shared/issue.ts'
import { holographicFlowConfigSchema } from '../shared/studies/holographic-flow/config.ts'
import { parameterCount } from './holographic-flow/parameter-counts.ts'
import { checkHolographicFlow } from './holographic-flow/validate.ts'

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

const physicsStudies: readonly PhysicsStudy[] = [holographicFlow]

export function findPhysicsStudy(id: string): PhysicsStudy | undefined {
  return physicsStudies.find((study) => study.id === id)
}
