import { z } from 'zod'
import { findStudy } from '../studies/index.ts'

/** Configurations as flat lists of fields, to tell which of them differ and to name them in the field's terms. */

export type Config = Readonly<Record<string, unknown>>
/** A leaf of a configuration; lists (rows of a table) are one leaf, as JSON. */
export type FieldValue = string | number | boolean | null

/** Dotted path to value, in the order of the configuration. */
export function configFields(config: Config): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>()
  const visit = (value: unknown, path: string) => {
    if (Array.isArray(value)) fields.set(path, JSON.stringify(value))
    else if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) visit(inner, path === '' ? key : `${path}.${key}`)
    else if (value !== undefined) fields.set(path, value as FieldValue)
  }
  visit(config, '')
  return fields
}

const names = new Set(['title', 'schemaVersion'])
/** How a run is called: never a difference between two trainings. */
export const isNameOnly = (path: string): boolean => names.has(path)
/** What may change without changing the law that is learned: replicates may differ in it. */
export const isReplicateOnly = (path: string): boolean =>
  isNameOnly(path) || path === 'seed' || path.startsWith('device.') || path.startsWith('cadence.')

/** Paths whose values are not the same in all configurations, in the order of their first appearance; a missing field differs. */
export function differingFields(configs: readonly Config[], ignored: (path: string) => boolean = isNameOnly): string[] {
  const all = configs.map(configFields)
  const paths = new Set(all.flatMap((fields) => [...fields.keys()]))
  return [...paths].filter((path) => !ignored(path) && all.some((fields) => fields.get(path) !== all[0].get(path)))
}

export interface FieldText {
  /** In words, from the study's schema; the path where the schema does not know it. */
  label: string
  /** TeX source, where the study gives one. */
  symbol?: string
  /** What the values of an enumeration are called. */
  choices?: Readonly<Record<string, { label: string }>>
}

/** What the study's schema says of the field at a path. */
export function fieldText(study: string, path: string): FieldText {
  const node = path.split('.').reduce<JsonSchema | undefined>((at, key) => (at ? property(at, key) : undefined), schemaOf(study))
  return { label: node?.label ?? path, symbol: node?.symbol, choices: node?.choices }
}

/** `$\Delta$ = 1.5`, or the label in words where there is no symbol. */
export function fieldEquals(study: string, path: string, value: FieldValue | undefined): string {
  const { label, symbol, choices } = fieldText(study, path)
  return `${symbol ? `$${symbol}$` : label} = ${choices?.[String(value)]?.label ?? fieldValueText(value)}`
}

export function fieldValueText(value: FieldValue | undefined): string {
  if (value === undefined) return '–'
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
}

interface JsonSchema { properties?: Record<string, JsonSchema>; anyOf?: JsonSchema[]; oneOf?: JsonSchema[]; label?: string; symbol?: string; choices?: Record<string, { label: string }> }

const schemas = new Map<string, JsonSchema>()
function schemaOf(study: string): JsonSchema | undefined {
  const description = findStudy(study)
  if (description && !schemas.has(study)) schemas.set(study, z.toJSONSchema(description.config, { io: 'output', unrepresentable: 'any', reused: 'inline' }) as JsonSchema)
  return schemas.get(study)
}

/** The property of an object, or of the first of its variants that has it. */
function property(schema: JsonSchema, key: string): JsonSchema | undefined {
  if (schema.properties && key in schema.properties) return schema.properties[key]
  for (const variant of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    const found = property(variant, key)
    if (found) return found
  }
  return undefined
}
