import { z } from 'zod'

/** A configuration's schema as a tree that a form can be drawn from. Derived from JSON Schema, which keeps `.meta`. */

export interface FieldNode {
  kind: 'field'
  path: string
  type: 'number' | 'integer' | 'boolean' | 'enum' | 'text' | 'run' | 'numbers' | 'table'
  label: string
  symbol?: string
  help: string
  unit?: string
  log: boolean
  step?: number
  sliderRange?: [number, number]
  minimum?: number
  maximum?: number
  advanced: boolean
  fallback: unknown
  choices: { value: string; label: string; help?: string }[]
  /** For tables: the numeric columns of a row. */
  columns: string[]
}
export interface GroupNode {
  kind: 'group'
  path: string
  label: string
  help: string
  children: FormNode[]
}
/** One of several shapes, told apart by the value of `discriminator`. */
export interface VariantsNode {
  kind: 'variants'
  path: string
  label: string
  help: string
  discriminator: string
  variants: { value: string; label: string; help?: string; children: FormNode[]; fallback: Record<string, unknown> }[]
}
export type FormNode = FieldNode | GroupNode | VariantsNode

interface JsonSchema {
  type?: string
  const?: unknown
  enum?: string[]
  default?: unknown
  minimum?: number
  maximum?: number
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  prefixItems?: JsonSchema[]
  description?: string
  oneOf?: JsonSchema[]
  anyOf?: JsonSchema[]
  label?: string
  symbol?: string
  help?: string
  unit?: string
  scale?: string
  step?: number
  sliderRange?: [number, number]
  choices?: Record<string, { label: string; help?: string }>
  advanced?: boolean
  chooses?: 'run'
}

/** The form of an object schema; constants (a discriminator, the version) are no fields. */
export function formOf(schema: z.ZodType): GroupNode {
  const json = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any', reused: 'inline' }) as JsonSchema
  return group('', json)
}

function group(path: string, json: JsonSchema): GroupNode {
  return { kind: 'group', path, label: json.label ?? words(path), help: json.help ?? '', children: childrenOf(path, json) }
}

function childrenOf(path: string, json: JsonSchema): FormNode[] {
  return Object.entries(json.properties ?? {}).flatMap(([key, child]) => {
    const node = nodeOf(path === '' ? key : `${path}.${key}`, child)
    return node ? [node] : []
  })
}

function nodeOf(path: string, json: JsonSchema): FormNode | null {
  if (json.const !== undefined) return null
  const options = json.oneOf ?? json.anyOf
  if (options) return variants(path, json, options)
  if (json.type === 'object' && json.properties) return group(path, json)
  return field(path, json)
}

function variants(path: string, json: JsonSchema, options: JsonSchema[]): VariantsNode {
  const discriminator = Object.keys(options[0].properties ?? {}).find((key) => options[0].properties?.[key].const !== undefined) ?? 'kind'
  return {
    kind: 'variants', path, label: json.label ?? words(path), help: json.help ?? '', discriminator,
    variants: options.map((option) => {
      const value = String(option.properties?.[discriminator]?.const)
      return {
        value, label: option.label ?? words(value), help: option.help, children: childrenOf(path, option),
        fallback: { [discriminator]: value, ...defaultsOf(option) },
      }
    }),
  }
}

function defaultsOf(json: JsonSchema): Record<string, unknown> {
  return Object.fromEntries(Object.entries(json.properties ?? {}).flatMap(([key, child]) => (child.default === undefined ? [] : [[key, child.default]])))
}

function field(path: string, json: JsonSchema): FieldNode {
  const bounded = (value: number | undefined) => (value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value)
  return {
    kind: 'field', path, type: typeOf(json), label: json.label ?? words(path), symbol: json.symbol, help: json.help ?? json.description ?? '', unit: json.unit,
    log: json.scale === 'log', step: json.step, sliderRange: json.sliderRange, minimum: bounded(json.minimum), maximum: bounded(json.maximum),
    advanced: json.advanced ?? false, fallback: json.default,
    choices: (json.enum ?? []).map((value) => ({ value, label: json.choices?.[value]?.label ?? words(value), help: json.choices?.[value]?.help })),
    columns: Object.keys(json.items?.properties ?? {}),
  }
}

function typeOf(json: JsonSchema): FieldNode['type'] {
  if (json.enum) return 'enum'
  if (json.chooses) return json.chooses
  switch (json.type) {
    case 'integer': return 'integer'
    case 'number': return 'number'
    case 'boolean': return 'boolean'
    case 'array': return (json.prefixItems ?? [json.items]).every((item) => item?.type === 'number' || item?.type === 'integer') ? 'numbers' : 'table'
    default: return 'text'
  }
}

/** `geometry.zUV` → `Z UV`: only for what has no label of its own. */
function words(path: string): string {
  const last = path.split('.').at(-1) ?? ''
  const spaced = last.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

/** The union at the top level of a study's configuration that an editor of its own shows. */
export function unionOf(schema: z.ZodType, path: string): VariantsNode {
  const node = formOf(schema).children.find((child) => child.path === path)
  if (node?.kind !== 'variants') throw new Error(`The configuration has no union "${path}".`)
  return node
}

/** All fields below a node that apply to `config` (of each union, the chosen variant). */
export function fieldsOf(node: FormNode, config: unknown): FieldNode[] {
  if (node.kind === 'field') return [node]
  if (node.kind === 'group') return node.children.flatMap((child) => fieldsOf(child, config))
  return (chosenVariant(node, config)?.children ?? []).flatMap((child) => fieldsOf(child, config))
}

export function chosenVariant(node: VariantsNode, config: unknown): VariantsNode['variants'][number] | undefined {
  const value = valueAt(config, `${node.path}.${node.discriminator}`)
  return node.variants.find((variant) => variant.value === value)
}

/** The value at a dotted path, undefined where there is none. */
export function valueAt(config: unknown, path: string): unknown {
  let value = config
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

/** A copy of `config` with another value at a dotted path; what lies beside the path is shared, not copied. */
export function withValue(config: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const [key, ...rest] = path.split('.')
  if (rest.length === 0) return { ...config, [key]: value }
  const inner = config[key]
  const base = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {}
  return { ...config, [key]: withValue(base, rest.join('.'), value) }
}

/**
 * Another shape of a union: its defaults, with what both shapes have in common kept. A value that was left at the default of the
 * old shape takes that of the new one: the temperature where one model is interesting need not be so for another.
 */
export function withVariant(config: Record<string, unknown>, node: VariantsNode, value: string): Record<string, unknown> {
  const variant = node.variants.find((candidate) => candidate.value === value)
  if (!variant) return config
  const before = valueAt(config, node.path)
  const old = chosenVariant(node, config)
  const kept = Object.fromEntries(
    Object.entries(typeof before === 'object' && before !== null ? before : {}).filter(([key, held]) =>
      key in variant.fallback && key !== node.discriminator && !sameValue(held, old?.fallback[key])),
  )
  return withValue(config, node.path, { ...variant.fallback, ...kept })
}

export const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
