import { expect, it } from 'vitest'
import { configHash } from './config-hash.ts'

it('is the SHA-256 of the sorted JSON (sha256sum of {"a":1})', async () => {
  expect(await configHash({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862')
})

it('does not depend on the order of fields or on the title, and does on every value', async () => {
  const config = { study: 's', seed: 1, network: { width: 8, depth: 2 }, title: 'one' }
  const hash = await configHash(config)
  expect(await configHash({ title: 'two', network: { depth: 2, width: 8 }, seed: 1, study: 's' })).toBe(hash)
  expect(await configHash({ ...config, network: { width: 8, depth: 3 } })).not.toBe(hash)
})
