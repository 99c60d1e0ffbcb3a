import { Problem } from '../../../shared/problem.ts'
import { neuralRgConfigSchema } from '../../../shared/studies/neural-rg/config.ts'
import { checkNeuralRg } from '../../../physics/neural-rg/validate.ts'
import { installMapWorkspaces } from '../../kernels/install-map-workspaces.ts'
import type { EngineStudy } from '../../study.ts'
import { Float64StageOne } from './float64-stage-one.ts'
import { NeuralRgSession } from './session.ts'
import { startingMap } from './starting-map.ts'
import { TensorStageOne } from './tensor-stage-one.ts'

/** The study "neural renormalisation group". Spec: chapters 2 to 5. */
export const neuralRgStudy: EngineStudy = {
  id: 'neural-rg',
  async prepare(unparsed, { start }) {
    const config = neuralRgConfigSchema.parse(unparsed)
    const error = checkNeuralRg(config).find((issue) => issue.severity === 'error')
    if (error) throw new Problem(error.code, `${error.path}: ${error.message}`)
    const map = startingMap(config, start)
    installMapWorkspaces()
    // Networks are what the tensor library is for; the few parameters of U(1) blocks are trained faster, and in float64, without it.
    const stageOne = config.map.kind === 'u1' ? new Float64StageOne(config, map) : new TensorStageOne(config, map)
    return new NeuralRgSession(config, map, stageOne)
  },
}
