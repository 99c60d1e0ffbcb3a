/**
 * Milliseconds for metrics and for reading tables: `node bench/points.ts`. An evaluation of quick-16 compares 1,000 generated
 * with 2,000 true points.
 */
import { cpus } from 'node:os'
import { describePoints } from '../src/main/data/describe-points.ts'
import { openTable } from '../src/main/data/open-table.ts'
import { generatePoints } from '../src/physics/datasets/generate-points.ts'
import { energyDistance } from '../src/physics/metrics/energy-distance.ts'
import { pointEvaluator } from '../src/physics/metrics/evaluate-points.ts'
import { maximumMeanDiscrepancy } from '../src/physics/metrics/maximum-mean-discrepancy.ts'
import { slicedWasserstein } from '../src/physics/metrics/sliced-wasserstein.ts'

function report(label: string, work: () => unknown, repeats = 3): void {
  let best = Infinity
  for (let i = 0; i < repeats; i++) {
    const start = performance.now()
    work()
    best = Math.min(best, performance.now() - start)
  }
  console.log(`${label.padEnd(52)} ${best.toFixed(1)} ms`)
}

console.log(`${cpus()[0].model}, Node ${process.version}`)
for (const [n, m] of [[1000, 2000], [10_000, 10_000]]) {
  const x = generatePoints('checkerboard', n, 1)
  const y = generatePoints('checkerboard', m, 1, 'reference')
  report(`energy distance, ${n} × ${m}`, () => energyDistance(x, y))
  report(`MMD², five bandwidths, ${n} × ${m}`, () => maximumMeanDiscrepancy(x, y))
  report(`sliced Wasserstein, 128 angles, ${n} × ${m}`, () => slicedWasserstein(x, y))
  const evaluate = pointEvaluator({ reference: y, board: true })
  report(`all metrics, reference prepared, ${n} × ${m}`, () => evaluate(x))
}

const points = generatePoints('spiral', 1_000_000, 1)
const csv = Buffer.from(['x,y', ...Array.from({ length: 1_000_000 }, (_, i) => `${points[2 * i]},${points[2 * i + 1]}`)].join('\n'))
report(`CSV, 1,000,000 rows of 17 digits (${Math.round(csv.length / 1e6)} MB)`, () => openTable(csv, 'points.csv').select(0, 1))
report('duplicates, outliers, ranges of 1,000,000 points', () => describePoints(points))
