import { Problem } from '../../../shared/problem.ts'
import { holographicFlowConfigSchema } from '../../../shared/studies/holographic-flow/config.ts'
import { checkHolographicFlow } from '../../../physics/holographic-flow/validate.ts'
import { installKernels } from '../../kernels/index.ts'
import type { EngineStudy } from '../../study.ts'
import { FlowTrainingSession } from './session.ts'
import { flowData } from './training-data.ts'

/** The study "holographic flow on two-dimensional data". Spec: chapters 5 to 9. */
export const holographicFlowStudy: EngineStudy = {
  id: 'holographic-flow',
  async prepare(unparsed, { points }) {
    const config = holographicFlowConfigSchema.parse(unparsed)
    const error = checkHolographicFlow(config).find((issue) => issue.severity === 'error')
    if (error) throw new Problem(error.code, `${error.path}: ${error.message}`)
    const data = await flowData(config, points)
    installKernels()
    return new FlowTrainingSession(config, data)
  },
}
