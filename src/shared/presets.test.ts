import { describe, expect, it } from 'vitest'
import { studies } from './studies/index.ts'

describe.each(studies)('presets of $id', (study) => {
  it('have unique names and parse to the same value twice (defaults are complete)', () => {
    expect(new Set(study.presets.map((preset) => preset.id)).size).toBe(study.presets.length)
    for (const preset of study.presets) {
      const once = study.config.parse(preset.config)
      expect(study.config.parse(once), preset.id).toEqual(once)
    }
  })
  it('parses from its name alone', () => {
    expect(study.config.safeParse({ study: study.id }).success).toBe(true)
  })
})
