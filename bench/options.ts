import os from 'node:os'
import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Ids of the measurements, in the order of the registry. */
  readonly only: readonly string[]
  readonly rounds: number
  readonly threads: number
  readonly pytorch: boolean
  readonly compile: boolean
  readonly record: boolean
}

/** What a person may want instead of a measurement: how to ask, with what was wrong with the question. */
export interface Usage { readonly usage: string; readonly wrong: string | null }

/** The command line of `npm run bench`. */
export function readOptions(parameters: readonly string[], ids: readonly string[]): BenchOptions | Usage {
  const usage = [
    'npm run bench [-- options]',
    `  --only A,B     measure these alone: ${ids.slice(0, 6).join(', ')},`,
    `                 ${ids.slice(6).join(', ')}`,
    '  --rounds N     turns that each peer gets (7 by default)',
    `  --threads N    processor threads of each peer (${os.availableParallelism()} by default, all that this machine has)`,
    '  --no-pytorch   leave PyTorch out',
    '  --no-compile   leave torch.compile out',
    '  --no-record    keep no record in bench/records',
  ].join('\n')
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        only: { type: 'string' }, rounds: { type: 'string' }, threads: { type: 'string' }, help: { type: 'boolean', short: 'h' },
        'no-pytorch': { type: 'boolean' }, 'no-compile': { type: 'boolean' }, 'no-record': { type: 'boolean' },
      },
    })
    if (values.help) return { usage, wrong: null }
    const chosen = values.only?.split(',').map((id) => id.trim()).filter(Boolean) ?? ids
    const unknown = chosen.filter((id) => !ids.includes(id))
    if (unknown.length > 0) return { usage, wrong: `There is no measurement ${unknown.join(', ')}.` }
    if (chosen.length === 0) return { usage, wrong: '--only names no measurement.' }
    return {
      only: ids.filter((id) => chosen.includes(id)),
      rounds: wholeNumber('--rounds', values.rounds, 7), threads: wholeNumber('--threads', values.threads, os.availableParallelism()),
      pytorch: !values['no-pytorch'], compile: !values['no-compile'], record: !values['no-record'],
    }
  } catch (error) {
    return { usage, wrong: error instanceof Error ? error.message : String(error) }
  }
}

function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text)
  if (Number.isInteger(value) && value >= 1) return value
  throw new RangeError(`${name} is ${text}; it must be a whole number from 1.`)
}
