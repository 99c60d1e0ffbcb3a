import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'

export type JsonValue = number | string | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/** One exact quantity of the physics, callable by name from the interface and from the command line. */
export interface Computation {
  readonly name: string
  /** What it gives, in one sentence with its formula where that is short. */
  readonly summary: string
  /** Schema of the input; its JSON schema is what the command line lists. */
  readonly input: z.ZodType
  /** Checks the input against the schema, fills in defaults, evaluates. Throws `Problem` on input that has no value. */
  compute(input: unknown): JsonValue
}

/** Makes a catalogue entry; inside `evaluate` the input has the schema's type. */
export function computation<Schema extends z.ZodType>(
  name: string, summary: string, input: Schema, evaluate: (input: z.output<Schema>) => JsonValue,
): Computation {
  return {
    name,
    summary,
    input,
    compute(value) {
      const parsed = input.safeParse(value)
      if (!parsed.success) {
        throw new Problem('BadInput', `The input of ${name} does not fit its schema: ${z.prettifyError(parsed.error).replaceAll('\n', '; ')}.`, `"holoscope compute ${name} --schema" prints what it takes.`)
      }
      const result = evaluate(parsed.data)
      const field = nonFiniteField(result, '')
      if (field !== null) {
        throw new Problem('Overflow', `${name} gives no finite number${field && ` for ${field}`}: the input lies beyond the range of float64.`, 'Take values closer to one.')
      }
      return result
    },
  }
}

/** Path of the first NaN or infinity in a result, which JSON could not carry; null when there is none. */
function nonFiniteField(value: JsonValue, path: string): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : path
  if (value === null || typeof value !== 'object') return null
  for (const [key, inner] of Object.entries(value)) {
    const field = nonFiniteField(inner, path === '' ? key : `${path}.${key}`)
    if (field !== null) return field
  }
  return null
}
