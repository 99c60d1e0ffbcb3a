import { writeFileAtomic } from '../../engine/files/atomic-write.ts'
import { fileProblem } from '../../engine/files/file-problem.ts'
import { openTrainedSession } from '../../engine/trained-session.ts'
import { encodeNpy } from '../../shared/npy.ts'
import { type Command, integerOption, stringOption, usageProblem } from './command.ts'

export const sampleCommand: Command = {
  name: 'sample',
  usage: 'sample DIR -n N -o FILE.npy [--seed N]',
  summary: 'draw new samples from a trained run',
  description:
    'Draws N samples with the averaged weights of the newest checkpoint and writes them as a float64 NPY array, one row a ' +
    'sample, in the units of the data. The same seed gives the same samples. Default seed: 0.',
  options: {
    n: { type: 'string', short: 'n' },
    output: { type: 'string', short: 'o' },
    seed: { type: 'string' },
  },
  async run(context) {
    const [folder] = context.positionals
    const count = integerOption(context, 'n', 1)
    const file = stringOption(context, 'output')
    if (folder === undefined || count === undefined || file === undefined) {
      throw usageProblem('A run folder, -n and -o are needed.', 'E.g. holoscope sample DIR -n 10000 -o samples.npy')
    }
    const seed = integerOption(context, 'seed', 0) ?? 0
    const { session, step, backend } = await openTrainedSession(folder)
    try {
      const { shape, data } = await session.sample(count, seed)
      await writeFileAtomic(file, encodeNpy({ shape, data })).catch((error: unknown) => {
        throw fileProblem(error, 'write the samples', file)
      })
      context.output.result(
        { file, shape, step, seed, backend: backend.name },
        `${count} samples of step ${step} (seed ${seed}, ${backend.name}) are in ${file}`,
      )
      return 0
    } finally {
      session.dispose()
    }
  },
}
