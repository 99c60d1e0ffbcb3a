import { describe, expect, it } from 'vitest'
import { expectPrinted, expectWithin } from '../../testing/expect-printed.test-helper.ts'
import { isingFieldCorrelation, isingFieldLogZ, isingFieldOffset } from './auxiliary-field.ts'
import { isingCorrelations } from './ising-correlations.ts'
import { criticalTemperature, isingThermodynamics } from './kaufman.ts'
import { onsagerLogZPerSite } from './onsager.ts'

/** Sum over all 2^16 states on 4 × 4 sites, in Gray-code order: one spin flips at a time. */
function enumerate(temperature: number): { logZ: number; energy: number; energySquared: number; magnetisationSquared: number } {
  const spins = new Int8Array(16).fill(-1)
  const neighbours = Array.from({ length: 16 }, (_, i) => {
    const [row, column] = [i >> 2, i & 3]
    return [row * 4 + ((column + 1) & 3), row * 4 + ((column + 3) & 3), ((row + 1) & 3) * 4 + column, ((row + 3) & 3) * 4 + column]
  })
  let energy = -32
  let magnetisation = -16
  const sums = { z: 0, energy: 0, energySquared: 0, magnetisationSquared: 0 }
  for (let state = 0; state < 65_536; state++) {
    const weight = Math.exp(-(energy + 32) / temperature)
    sums.z += weight
    sums.energy += weight * energy
    sums.energySquared += weight * energy ** 2
    sums.magnetisationSquared += weight * (magnetisation / 16) ** 2
    const flip = 31 - Math.clz32((state + 1) & -(state + 1))
    if (flip >= 16) break
    const field = neighbours[flip].reduce((sum, j) => sum + spins[j], 0)
    energy += 2 * spins[flip] * field
    magnetisation -= 2 * spins[flip]
    spins[flip] = -spins[flip] as 1 | -1
  }
  return {
    logZ: Math.log(sums.z) + 32 / temperature,
    energy: sums.energy / sums.z,
    energySquared: sums.energySquared / sums.z,
    magnetisationSquared: sums.magnetisationSquared / sums.z,
  }
}

const table: [number, number, string, string, string, string][] = [
  [2, 4, '17.1053671187', '41.7514663182', '-1.7553802888', '0.6055326572'],
  [2, 8, '66.3445818792', '166.1435831802', '-1.7456831703', '0.7141226029'],
  [2, 16, '263.2962104340', '662.7150038274', '-1.7455306690', '0.7255087677'],
  [2, 32, '1051.1049876145', '2648.7879576794', '-1.7455645270', '0.7248739782'],
  [criticalTemperature, 4, '15.5219154588', '37.3767316899', '-1.5656237876', '0.7832668259'],
  [criticalTemperature, 8, '60.1417807891', '148.6550162810', '-1.4915891074', '1.1455592399'],
  [criticalTemperature, 16, '238.6422566351', '592.8757398576', '-1.4530648528', '1.4987049594'],
  [criticalTemperature, 32, '952.6480795485', '2369.5870911253', '-1.4336584662', '1.8467675900'],
  [3, 4, '13.2810334556', '29.7503673912', '-1.0170696270', '0.6031347143'],
  [3, 8, '52.2614096597', '118.9889198201', '-0.8413154279', '0.4839664714'],
  [3, 16, '208.8673251614', '475.8856165664', '-0.8176893679', '0.4043325742'],
  [3, 32, '835.4639184353', '1903.5388694138', '-0.8173097389', '0.4013819475'],
]

