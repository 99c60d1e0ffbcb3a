import { stat } from 'node:fs/promises'
import { createHost } from '../host.ts'
import { type Command, type CommandContext, exitCodes, stringOption, usageProblem } from './command.ts'
import { importFolder, importFolderTogether } from './import-folder.ts'
import { importFile, type ImportFileOptions } from './own-data.ts'
import { importChoices, importReadingOptions, readingHelp, refuseIdleOptions } from './reading-options.ts'

export const importCommand: Command = {
  name: 'import',
  usage: 'import FILE|FOLDER [--columns x,y] [--title TEXT] [--units mm,mm] [--together] [how it is read …]',
  summary: 'bring two columns of a file, a picture, or a folder into the library',
  description:
    'Reads the file as the window does, takes two columns of numbers (by name or position with --columns, else those that the ' +
    'preview suggests), tells which rows were left out and why, and adds the points to the library of the workspace. The ' +
    'data set can then be chosen in the window, and a configuration names it by its id and hash.\n\n' +
    'Of a folder each readable file becomes a data set, and each other one is named with the reason (exit code 2 if none could ' +
    'be taken); with --together its pictures become one data set, the mean of their densities.\n\n' +
    readingHelp('seed'),
  options: {
    title: { type: 'string' },
    together: { type: 'boolean' },
    ...importReadingOptions,
  },
  async run(context) {
    const [path, ...rest] = context.positionals
    if (path === undefined) throw usageProblem('Which file?', 'E.g. holoscope import points.csv --columns x,y')
    if (rest.length > 0) throw usageProblem(`"${rest[0]}" is one argument too many.`, 'One file or folder at a time; --columns chooses columns.')
    const options = importOptions(context)
    const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false
    return isFolder ? await folder(context, path, options) : await file(context, path, options)
  },
}

async function file(context: CommandContext, path: string, options: ImportFileOptions): Promise<number> {
  if (context.options.together) throw usageProblem('--together is for the pictures of a folder.', 'Leave it out.')
  const host = await createHost()
  try {
    const set = await importFile(host.dataSets, path, context.output, options)
    context.output.result(set, `${set.title}: ${set.count} points, ${set.id}, SHA-256 ${set.hash}`)
    return exitCodes.success
  } finally {
    await host.shutdown()
  }
}

async function folder(context: CommandContext, path: string, options: ImportFileOptions): Promise<number> {
  const together = context.options.together === true
  if (together) refuseIdleOptions(context, 'seed', 'picture')
  if (together && options.columns !== undefined) throw usageProblem('Pictures have no columns to choose.', 'Leave --columns out.')
  if (!together && options.title !== undefined) throw usageProblem('The data sets of a folder are named after their files.', 'Leave --title out, or take the pictures --together.')
  const host = await createHost()
  try {
    const report = await (together ? importFolderTogether : importFolder)(host.dataSets, path, context.output, { ...options, check: undefined })
    const sets = report.taken.map((set) => `${set.title}: ${set.count} points, ${set.id}, SHA-256 ${set.hash}`)
    const summary = `${report.taken.length} ${report.taken.length === 1 ? 'data set' : 'data sets'}, ${report.refused.length} ${report.refused.length === 1 ? 'file' : 'files'} not taken.`
    context.output.result(report, [...sets, summary].join('\n'))
    return report.taken.length > 0 ? exitCodes.success : exitCodes.usage
  } finally {
    await host.shutdown()
  }
}

function importOptions(context: CommandContext): ImportFileOptions {
  const title = stringOption(context, 'title')?.trim()
  if (title !== undefined && (title === '' || title.length > 200)) throw usageProblem('--title must have 1 to 200 characters.')
  return { title, ...importChoices(context, 'seed') }
}
