import { Problem } from '../../shared/problem.ts'
import type { ParseArgsOptionsConfig } from 'node:util'

/** Exit codes of `holoscope`, printed by `--help`. */
export const exitCodes = {
  success: 0,
  /** A defect or an unexpected failure of the machine; the stack is printed with `HOLOSCOPE_DEBUG=1`. */
  unexpected: 1,
  /** Wrong arguments, a bad configuration or unreadable input: nothing was started. */
  usage: 2,
  /** The training itself failed; the run folder says why. */
  runFailed: 3,
  /** Stopped by a signal; the state is saved and `resume` goes on. */
  interrupted: 130,
} as const

export interface CommandContext {
  /** Positional arguments after the command's name. */
  positionals: string[]
  options: Record<string, string | boolean | string[] | undefined>
  output: Output
}

/** Results go to standard output, progress and remarks to standard error. */
export interface Output {
  readonly json: boolean
  /** The command's result: the value as JSON with `--json`, else the text. */
  result(value: unknown, text: string): void
  /** A line for people, on standard error; silent with `--quiet`. */
  remark(text: string): void
  /** Overwrites one line on a terminal, prints seldom otherwise. */
  progress(text: string): void
}

export interface Command {
  name: string
  /** E.g. `run <preset or config.json> [--set path=value …]`. */
  usage: string
  /** One line for the overview. */
  summary: string
  /** Paragraphs for `holoscope help NAME`. */
  description: string
  options: ParseArgsOptionsConfig
  run(context: CommandContext): Promise<number>
}

export function usageProblem(message: string, action?: string): Problem {
  return new Problem('Usage', message, action)
}

/** The value of `--name`, which must be an integer of at least `minimum`. */
export function integerOption(context: CommandContext, name: string, minimum: number): number | undefined {
  const text = context.options[name]
  if (text === undefined) return undefined
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw usageProblem(`--${name} is "${String(text)}"; it must be a whole number of at least ${minimum}.`)
  }
  return value
}

export function stringOption(context: CommandContext, name: string): string | undefined {
  const value = context.options[name]
  return typeof value === 'string' ? value : undefined
}
