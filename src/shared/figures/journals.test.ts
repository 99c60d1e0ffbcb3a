import { expect, it } from 'vitest'
import { figureStyleSchema } from '../figure.ts'
import { journalOfWidth, journals } from './journals.ts'

it('every journal can be told from its widths, all of which a figure can have', () => {
  for (const journal of journals) {
    for (const { widthMm } of journal.widths) {
      expect(journalOfWidth(widthMm)).toBe(journal)
      expect(figureStyleSchema.safeParse({ widthMm }).success).toBe(true)
    }
  }
  expect(journalOfWidth(123.4)).toBeUndefined()
})
