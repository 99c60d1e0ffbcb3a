import type { SystemReport } from '../../shared/system.ts'
import { createHost } from '../host.ts'
import type { Command } from './command.ts'
import { table } from './table.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'what computes here: back ends, device, threads, versions, measured GFLOP/s',
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

function describe({ application, platform, backends, chosen, workspace }: SystemReport): string {
  const rows = backends.map((backend) => [
    `${backend.name === chosen ? '*' : ' '} ${backend.name}`,
    backend.available ? 'works' : 'absent',
    backend.version ?? '',
    backend.gflops === null ? '' : backend.gflops.toFixed(0),
    [backend.device, backend.reason].filter(Boolean).join(': '),
  ])
  return [
    `Holoscope ${application.version}${application.commit ? ` (${application.commit.slice(0, 10)})` : ''}`,
    `${platform.os}, ${platform.arch}, Node ${platform.node}`,
    `${platform.cpu}, ${platform.cores} cores, ${platform.memoryGiB} GiB`,
    `Workspace ${workspace}`,
    '',
    table(['  back end', 'state', 'version', 'GFLOP/s', 'device and reason'], rows),
    '',
    chosen ? `* is what a run uses unless its configuration names another.` : 'No back end works. "npm run setup" says what is missing.',
  ].join('\n')
}
