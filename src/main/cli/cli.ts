import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { Problem } from '../../shared/problem.ts'
import { type Command, exitCodes, usageProblem } from './command.ts'
import { commands } from './commands.ts'
import { createOutput } from './output.ts'

const common = {
  json: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Runs one command line and answers with the exit code. */
export async function main(argv: string[]): Promise<number> {
  const output = createOutput({ json: argv.includes('--json'), quiet: argv.includes('--quiet') || argv.includes('-q') })
  try {
    const [first, ...rest] = argv
    if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
      const command = commands.find(({ name }) => name === rest[0])
      process.stdout.write(command ? commandHelp(command) : overview())
      return exitCodes.success
    }
    const command = commands.find(({ name }) => name === first)
    if (!command) throw usageProblem(`There is no command "${first}".`, '"holoscope --help" lists the commands.')
    const { values, positionals } = parse(command, rest)
    if (values.help) {
      process.stdout.write(commandHelp(command))
      return exitCodes.success
    }
    return await command.run({ positionals, options: values, output })
  } catch (cause) {
    return report(cause, output.json)
  }
}

function parse(command: Command, rest: string[]) {
  try {
    return parseArgs({ args: rest, options: { ...common, ...command.options }, allowPositionals: true })
  } catch (cause) {
    throw usageProblem((cause as Error).message, `"holoscope help ${command.name}" shows its options.`)
  }
}

/** Expected failures are a sentence (or an object with `--json`), defects a stack; both on standard error. */
function report(cause: unknown, json: boolean): number {
  const problem = cause instanceof Problem ? cause : null
  const message = cause instanceof Error ? cause.message : String(cause)
  if (json) {
    process.stderr.write(`${JSON.stringify({ error: { code: problem?.code ?? 'Unexpected', message, action: problem?.action } })}\n`)
  } else if (problem) {
    process.stderr.write(`${message}\n${problem.action ? `${problem.action}\n` : ''}`)
  } else {
    process.stderr.write(`This should not have happened: ${process.env.HOLOSCOPE_DEBUG && cause instanceof Error ? cause.stack : message}\n`)
  }
  return problem ? exitCodes.usage : exitCodes.unexpected
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'Holoscope: holographic generative flows, from the command line.',
    '',
    'Usage: holoscope COMMAND [arguments]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Everywhere: --json (results as JSON on standard output), --quiet (no progress), --help.',
    'Progress and remarks go to standard error.',
    `Exit codes: ${exitCodes.success} done, ${exitCodes.usage} bad input, ${exitCodes.runFailed} training failed, ` +
      `${exitCodes.interrupted} stopped by a signal with its state saved, ${exitCodes.unexpected} a defect.`,
    'The workspace is ~/Holoscope, or the folder that HOLOSCOPE_HOME names.',
    '',
    '"holoscope help COMMAND" tells more.',
    '',
  ].join('\n')
}

function commandHelp(command: Command): string {
  const all: ParseArgsOptionsConfig = { ...command.options, ...common }
  const options = Object.entries(all)
    .map(([name, option]) => `  --${name}${option.type === 'string' ? ' VALUE' : ''}`)
  return [`Usage: holoscope ${command.usage}`, '', command.description, '', 'Options:', ...options, ''].join('\n')
}
