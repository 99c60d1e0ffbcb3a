import { createHost } from '../host.ts'
import { type Command, stringOption, usageProblem } from './command.ts'
import { importFile } from './own-data.ts'

export const importCommand: Command = {
  name: 'import',
  usage: 'import FILE [--columns x,y] [--title TEXT]',
  summary: 'bring two columns of a file into the library of data sets',
  description:
    'Reads the file as the window does, takes two columns of numbers (by name or position with --columns, else those that the ' +
    'preview suggests), tells which rows were left out and why, and adds the points to the library of the workspace. The ' +
    'data set can then be chosen in the window, and a configuration names it by its id and hash.',
  options: {
    columns: { type: 'string' },
    title: { type: 'string' },
  },
  async run(context) {
    const [file, ...rest] = context.positionals
    if (file === undefined) throw usageProblem('Which file?', 'E.g. holoscope import points.csv --columns x,y')
    if (rest.length > 0) throw usageProblem(`"${rest[0]}" is one argument too many.`, 'One file at a time; --columns chooses its columns.')
    const title = stringOption(context, 'title')?.trim()
    if (title !== undefined && (title === '' || title.length > 200)) throw usageProblem('--title must have 1 to 200 characters.')
    const host = await createHost()
    try {
      const set = await importFile(host.dataSets, file, stringOption(context, 'columns'), context.output, title)
      context.output.result(set, `${set.title}: ${set.count} points, ${set.id}, SHA-256 ${set.hash}`)
      return 0
    } finally {
      await host.shutdown()
    }
  },
}
