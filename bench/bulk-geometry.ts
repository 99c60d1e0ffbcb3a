/**
 * Milliseconds for the geometry of a bulk: `node bench/bulk-geometry.ts`. At L = 32 there are 1,024 bulk variables in 341 decimators.
 * Each number is the least of a few repeats, so that other work on the machine counts little. Aims: multidimensional scaling of
 * 341 points under 300 ms; mutual information and D at L = 32 under 5,000 ms.
 */
import { cpus } from 'node:os'
import { geometryChoicesSchema } from '../src/shared/studies/neural-rg/bulk-geometry.ts'
import { bulkGeometry } from '../src/physics/neural-rg/geometry/bulk-geometry.ts'
import { classicalEmbedding } from '../src/physics/neural-rg/geometry/classical-embedding.ts'
import { curvatureFit } from '../src/physics/neural-rg/geometry/curvature-fit.ts'
import { decimatorDistances } from '../src/physics/neural-rg/geometry/decimator-distances.ts'
import { decimatorsOf } from '../src/physics/neural-rg/geometry/decimators.ts'
import { gromovDelta } from '../src/physics/neural-rg/geometry/gromov-delta.ts'
import { mutualInformation } from '../src/physics/neural-rg/geometry/mutual-information.ts'
import { exactCovariance, sampleCovariance } from '../src/physics/neural-rg/kernel/bulk-covariance.ts'
import { factorKernel, uniformKernel } from '../src/physics/neural-rg/kernel/bulk-kernel.ts'
import { bulkEdges } from '../src/physics/neural-rg/kernel/edge-set.ts'
import { kernelGradient } from '../src/physics/neural-rg/kernel/kernel-gradient.ts'
import { kernelMoments, matchMoments } from '../src/physics/neural-rg/kernel/moment-matching.ts'
import { drawBulk, toFields } from '../src/physics/neural-rg/kernel/sample-kernel.ts'
import { bulkLayout } from '../src/physics/neural-rg/map/layout.ts'
import { stream } from '../src/physics/random/stream.ts'
import { atMost } from './measurement.ts'
import { rowsWanted, tell } from './tell.ts'

function report<Result>(label: string, work: () => Result, { repeats = 5, limit }: { repeats?: number; limit?: number } = {}): Result {
  let best = Infinity
  let result = work()
  for (let i = 0; i < repeats; i++) {
    const start = performance.now()
    result = work()
    best = Math.min(best, performance.now() - start)
  }
  tell({ what: label, unit: 'ms', ours: best, goal: limit === undefined ? undefined : atMost(limit, best, ' ms') })
  return result
}

if (!process.env[rowsWanted]) console.log(`${cpus()[0].model}, Node ${process.version}`)
const layout = bulkLayout(32)
const edges = report('edges and elimination order, L = 32', () => bulkEdges(layout))
const kernel = uniformKernel(edges, 1, 1)
const factor = report('factor and ln det, L = 32', () => factorKernel(kernel))
report('diagonal and edge entries of the inverse', () => factor.inverseEntries())
const inverse = report('whole inverse', () => factor.inverse())
const draw = report('64 bulk fields by perturb-and-solve', () => drawBulk(kernel, factor, 64, 2, stream(1, 'sample')))
report('gradient of stage II from 64 fields', () => kernelGradient(kernel, factor, draw, draw.bulk))
report('moments of 64 fields', () => sampleCovariance(toFields(draw.bulk, 1024, 64, 2), 1024, 2))
report('moment matching, 55 parameters', () => matchMoments(edges, kernelMoments(edges, exactCovariance(inverse))), { repeats: 1 })
const information = report('mutual information of all pairs', () => mutualInformation(exactCovariance(inverse), 1))
const table = report('D of 341 decimators', () => decimatorDistances(decimatorsOf(layout), information, { xi: 1, i0: 1 }, 0))
report('factor, inverse, mutual information and D together', () =>
  decimatorDistances(decimatorsOf(layout), mutualInformation(exactCovariance(factorKernel(kernel).inverse()), 1), { xi: 1, i0: 1 }, 0), { limit: 5000 })
report('multidimensional scaling of 341 points, with quality', () => classicalEmbedding(table.distances, 341), { limit: 300 })
report('Gromov δ, 100,000 quadruples, 100 resamplings', () => gromovDelta(table.distances, 341, stream(1, 'subsample')), { repeats: 2 })
report('curvature, 100 resamplings', () => curvatureFit(layout, table, stream(1, 'subsample')), { repeats: 2 })
report('everything that a view shows, one geometry', () => bulkGeometry('trained', { kernel }, geometryChoicesSchema.parse({})), { repeats: 2 })
