import { expect, it } from 'vitest'
import { configFileName, readConfigText } from './config-text.ts'

it('reads an object and nothing else, and says where the text breaks', () => {
  expect(readConfigText('{"seed": 3}')).toEqual({ ok: true, config: { seed: 3 } })
  expect(readConfigText('[1]')).toMatchObject({ ok: false })
  const broken = readConfigText('{\n  "seed": 3\n  "title": ""\n}')
  expect(broken.ok).toBe(false)
  if (!broken.ok) expect(broken.message).toContain('line 3, column 3')
})

it('a shared configuration has a file name that every disk takes, from its title or its study', () => {
  expect(configFileName({ title: 'Éclair, Δ = 3/2 (très bien)' })).toBe('eclair-3-2-tres-bien.config.json')
  expect(configFileName({ title: '', study: 'holographic-flow' })).toBe('holographic-flow.config.json')
  expect(configFileName({ title: '../..' })).toBe('configuration.config.json')
})
