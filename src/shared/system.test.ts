import { expect, it } from 'vitest'
import { settingsChangeSchema, settingsSchema } from './system.ts'

it('a change of settings names only what changes: everything else stays', () => {
  expect(settingsChangeSchema.parse({ theme: 'dark' })).toEqual({ theme: 'dark' })
  expect(settingsChangeSchema.parse({})).toEqual({})
})
it('a change can name every setting, each of the kind that is kept', () => {
  const all = settingsSchema.parse({})
  expect(settingsChangeSchema.parse(all)).toEqual(all)
  expect(Object.keys(settingsChangeSchema.shape)).toEqual(Object.keys(settingsSchema.shape))
})
