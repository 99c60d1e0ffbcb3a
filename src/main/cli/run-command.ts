import type { DataSet } from '../../shared/dataset.ts'
import { createHost } from '../host.ts'
import { type Command, integerOption, stringOption, usageProblem } from './command.ts'
import { importFile } from './own-data.ts'
import { importChoices, readingHelp, readingOptionIn, runReadingOptions } from './reading-options.ts'
import { resolveConfig } from './resolve-config.ts'
import { trainToTheEnd } from './train.ts'

export const runCommand: Command = {
  name: 'run',
  usage: 'run PRESET|CONFIG.json [--set path=value …] [--seed N] [--data FILE [--columns x,y] …] [--start DIR] [--title TEXT] [--out DIR]',
  summary: 'train a preset or a configuration to its end',
  description:
    'Trains in a run folder of the workspace, or in DIR, which must be new or empty. --set changes one field of the ' +
    'configuration and may be repeated, e.g. --set training.steps=500 --set geometry.conformalDimension=2. Ctrl-C saves a ' +
    'checkpoint and ends; "holoscope resume DIR" goes on from there, bit for bit. --data trains on two columns of a CSV, TSV, ' +
    'text, NPY, NPZ or JSON file, or on points drawn from a picture, and adds them to the library; --columns chooses columns by name or ' +
    'position, e.g. --columns x,y, and --units names their units. ' +
    '--start begins with the newest checkpoint of another run, in studies that can; of neural RG also of another lattice side.\n\n' +
    readingHelp('data-seed'),
  options: {
    set: { type: 'string', multiple: true },
    seed: { type: 'string' },
    title: { type: 'string' },
    out: { type: 'string' },
    data: { type: 'string' },
    ...runReadingOptions,
    start: { type: 'string' },
  },
  async run(context) {
    const [source, ...rest] = context.positionals
    if (source === undefined) throw usageProblem('Which preset or configuration file?', '"holoscope presets" lists the presets.')
    if (rest.length > 0) throw usageProblem(`"${rest[0]}" is one argument too many.`, 'Write --set before each path=value.')
    const sets = Array.isArray(context.options.set) ? context.options.set : []
    const config = await resolveConfig(source, sets, integerOption(context, 'seed', 0))
    const startFolder = stringOption(context, 'start')
    if (startFolder !== undefined && !('start' in config)) throw usageProblem('Runs of this study always start afresh.', 'Leave --start out.')
    const title = stringOption(context, 'title')
    const file = stringOption(context, 'data')
    const idle = file === undefined ? readingOptionIn(context) : undefined
    if (idle !== undefined) throw usageProblem(`--${idle} says how a file is read, and there is none.`, 'Name the file with --data.')
    const choices = importChoices(context, 'data-seed')
    const folder = stringOption(context, 'out')
    const host = await createHost()
    return trainToTheEnd(host, async () => {
      const data = file === undefined ? config.data : libraryData(await importFile(host.dataSets, file, context.output, choices))
      const start = startFolder === undefined ? config.start : { ...(config.start as object), kind: 'run', run: (await host.runs.open(startFolder)).id }
      return await host.startRun({ ...config, title: title ?? config.title, data, start }, { folder })
    }, context.output)
  },
}

function libraryData({ id, hash }: DataSet) {
  return { kind: 'dataset', id, hash }
}
