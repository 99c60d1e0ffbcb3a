import { createHost } from '../host.ts'
import { type Command, usageProblem } from './command.ts'
import { trainToTheEnd } from './train.ts'

export const resumeCommand: Command = {
  name: 'resume',
  usage: 'resume DIR',
  summary: 'go on with a run from its last valid checkpoint',
  description:
    'DIR is a run folder, wherever it lies: interrupted, stopped, failed or paused. On the same back end and thread count the ' +
    'result equals that of an uninterrupted run bit for bit.',
  options: {},
  async run({ positionals, output }) {
    const [folder] = positionals
    if (folder === undefined) throw usageProblem('Which run folder?')
    const host = await createHost()
    return trainToTheEnd(host, () => host.resumeFolder(folder), output)
  },
}
