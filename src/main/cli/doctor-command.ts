import type { SystemReport } from '../../shared/system.ts'
import { createHost } from '../host.ts'
import type { Command } from './command.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'what computes here and how fast; for each path (CUDA, op library, WebGPU) why or why not',
  description:
    'Loads every back end in a process of its own, measures a 1024 × 1024 matrix product on it and says which one a run would ' +
    'use and why. Ends with 0 when at least one back end works.',
  options: {},
  async run({ output }) {
    output.remark('Loading and measuring each back end; this takes some seconds.')
    const host = await createHost()
    try {
      const report = await host.system.report()
      output.result(report, describe(report))
      return report.chosen ? 0 : 1
    } finally {
      await host.shutdown()
    }
  },
}

const titles: Record<SystemReport['backends'][number]['name'], string> = { tensorflow: 'TensorFlow', webgpu: 'WebGPU', wasm: 'WebAssembly' }

function describe({ application, platform, backends, chosen, workspace }: SystemReport): string {
  const inUse = backends.find(({ name }) => name === chosen)
  return [
    `Holoscope ${application.version}${application.commit ? ` (${application.commit.slice(0, 10)})` : ''}`,
    `${platform.os}, ${platform.arch}, Node ${platform.node}`,
    `${platform.cpu}, ${platform.cores} cores, ${platform.memoryGiB} GiB`,
    `Workspace ${workspace}`,
    '',
    inUse ? `A run computes with ${titles[inUse.name]} on ${inUse.device}, unless its configuration names another.` : 'No back end works. "npm run setup" says what is missing.',
    '',
    ...backends.flatMap((backend) => [...describeBackend(backend, backend.name === chosen), '']),
    'GFLOP/s in the product of two 1024 × 1024 matrices of float32; other work on the machine lowers it.',
  ].join('\n')
}

/** A line of what it is, then a line for each path that it takes or does not take, and why. */
function describeBackend({ name, available, version, device, gflops, reason, details }: SystemReport['backends'][number], isChosen: boolean): string[] {
  const speed = gflops === null ? null : `${gflops.toFixed(0)} GFLOP/s`
  const head = available ? [`${titles[name]} ${version}`, device, speed].filter(Boolean).join(', ') : `${titles[name]}, not usable here`
  return [`${isChosen ? '*' : ' '} ${head}`, ...(details ?? [reason]).flatMap((detail) => foldText(detail, '    '))]
}

/** Lines of at most 96 characters, broken between words. */
function foldText(text: string, margin: string): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const longer = [lines.at(-1), word].filter(Boolean).join(' ')
    if (margin.length + longer.length <= 96 || longer === word) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.map((line) => margin + line)
}
