import type { ColumnPreview } from '../../shared/dataset.ts'

const mostSampled = 2000
const histogramBins = 40

/** What the import dialog shows of points `[N, 2]`, N >= 1; its numbers are of all points, only the picture is thinned. */
export function describePoints(points: Float64Array): Omit<ColumnPreview, 'kept' | 'droppedCount' | 'dropped' | 'obstacle'> {
  const [x, y] = [0, 1].map((axis) => describeAxis(points, axis))
  let outliers = 0
  for (let i = 0; i < points.length; i += 2) if (x.isOutlier(points[i]) || y.isOutlier(points[i + 1])) outliers++
  return {
    duplicates: countDuplicates(points),
    outliers,
    mean: [x.mean, y.mean],
    min: [x.min, y.min],
    max: [x.max, y.max],
    sample: thin(points),
    histograms: [histogram(points, 0, x.min, x.max), histogram(points, 1, y.min, y.max)],
  }
}

function describeAxis(points: Float64Array, axis: number) {
  const count = points.length / 2
  let sum = 0
  let min = Infinity
  let max = -Infinity
  for (let i = axis; i < points.length; i += 2) {
    // Each term divided: the sum of many large coordinates stays finite.
    sum += points[i] / count
    if (points[i] < min) min = points[i]
    if (points[i] > max) max = points[i]
  }
  const mean = Math.min(Math.max(sum, min), max)
  let variance = 0
  for (let i = axis; i < points.length; i += 2) variance += (points[i] - mean) ** 2 / count
  const reach = 5 * Math.sqrt(variance)
  return { mean, min, max, isOutlier: (value: number) => Math.abs(value - mean) > reach }
}

/** Rows that repeat an earlier one exactly: open addressing over the points' bits, about 50 ns a point. */
export function countDuplicates(points: Float64Array): number {
  const count = points.length / 2
  const size = 2 ** Math.ceil(Math.log2(2 * count + 2))
  const table = new Int32Array(size).fill(-1)
  const bits = new Uint32Array(4)
  const pair = new Float64Array(bits.buffer)
  let duplicates = 0
  for (let i = 0; i < count; i++) {
    // + 0 makes -0 and 0 the same point.
    const x = pair[0] = points[2 * i] + 0
    const y = pair[1] = points[2 * i + 1] + 0
    let hash = Math.imul(bits[0], 0x9e3779b1) ^ Math.imul(bits[1], 0x85ebca6b) ^ Math.imul(bits[2], 0xc2b2ae35) ^ Math.imul(bits[3], 0x27d4eb2f)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    let slot = (hash ^ (hash >>> 13)) & (size - 1)
    while (table[slot] >= 0 && !(points[2 * table[slot]] === x && points[2 * table[slot] + 1] === y)) slot = (slot + 1) & (size - 1)
    if (table[slot] >= 0) duplicates++
    else table[slot] = i
  }
  return duplicates
}

/** At most 2,000 rows, evenly picked over the file. */
function thin(points: Float64Array): number[] {
  const count = points.length / 2
  const kept = Math.min(count, mostSampled)
  const sample: number[] = []
  for (let i = 0; i < kept; i++) {
    const row = Math.floor((i * count) / kept)
    sample.push(points[2 * row], points[2 * row + 1])
  }
  return sample
}

/** Points in each of 40 equal bins from `min` to `max`, both ends included; equal coordinates all fall into the first. */
function histogram(points: Float64Array, axis: number, min: number, max: number): number[] {
  const counts = new Array<number>(histogramBins).fill(0)
  for (let i = axis; i < points.length; i += 2) counts[cellOf(points[i], min, max, histogramBins)]++
  return counts
}

/** The one of `cells` equal parts of [min, max] in which a value lies. */
export function cellOf(value: number, min: number, max: number, cells: number): number {
  return max > min ? Math.min(cells - 1, Math.floor(((value - min) / (max - min)) * cells)) : 0
}