describe('Kaufman', () => {
  it.each(table)('NRG table 2.3 at T = %f, L = %i: ln Z, ln Z_x, U/N, C/N', (temperature, side, logZ, logZField, energy, heat) => {
    const exact = isingThermodynamics(side, temperature)
    expectPrinted(exact.logZ, logZ)
    expectPrinted(isingFieldLogZ(side, temperature), logZField)
    expectPrinted(exact.energyPerSite, energy)
    expectPrinted(exact.specificHeatPerSite, heat)
  })

  it('L = 2, where each pair is joined twice', () => {
    expectPrinted(isingThermodynamics(2, 2).logZ, '4.7977137475')
    expectPrinted(isingThermodynamics(2, criticalTemperature).logZ, '4.3820266347')
    expectPrinted(isingThermodynamics(2, 3).logZ, '3.7116873428')
  })

  it.each([1, 2, criticalTemperature, 3, 8])('NRG 29: agrees with the sum over 2^16 states on 4 × 4 sites at T = %f, above T_c too', (temperature) => {
    const exact = isingThermodynamics(4, temperature)
    const sum = enumerate(temperature)
    expectWithin(exact.logZ, sum.logZ, 1e-11)
    expectWithin(exact.energyPerSite, sum.energy / 16, 1e-11)
    expectWithin(exact.specificHeatPerSite, (sum.energySquared - sum.energy ** 2) / (16 * temperature ** 2), 1e-10)
    expectWithin(isingCorrelations(4, temperature).magnetisationSquared, sum.magnetisationSquared, 1e-12)
    if (temperature === 3) expectPrinted(exact.logZ, '13.2810334556')
  })

  it('is finite from the lowest to the highest temperatures', () => {
    expect(isingThermodynamics(32, 0.05).logZ).toBeCloseTo(2 * 1024 / 0.05 + Math.LN2, 8)
    expect(isingThermodynamics(32, 1e6).logZ).toBeCloseTo(1024 * Math.LN2, 6)
  })

  it('tends to Onsager for large lattices; exponentially fast off the critical point', () => {
    const printed: [number, string][] = [[2, '1.0257928127'], [criticalTemperature, '0.9296953983'], [3, '0.8158827319']]
    for (const [temperature, value] of printed) expectPrinted(onsagerLogZPerSite(temperature), value)
    expectWithin(isingThermodynamics(64, 3).logZ / 4096, onsagerLogZPerSite(3), 1e-9)
    expectWithin(onsagerLogZPerSite(criticalTemperature), Math.LN2 / 2 + (2 * 0.9159655941772190) / Math.PI, 1e-13) // Catalan's constant
  })
})

describe('transfer matrix', () => {
  it.each([[2, 1.5], [4, 2], [8, criticalTemperature], [8, 3]])('on L = %i at T = %f has Kaufman’s ln Z', (side, temperature) => {
    expectWithin(isingCorrelations(side, temperature).logZ, isingThermodynamics(side, temperature).logZ, 1e-10)
  })

  it('NRG <m²> at L = 4 and 8', () => {
    const printed: [number, number, string][] = [
      [4, 2, '0.8689216816'], [4, criticalTemperature, '0.7613589086'], [4, 3, '0.4509881408'],
      [8, 2, '0.8416711846'], [8, criticalTemperature, '0.6469115750'], [8, 3, '0.1703122090'],
    ]
    for (const [side, temperature, value] of printed) expectPrinted(isingCorrelations(side, temperature).magnetisationSquared, value)
  })
})

describe('continuous field', () => {
  it('NRG 30: ln Z_x - ln Z at T_c', () => {
    expectPrinted(isingFieldOffset(8, criticalTemperature), '88.5132354919')
    expectPrinted(isingFieldOffset(16, criticalTemperature), '354.2334832224')
    expectPrinted(isingFieldOffset(32, criticalTemperature), '1416.9390115767')
  })

  it('second moments at T_c on 2 × 2 and 4 × 4 sites', () => {
    const two = isingFieldCorrelation(2, criticalTemperature)
    expectPrinted(two[0], '13.7014971114')
    expectPrinted(two[1], '12.3726261023')
    const four = isingFieldCorrelation(4, criticalTemperature)
    expectPrinted(four[0], '12.9759531694')
    expectPrinted(four[1], '10.8091817968')
  })
})
