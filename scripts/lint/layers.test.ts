import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { layerViolation } from './layers.mjs'

const allowed = [
  ['src/physics/numerics/fft.ts', '../../shared/problem.ts'],
  ['src/physics/numerics/fft.ts', './matrix.ts'],
  ['src/physics/numerics/fft.ts', '@tensorflow/tfjs-core'],
  ['src/engine/trainer/trainer.ts', '../../physics/numerics/fft.ts'],
  ['src/engine/trainer/trainer.ts', 'node:fs'],
  ['src/main/runs.ts', '../engine/study.ts'],
  ['src/main/electron/window.ts', 'electron'],
  ['src/renderer/main.ts', '../shared/contract.ts'],
  // A folder that happens to bear a layer's name is not that layer.
  ['src/renderer/studies/panel.ts', './physics/preview.ts'],
  ['src/physics/numerics/fft.test.ts', 'vitest'],
  ['scripts/start.mjs', '../src/engine/study.ts'],
] as const

const forbidden = [
  ['src/shared/run.ts', '../physics/numerics/fft.ts'],
  ['src/shared/run.ts', 'node:path'],
  ['src/physics/numerics/fft.ts', '../../engine/study.ts'],
  ['src/physics/numerics/fft.test.ts', '../../engine/backends/index.ts'],
  ['src/physics/numerics/fft.ts', 'node:fs'],
  ['src/physics/numerics/fft.ts', '@tensorflow/tfjs-node-gpu'],
  ['src/engine/study.ts', '../main/runs.ts'],
  ['src/engine/study.ts', 'electron'],
  ['src/main/runs.ts', 'electron'],
  ['src/main/runs.ts', '../renderer/main.ts'],
  ['src/renderer/main.ts', '../engine/study.ts'],
  ['src/renderer/main.ts', '../../src/main/runs.ts'],
  ['src/renderer/main.ts', 'electron'],
  ['src/preload/bridge.ts', '../main/runs.ts'],
] as const

describe('the layers', () => {
  it.each(allowed)('%s may import %s', (file, target) => expect(layerViolation(file, target)).toBeNull())
  it.each(forbidden)('%s must not import %s', (file, target) => expect(layerViolation(file, target)).toContain('ARCHITECTURE.md'))
})

describe('the lint configuration of this repository', () => {
  const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) })
  const crossings = async (code: string, filePath: string): Promise<number> => {
    const [result] = await eslint.lintText(code, { filePath })
    return result.messages.filter((message) => message.ruleId === 'holoscope/layers' && message.severity === 2).length
  }

  it.each([
    ['a plain import', `import { study } from '../../engine/study.ts'\nexport const x = study\n`],
    ['a type', `import type { Study } from '../../engine/study.ts'\nexport type X = Study\n`],
    ['a type in place', `export type X = import('../../engine/study.ts').Study\n`],
    ['an import at run time', `export const x = () => import('../../engine/study.ts')\n`],
    ['a require', `declare const require: (name: string) => unknown\nexport const x = require('../../engine/study.ts')\n`],
    ['passing on', `export { study } from '../../engine/study.ts'\n`],
    ['passing on everything', `export * from '../../engine/study.ts'\n`],
  ])('stops %s upwards', async (_, code) => expect(await crossings(code, 'src/physics/numerics/upwards.ts')).toBe(1))

  it('stops it in a component', async () => {
    const component = `<script setup lang="ts">\nimport { study } from '../../engine/study.ts'\n</script>\n<template><p>{{ study }}</p></template>\n`
    expect(await crossings(component, 'src/renderer/components/Upwards.vue')).toBe(1)
  })

  it('lets a downward import pass', async () => {
    expect(await crossings(`export { Problem } from '../../shared/problem.ts'\n`, 'src/physics/numerics/downwards.ts')).toBe(0)
  })
})
