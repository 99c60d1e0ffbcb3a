import { type CommandContext, stringOption, usageProblem } from './command.ts'
import type { ImportFileOptions } from './own-data.ts'
import type { TablePreview } from '../../shared/dataset.ts'
import { commentSigns, defaultPictureReading, delimiterNames, pictureReadingSchema, type PictureReading, type Reading } from '../../shared/reading.ts'

/** The options of the command line that say how a file is read: the choices of the import dialog. The seed of a picture's points goes by
 *  the name that the command has free. */
const sharedReadingOptions = {
  columns: { type: 'string' },
  units: { type: 'string' },
  delimiter: { type: 'string' },
  header: { type: 'string' },
  comment: { type: 'string' },
  decimals: { type: 'string' },
  array: { type: 'string' },
  threshold: { type: 'string' },
  pixels: { type: 'string' },
  aspect: { type: 'string' },
  points: { type: 'string' },
} as const
export const importReadingOptions = { ...sharedReadingOptions, seed: { type: 'string' } } as const
export const runReadingOptions = { ...sharedReadingOptions, 'data-seed': { type: 'string' } } as const
type SeedName = 'seed' | 'data-seed'
type OptionName = keyof typeof sharedReadingOptions | SeedName

/** For `holoscope help`; the guess is told with each preview. */
export const readingHelp = (seedName: SeedName): string =>
  'How a file is read is guessed, and can be said. Text: --delimiter comma|semicolon|tab|bar|blanks (or the sign itself), ' +
  '--header yes|no, --comment #|%|!|;|none, --decimals point|comma. NPZ: --array NAME, or "*" for its one-dimensional arrays ' +
  `side by side. Pictures (PNG, JPEG) become points drawn where there is ink: --points N, --${seedName} N, --threshold 0 to 0.95 ` +
  '(fainter pixels are empty), --pixels dark|light, --aspect keep|square.'

const delimiterSigns: Readonly<Record<string, (typeof delimiterNames)[number]>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '\\t': 'tab', '|': 'bar', ' ': 'blanks' }
const commentNames: Readonly<Record<string, (typeof commentSigns)[number]>> = { '#': 'hash', '%': 'percent', '!': 'exclamation', ';': 'semicolon', '#%': 'hash-or-percent' }

/** Columns, units and reading as the options decide them; the rest is guessed. An option that cannot change how the file is read is refused. */
export function importChoices(context: CommandContext, seedName: SeedName): Pick<ImportFileOptions, 'columns' | 'units' | 'reading' | 'check'> {
  const units = stringOption(context, 'units')?.split(',').map((unit) => unit.trim())
  if (units && (units.length !== 2 || units.some((unit) => unit.length > 40))) {
    throw usageProblem('--units must name the units of both columns, separated by a comma.', 'E.g. --units mm,mm')
  }
  return {
    columns: stringOption(context, 'columns'), reading: readingOf(context, seedName), ...(units ? { units: [units[0], units[1]] } : {}),
    check: ({ format }) => refuseIdleOptions(context, seedName, format),
  }
}

/** The first option that says how a file is read, where there is one. */
export function readingOptionIn(context: CommandContext): string | undefined {
  return Object.keys(runReadingOptions).find((name) => context.options[name] !== undefined)
}

function readingOf(context: CommandContext, seedName: SeedName): Reading {
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
    seed: number(seedName, text(seedName)),
  })
  return present({ delimiter, header, comment, decimalComma, array, picture: Object.keys(picture).length > 0 ? picture : undefined })
}

/** Formats of a file to which an option applies. */
const formatsOf: Readonly<Record<Exclude<OptionName, 'columns' | 'units'>, { formats: readonly TablePreview['format'][]; kind: string }>> = (() => {
  const text = { formats: ['csv', 'tsv', 'text'], kind: 'tables of text' } as const
  const picture = { formats: ['picture'], kind: 'pictures' } as const
  return {
    delimiter: text, header: text, comment: text, decimals: text, array: { formats: ['npz'], kind: 'NPZ archives' },
    threshold: picture, pixels: picture, aspect: picture, points: picture, seed: picture, 'data-seed': picture,
  }
})()

/** An option that cannot change how this file is read is a mistake worth a sentence. */
export function refuseIdleOptions(context: CommandContext, seedName: SeedName, format: TablePreview['format']): void {
  for (const [name, { formats, kind }] of Object.entries(formatsOf)) {
    const ofAnotherMatter = (name === 'seed' || name === 'data-seed') && name !== seedName
    if (context.options[name] === undefined || ofAnotherMatter || formats.includes(format)) continue
    throw usageProblem(`--${name} is for ${kind}; this file is ${format === 'picture' ? 'a picture' : format.toUpperCase()}.`, 'Leave it out.')
  }
}

function choose<Value>(option: OptionName, text: string | undefined, values: Readonly<Record<string, Value>>): Value | undefined {
  if (text === undefined) return undefined
  if (Object.hasOwn(values, text)) return values[text]
  const names = Object.keys(values).filter((name) => /\w/.test(name))
  throw usageProblem(`--${option} is "${text}"; it must be one of ${names.join(', ')}.`)
}

function number(option: 'threshold' | 'points' | SeedName, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const field = ({ threshold: 'threshold', points: 'count', seed: 'seed', 'data-seed': 'seed' } as const)[option]
  const parsed = pictureReadingSchema.shape[field].safeParse(text.trim() === '' ? Number.NaN : Number(text))
  if (parsed.success) return parsed.data
  const range = { threshold: 'a number from 0 to 0.95', count: 'a whole number from 2 to 1000000', seed: 'a whole number from 0 to 4294967295' }[field]
  throw usageProblem(`--${option} is "${text}"; it must be ${range}.`, `The default is ${defaultPictureReading[field]}.`)
}

function named<Name extends string>(names: readonly Name[]): Record<string, Name> {
  return Object.fromEntries(names.map((name) => [name, name]))
}

/** Without the fields that are not there. */
function present<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields
}
