import { jackknife, type Estimate } from './jackknife.ts'

/**
 * How far bulk variables are from normal, layer by layer: E|ζ|⁴ / (c (E|ζ|²)²) over all variables of a layer and samples, with
 * c = (C + 2)/C of a normal variable of C real components (2 for complex ones): 1 is Gaussian, ½ (complex) a fixed modulus.
 *
 * @param fields bulk fields `[M, N, C]`
 * @param layerOf layer of each of the N sites of the bulk array
 */
export function residualKurtosis(fields: Float64Array, components: number, layerOf: ArrayLike<number>): Estimate[] {
  const sites = layerOf.length
  const samples = fields.length / (sites * components)
  const layers = 1 + Array.from(layerOf).reduce((most, layer) => Math.max(most, layer), 0)
  const columns = 2 * layers
  const counts = new Float64Array(layers)
  for (let i = 0; i < sites; i++) counts[layerOf[i]]++
  const table = new Float64Array(samples * columns)
  for (let sample = 0; sample < samples; sample++) {
    for (let site = 0; site < sites; site++) {
      let square = 0
      for (let c = 0; c < components; c++) square += fields[(sample * sites + site) * components + c] ** 2
      const at = sample * columns + 2 * layerOf[site]
      table[at] += square / counts[layerOf[site]]
      table[at + 1] += (square * square) / counts[layerOf[site]]
    }
  }
  const normal = (components + 2) / components
  return jackknife(table, columns, (means) => Array.from({ length: layers }, (_, layer) => means[2 * layer + 1] / (normal * means[2 * layer] ** 2)))
}
