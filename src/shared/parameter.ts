import type { z } from 'zod'

/** What a form, a documentation page and an error message say about one parameter. */
export interface ParameterMeta {
  /** Name in words, sentence case. */
  label: string
  /** Symbol as KaTeX source, e.g. `\\Delta`. */
  symbol?: string
  /** One plain sentence: what it does and how to choose it. */
  help: string
  /** Unit as text; dimensionless when absent. */
  unit?: string
  /** How a slider is spaced. @default 'linear' */
  scale?: 'linear' | 'log'
  /** Slider and spinner step; free when absent. */
  step?: number
  /** The range a slider covers where the schema's own range is wider or open. */
  sliderRange?: [number, number]
  /** For enumerations: a label and a sentence for each choice. */
  choices?: Record<string, { label: string; help?: string }>
  /** The text names a run of the same study, which a form offers to choose. */
  chooses?: 'run'
  /** Hidden behind "More" until asked for. */
  advanced?: boolean
}

/** Attaches the description to a schema; it survives into `z.toJSONSchema`, which forms are made from. */
export function parameter<Schema extends z.ZodType>(schema: Schema, meta: ParameterMeta): Schema {
  return schema.meta({ ...meta }) as Schema
}
