import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { z } from 'zod'
import { computations, findComputation } from '../../physics/compute/catalogue.ts'
import { type Command, usageProblem } from './command.ts'
import { describeMismatch } from './describe-mismatch.ts'
import { table } from './table.ts'

export const computeCommand: Command = {
  name: 'compute',
  usage: "compute --list | compute NAME '{…}' | compute NAME @FILE | compute NAME -",
  summary: 'the physics as a calculator: one exact quantity to 15 digits',
  description:
    'Evaluates one quantity in float64. The input is a JSON object, given as an argument, as @FILE, or on standard input ' +
    'with "-". "compute NAME --schema" prints the JSON schema of the input with meanings, ranges and defaults. ' +
    'The result is JSON; numbers carry 15 significant digits.',
  options: {
    list: { type: 'boolean' },
    schema: { type: 'boolean' },
  },
  async run({ positionals, options, output }) {
    const [name, argument] = positionals
    if (options.list || name === undefined) {
      const rows = computations.map((entry) => ({
        name: entry.name, summary: entry.summary, input: z.toJSONSchema(entry.input, { io: 'input', unrepresentable: 'any' }),
      }))
      output.result(rows, table(['quantity', 'meaning'], rows.map((row) => [row.name, row.summary])))
      return 0
    }
    const entry = findComputation(name)
    if (!entry) throw usageProblem(`There is no quantity "${name}".`, '"holoscope compute --list" names them all.')
    if (options.schema) {
      const schema = z.toJSONSchema(entry.input, { io: 'input', unrepresentable: 'any' })
      output.result(schema, JSON.stringify(schema, null, 2))
      return 0
    }
    const parsed = entry.input.safeParse(parseJson(name, await readInput(argument)))
    if (!parsed.success) {
      throw usageProblem(
        `The input of ${name} does not fit:\n${describeMismatch(parsed.error)}`,
        `"holoscope compute ${name} --schema" prints what it takes.`,
      )
    }
    const value = entry.compute(parsed.data)
    output.result(value, formatValue(value))
    return 0
  },
}

async function readInput(argument: string | undefined): Promise<string> {
  if (argument === undefined) return '{}'
  if (argument === '-') return readAll(process.stdin)
  if (!argument.startsWith('@')) return argument
  try {
    return await readFile(argument.slice(1), 'utf8')
  } catch (cause) {
    throw usageProblem(`${argument.slice(1)} cannot be read: ${(cause as Error).message}.`)
  }
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw usageProblem(
      `The input of ${name} is not JSON: ${(cause as Error).message}.`,
      `Quote it for the shell: holoscope compute ${name} '{"key": 1}'.`,
    )
  }
}

/** JSON with numbers at 15 significant digits, the digits that a float64 keeps through any decimal form. */
export function formatValue(value: unknown): string {
  return JSON.stringify(value, (_key, item) => (typeof item === 'number' ? Number(item.toPrecision(15)) : item), 2)
}
