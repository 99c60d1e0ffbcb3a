import { type CommandContext, stringOption, usageProblem } from './command.ts'
import type { TablePreview } from '../../shared/dataset.ts'
import { commentSigns, defaultPictureReading, delimiterNames, pictureReadingSchema, type PictureReading, type Reading } from '../../shared/reading.ts'

/** The options of the command line that say how a file is read: the choices of the import dialog. */
export const readingOptions = {
  delimiter: { type: 'string' },
  header: { type: 'string' },
  comment: { type: 'string' },
  decimals: { type: 'string' },
  array: { type: 'string' },
  threshold: { type: 'string' },
  pixels: { type: 'string' },
  aspect: { type: 'string' },
  points: { type: 'string' },
  seed: { type: 'string' },
} as const
type OptionName = keyof typeof readingOptions

/** For `holoscope help import`; the guess is told with each preview. */
export const readingHelp =
  'How a file is read is guessed, and can be said. Text: --delimiter comma|semicolon|tab|bar|blanks (or the sign itself), ' +
  '--header yes|no, --comment #|%|!|;|none, --decimals point|comma. NPZ: --array NAME, or "*" for its one-dimensional arrays ' +
  'side by side. Pictures (PNG, JPEG) become points drawn where there is ink: --points N, --seed N, --threshold 0 to 0.95 ' +
  '(fainter pixels are empty), --pixels dark|light, --aspect keep|square.'

const delimiterSigns: Readonly<Record<string, (typeof delimiterNames)[number]>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '\\t': 'tab', '|': 'bar', ' ': 'blanks' }
const commentNames: Readonly<Record<string, (typeof commentSigns)[number]>> = { '#': 'hash', '%': 'percent', '!': 'exclamation', ';': 'semicolon', '#%': 'hash-or-percent' }

/** What the options decide; the rest is guessed. */
export function readingOf(context: CommandContext): Reading {
  const text = (name: OptionName) => stringOption(context, name)
  const delimiter = choose('delimiter', text('delimiter'), { ...named(delimiterNames), ...delimiterSigns })
  const header = choose('header', text('header'), { yes: true, no: false })
  const comment = choose('comment', text('comment'), { ...named(commentSigns), ...commentNames })
  const decimalComma = choose('decimals', text('decimals'), { point: false, comma: true })
  const array = text('array')
  const picture: Partial<PictureReading> = present({
    threshold: number('threshold', text('threshold')),
    invert: choose('pixels', text('pixels'), { dark: false, light: true }),
    aspect: choose('aspect', text('aspect'), { keep: 'keep', square: 'square' } as const),
    count: number('points', text('points')),
    seed: number('seed', text('seed')),
  })
  return present({ delimiter, header, comment, decimalComma, array, picture: Object.keys(picture).length > 0 ? picture : undefined })
}

/** Formats of a file to which an option applies. */
const formatsOf: Readonly<Record<OptionName, { formats: readonly TablePreview['format'][]; kind: string }>> = (() => {
  const text = { formats: ['csv', 'tsv', 'text'], kind: 'tables of text' } as const
  const picture = { formats: ['picture'], kind: 'pictures' } as const
  return {
    delimiter: text, header: text, comment: text, decimals: text, array: { formats: ['npz'], kind: 'NPZ archives' },
    threshold: picture, pixels: picture, aspect: picture, points: picture, seed: picture,
  }
})()

/** An option that cannot change how this file is read is a mistake worth a sentence. */
export function refuseIdleOptions(context: CommandContext, format: TablePreview['format']): void {
  for (const [name, { formats, kind }] of Object.entries(formatsOf)) {
    if (context.options[name] === undefined || formats.includes(format)) continue
    throw usageProblem(`--${name} is for ${kind}; this file is ${format === 'picture' ? 'a picture' : format.toUpperCase()}.`, 'Leave it out.')
  }
}

function choose<Value>(option: OptionName, text: string | undefined, values: Readonly<Record<string, Value>>): Value | undefined {
  if (text === undefined) return undefined
  if (Object.hasOwn(values, text)) return values[text]
  const names = Object.keys(values).filter((name) => /\w/.test(name))
  throw usageProblem(`--${option} is "${text}"; it must be one of ${names.join(', ')}.`)
}

function number(option: 'threshold' | 'points' | 'seed', text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const field = option === 'points' ? 'count' : option
  const parsed = pictureReadingSchema.shape[field].safeParse(text.trim() === '' ? Number.NaN : Number(text))
  if (parsed.success) return parsed.data
  const range = { threshold: 'a number from 0 to 0.95', points: 'a whole number from 2 to 1000000', seed: 'a whole number from 0 to 4294967295' }[option]
  throw usageProblem(`--${option} is "${text}"; it must be ${range}.`, `The default is ${defaultPictureReading[field]}.`)
}

function named<Name extends string>(names: readonly Name[]): Record<string, Name> {
  return Object.fromEntries(names.map((name) => [name, name]))
}

/** Without the fields that are not there. */
function present<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields
}
