import { Problem } from '../../../shared/problem.ts'
import { fieldComponents, neuralRgConfigSchema, temperatures, type NeuralRgConfig } from '../../../shared/studies/neural-rg/config.ts'
import { type BlockMap, makeHolographicMap } from '../../../physics/neural-rg/map/make-map.ts'
import { mapStartingAt, transferLayers, type TrainedLayers } from '../../../physics/neural-rg/map/transfer-layers.ts'
import type { StartingRun, StudyState } from '../../study.ts'

/** The map of a configuration, with the parameters that its training begins with: fresh ones, or those of another run. */
export function startingMap(config: NeuralRgConfig, run: StartingRun | undefined): BlockMap {
  const map = makeHolographicMap(config.map, config.theory.side, fieldComponents(config.theory), config.seed)
  if (config.start.kind === 'fresh') return map
  if (!run) throw new Problem('StartMissing', 'The run that this one starts from is not in the run folder.', 'Copy the whole run folder, or start a new run.')
  return mapStartingAt(map, transferLayers(trainedLayers(run, config), map, config.start))
}

/** The map of the other run, at the temperature of its scan that is nearest to where this one begins. */
function trainedLayers({ config: unparsed, state, step }: StartingRun, wanted: NeuralRgConfig): TrainedLayers {
  const parsed = neuralRgConfigSchema.safeParse(unparsed)
  if (!parsed.success) throw new Problem('StartIsAnotherStudy', `The run to start from is of the study "${unparsed.study}", or of another version of it.`, 'Choose a run of the neural renormalisation group.')
  const { theory, map: options, seed, stageOne } = parsed.data
  const map = makeHolographicMap(options, theory.side, fieldComponents(theory), seed)
  const all = temperatures(parsed.data)
  const current = stageOne.steps === 0 ? 0 : Math.min(all.length - 1, Math.max(0, Math.ceil(step / stageOne.steps) - 1))
  const [target] = temperatures(wanted)
  const reached = all.slice(0, current + 1).map((temperature, place) => ({ place, distance: Math.abs(temperature - target) }))
  const { place } = reached.reduce((nearest, other) => (other.distance <= nearest.distance ? other : nearest), reached[current])
  const parameters = place === current ? newestParameters(state, map.parameterCount) : requireVector(state, `map/finished/${place}`, map.parameterCount)
  return { map, parameters }
}

/** In float64 where a map was trained without the tensor library, else in float32. */
function newestParameters(state: StudyState, count: number): Float64Array {
  return requireVector(state, state.has('map/values') ? 'map/values' : 'map/weights/parameters', count)
}

function requireVector(state: StudyState, name: string, count: number): Float64Array {
  const array = state.get(name)
  if (array?.data.length === count && array.data.every(Number.isFinite)) return Float64Array.from(array.data)
  throw new Problem('StartDoesNotFit', `The checkpoint to start from holds no ${name} of ${count} finite numbers.`, 'Choose another run, or another checkpoint of it.')
}
