import { fieldComponents, type NeuralRgConfig } from '../../shared/studies/neural-rg/config.ts'
import { bulkEdges } from './kernel/edge-set.ts'
import { makeHolographicMap } from './map/make-map.ts'

/** Trained numbers of a run: the map's, and one for each class of edges and the mass where stage II learns a kernel. */
export function trainedNumbers({ theory, map: options, stageTwo }: NeuralRgConfig): number {
  const map = makeHolographicMap(options, theory.side, fieldComponents(theory))
  return map.parameterCount + (stageTwo.steps > 0 ? bulkEdges(map.layout, { tied: stageTwo.tied }).classes.length + 1 : 0)
}
