import type { Measurement } from './measurement.ts'
import { appOverhead } from './measurements/app-overhead.ts'
import { backEnds } from './measurements/back-ends.ts'
import { flowSampling } from './measurements/flow-sampling.ts'
import { flowTraining } from './measurements/flow-training.ts'
import { hostLatency } from './measurements/host-latency.ts'
import { mapTraining } from './measurements/map-training.ts'
import { memoryGrowth } from './measurements/memory.ts'
import { program } from './program.ts'

/** Everything that `npm run bench` measures, in this order. To add one: a file in `measurements/`, and a line here. */
export const measurements: readonly Measurement[] = [
  flowTraining,
  flowSampling,
  mapTraining,
  backEnds,
  appOverhead,
  hostLatency,
  memoryGrowth,
  program('bulk', 'Geometry of a bulk, L = 32', 1, 'bulk-geometry.ts'),
  program('import', 'A million rows into the library, through the window', 1, 'import-million.ts'),
  program('frames', 'The window while a run trains, 10,000 points', 2, 'frame-times.ts'),
  program('preview', 'Pictures that follow a control point of the warp factor', 1, 'preview-latency.ts'),
  program('tweak', 'The boundary answers a bulk variable, L = 32', 1, 'ir-tweak.ts'),
  program('scene', 'The bulk explorer\'s scene, L = 64, while it is turned', 2, 'bulk-scene.ts'),
]
