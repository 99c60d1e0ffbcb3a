import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { studies } from '../../shared/studies/index.ts'
import { fieldsOf, formOf, valueAt, withValue, withVariant, type VariantsNode } from './schema-form.ts'

describe.each(studies)('form of $id', (study) => {
  const form = formOf(study.config)
  const defaults = study.config.parse({ study: study.id }) as Record<string, unknown>

  it('describes every leaf of the default configuration, with its default', () => {
    const described = new Set(fieldsOf(form, defaults).map((field) => field.path))
    const leaves: string[] = []
    const walk = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) leaves.push(path)
      else for (const [key, child] of Object.entries(value)) walk(child, path === '' ? key : `${path}.${key}`)
    }
    walk(defaults, '')
    const constants = /(^study|^schemaVersion|\.kind)$/
    expect(leaves.filter((leaf) => !constants.test(leaf) && !described.has(leaf))).toEqual([])
    for (const field of fieldsOf(form, defaults)) expect(valueAt(defaults, field.path), field.path).toEqual(field.fallback)
  })

  it('every field explains itself: a label, and a sentence unless it is a plain text', () => {
    for (const field of fieldsOf(form, defaults)) {
      expect(field.label.length, field.path).toBeGreaterThan(1)
      if (field.type !== 'text') expect(field.help.length, field.path).toBeGreaterThan(3)
    }
  })

  it('switching a union there and back gives a configuration that the schema takes, and keeps what both shapes share', () => {
    const unions = form.children.filter((child): child is VariantsNode => child.kind === 'variants')
    for (const union of unions) {
      for (const variant of union.variants) {
        const switched = withVariant(defaults, union, variant.value)
        const parsed = study.config.safeParse(switched)
        if (parsed.success) expect(valueAt(parsed.data, union.path)).toEqual(valueAt(switched, union.path))
      }
    }
  })
})

it('another shape keeps what was set, and takes its own defaults for what was not', () => {
  const number = (fallback: number) => z.number().default(fallback).meta({ label: 'number' })
  const schema = z.object({
    model: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('xy'), side: number(8), temperature: number(0.5) }),
      z.object({ kind: z.literal('ising'), side: number(8), temperature: number(2.27) }),
    ]).default({ kind: 'xy', side: 8, temperature: 0.5 }),
  })
  const union = formOf(schema).children[0] as VariantsNode
  expect(withVariant({ model: { kind: 'xy', side: 16, temperature: 0.5 } }, union, 'ising')).toEqual({ model: { kind: 'ising', side: 16, temperature: 2.27 } })
  expect(withVariant({ model: { kind: 'xy', side: 8, temperature: 0.9 } }, union, 'ising')).toEqual({ model: { kind: 'ising', side: 8, temperature: 0.9 } })
})

it('a tuple of numbers is a row of numbers, explained by its description where nothing else does', () => {
  const [field] = formOf(z.object({ mode: z.tuple([z.int(), z.int()]).default([1, 0]).describe('Integers of the mode.') })).children
  expect(field).toMatchObject({ type: 'numbers', fallback: [1, 0], help: 'Integers of the mode.', label: 'Mode' })
})

describe('paths', () => {
  it('withValue leaves the original and everything beside the path untouched', () => {
    const before = { a: { b: 1 }, c: { d: 2 } }
    const after = withValue(before, 'a.b', 3)
    expect(before.a.b).toBe(1)
    expect(after).toEqual({ a: { b: 3 }, c: { d: 2 } })
    expect(after.c).toBe(before.c)
  })
})
