import { studies } from '../../shared/studies/index.ts'
import { type Command, usageProblem } from './command.ts'
import { table } from './table.ts'

export const presetsCommand: Command = {
  name: 'presets',
  usage: 'presets [NAME]',
  summary: 'list the named configurations, or print one in full',
  description:
    'Without a name: every preset with its study and what it takes. With a name: its complete configuration as JSON, ' +
    'ready to be edited and given to "holoscope run".',
  options: {},
  async run({ positionals, output }) {
    const all = studies.flatMap((study) => study.presets.map((preset) => ({ study, preset })))
    if (positionals.length > 0) {
      const found = all.find(({ preset }) => preset.id === positionals[0])
      if (!found) throw usageProblem(`There is no preset "${positionals[0]}".`, '"holoscope presets" lists them.')
      const config = found.study.config.parse(found.preset.config)
      output.result(config, JSON.stringify(config, null, 2))
      return 0
    }
    const rows = all.map(({ study, preset }) => ({
      id: preset.id, study: study.id, effort: preset.effort, title: preset.title, summary: preset.summary,
    }))
    output.result(rows, table(['preset', 'effort', 'what it shows'], rows.map((row) => [row.id, row.effort, row.summary])))
    return 0
  },
}
