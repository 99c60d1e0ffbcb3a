import type { EngineStudy } from '../study.ts'
import { holographicFlowStudy } from './holographic-flow/study.ts'
import { neuralRgStudy } from './neural-rg/study.ts'

/** The studies that can train. Adding one is a line here; see also `src/shared/studies`. */
const engineStudies: readonly EngineStudy[] = [holographicFlowStudy, neuralRgStudy]

export function findEngineStudy(id: string): EngineStudy | undefined {
  return engineStudies.find((study) => study.id === id)
}
