import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { openTrainedSession } from '../../engine/trained-session.ts'
import { Problem } from '../../shared/problem.ts'
import { openTable } from '../data/open-table.ts'
import { type Command, integerOption, stringOption, usageProblem } from './command.ts'
import { diagnose, diagnoseDescription, diagnoseOptions, diagnoseRequest } from './diagnose.ts'

const defaultCount = 10_000

export const evaluateCommand: Command = {
  name: 'evaluate',
  usage: 'evaluate DIR [-n N] [--reference FILE] [--seed N] [--likelihood [--items 100] [--probes 8]] [--diagnostics] [-o DIR]',
  summary: 'draw samples from a trained run and measure them',
  description:
    `Draws N samples (default ${defaultCount}) with the averaged weights of the newest checkpoint and compares them with fresh ` +
    'points of the true law, with the held-out part of the run\'s own data, or with the first two columns of numbers in FILE ' +
    `(CSV, TSV, text, NPY, JSON; in the units of the data). Energy distances and MMD are U-statistics.\n\n${diagnoseDescription}`,
  options: {
    n: { type: 'string', short: 'n' },
    reference: { type: 'string' },
    seed: { type: 'string' },
    ...diagnoseOptions,
  },
  async run(context) {
    const [folder] = context.positionals
    if (folder === undefined) throw usageProblem('Which run folder?')
    const count = integerOption(context, 'n', 2) ?? defaultCount
    const seed = integerOption(context, 'seed', 0) ?? 0
    const file = stringOption(context, 'reference')
    const reference = file === undefined ? null : await readReference(file)
    const request = diagnoseRequest(context, seed)
    const trained = await openTrainedSession(folder)
    const { session, step, backend } = trained
    try {
      const { data } = await session.sample(count, seed)
      const metrics = session.compare(data, reference)
      const examination = (await session.examine?.({ samples: count, seed })) ?? { metrics: {}, remarks: [] }
      const diagnosis = request ? await diagnose(trained, request) : { metrics: {}, files: [] }
      const result = {
        folder, step, samples: count, reference: file ?? 'own', referencePoints: reference ? reference.length / 2 : null, seed, backend: backend.name,
        metrics: { ...metrics, ...examination.metrics, ...diagnosis.metrics }, remarks: examination.remarks, ...(request ? { files: diagnosis.files } : {}),
      }
      context.output.result(result, [
        `${count} samples of step ${step}, seed ${seed}, against ${file ?? "the run's own reference"}`,
        ...Object.entries(result.metrics).map(([name, value]) => `  ${name.padEnd(36)} ${value.toPrecision(6)}`),
        ...examination.remarks,
        ...diagnosis.files,
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
