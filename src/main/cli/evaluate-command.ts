import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { openTrainedSession } from '../../engine/trained-session.ts'
import { Problem } from '../../shared/problem.ts'
import { openTable } from '../data/open-table.ts'
import { type Command, integerOption, stringOption, usageProblem } from './command.ts'

const defaultCount = 10_000

export const evaluateCommand: Command = {
  name: 'evaluate',
  usage: 'evaluate DIR [-n N] [--reference FILE] [--seed N]',
  summary: 'draw samples from a trained run and measure them',
  description:
    `Draws N samples (default ${defaultCount}) with the averaged weights of the newest checkpoint and compares them with fresh ` +
    'points of the true law, with the held-out part of the run\'s own data, or with the first two columns of numbers in FILE ' +
    '(CSV, TSV, text, NPY, JSON; in the units of the data). Energy distances and MMD are U-statistics.',
  options: {
    n: { type: 'string', short: 'n' },
    reference: { type: 'string' },
    seed: { type: 'string' },
  },
  async run(context) {
    const [folder] = context.positionals
    if (folder === undefined) throw usageProblem('Which run folder?')
    const count = integerOption(context, 'n', 2) ?? defaultCount
    const seed = integerOption(context, 'seed', 0) ?? 0
    const file = stringOption(context, 'reference')
    const reference = file === undefined ? null : await readReference(file)
    const { session, step, backend } = await openTrainedSession(folder)
    try {
      const { data } = await session.sample(count, seed)
      const metrics = session.compare(data, reference)
      const result = { folder, step, samples: count, reference: file ?? 'own', referencePoints: reference ? reference.length / 2 : null, seed, backend: backend.name, metrics }
      context.output.result(result, [
        `${count} samples of step ${step}, seed ${seed}, against ${file ?? "the run's own reference"}`,
        ...Object.entries(metrics).map(([name, value]) => `  ${name.padEnd(36)} ${value.toPrecision(6)}`),
      ].join('\n'))
      return 0
    } finally {
      session.dispose()
    }
  },
}

/** The points of the file's two leading numeric columns. */
async function readReference(file: string): Promise<Float64Array> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw usageProblem(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`, 'Check the path.')
  })
  const table = openTable(bytes, basename(file))
  const { columns } = table.summarise()
  const numeric = columns.flatMap((column, index) => (column.numeric > 0 ? [index] : []))
  if (numeric.length < 2) throw new Problem('TooFewColumns', `${file} has ${numeric.length} column(s) of numbers; two are needed.`, 'Give a file with two columns of numbers.')
  const { points, droppedCount } = table.select(numeric[0], numeric[1])
  if (points.length < 4) throw new Problem('TooFewPoints', `${file} leaves ${points.length / 2} point(s) after dropping ${droppedCount} row(s); two are needed.`)
  return points
}
