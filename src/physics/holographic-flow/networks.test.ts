import { describe, expect, it } from 'vitest'
import { holographicFlow } from '../../shared/studies/holographic-flow/index.ts'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { expectPrinted } from '../testing/expect-printed.test-helper.ts'
import { countFcn, countMnistUnet, parameterCount, countSimpleUnet } from './parameter-counts.ts'
import { exactTimeFeatures } from './time-features.ts'

const parts = (count: { parts: { count: number }[] }) => count.parts.map((part) => part.count)

describe('networks in closed form', () => {
  it('12.52 time features at t = 1/2', () => {
    const features = exactTimeFeatures(0.5)
    const printed: [number, string][] = [[0, '0.479425538604'], [1, '0.419579627564'], [64, '0.877582561890'], [127, '0.999999998333']]
    for (const [index, value] of printed) expectPrinted(features[index], value)
    expect(features.length).toBe(128)
  })

  it('12.56 parameter counts of the published networks, part by part', () => {
    expect(parts(countSimpleUnet(64, 3, 8, 4))).toEqual([49_472, 4_672, 221_952, 886_272, 3_542_016, 2_360_832, 2_688_512, 672_512, 168_320, 2_308])
    expect(countSimpleUnet(64, 3, 8, 4).total).toBe(10_596_868)
    expect(countSimpleUnet(64, 3, 8, 8).total).toBe(10_599_176)
    expect(parts(countMnistUnet(64, 3, 4, 2))).toEqual([131_712, 2_368, 238_464, 919_296, 3_608_064, 4_787_712, 2_852_864, 721_920, 184_832, 1_282])
    expect(countMnistUnet(64, 3, 4, 2).total).toBe(13_448_514)
    expect(countMnistUnet(64, 3, 4, 4).total).toBe(13_449_668)
    expect(countMnistUnet(64, 3, 2, 2).total).toBe(13_447_362)
    expect(countFcn(1442, 6, 4, 4).total).toBe(10_601_588)
  })
  it('12.56 parameter counts of the scaled networks', () => {
    const widths = [16, 24, 32]
    expect(widths.map((w) => countSimpleUnet(w, 3, 8, 4).total)).toEqual([671_620, 1_501_828, 2_661_636])
    expect(widths.map((w) => countSimpleUnet(w, 3, 8, 8).total)).toEqual([672_200, 1_502_696, 2_662_792])
    expect([16, 32].map((w) => countSimpleUnet(w, 2, 8, 4).total)).toEqual([170_564, 660_100])
    expect([16, 32].map((w) => countSimpleUnet(w, 2, 8, 8).total)).toEqual([171_144, 661_256])
    expect(widths.map((w) => countMnistUnet(w, 3, 4, 2).total)).toEqual([1_011_762, 2_064_074, 3_524_578])
    expect(widths.map((w) => countMnistUnet(w, 3, 4, 4).total)).toEqual([1_012_052, 2_064_508, 3_525_156])
    expect([353, 534, 716].map((w) => countFcn(w, 6, 4, 4).total)).toEqual([673_175, 1_501_612, 2_664_956])
  })
  it('12.56 the presets of the paper have the published counts', () => {
    const count = (id: string) => parameterCount(holographicFlowConfigSchema.parse(holographicFlow.presets.find((preset) => preset.id === id)!.config)).total
    expect(count('paper-ads-kg-hermite')).toBe(10_596_868)
    expect(count('paper-ads')).toBe(10_599_176)
    expect(count('paper-fcn')).toBe(10_601_588)
    expect(count('mini-ci')).toBe(171_144)
  })
})
