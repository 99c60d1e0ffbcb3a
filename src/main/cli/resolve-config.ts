import { readFile } from 'node:fs/promises'
import { findStudy, studies } from '../../shared/studies/index.ts'
import { usageProblem } from './command.ts'
import { setPath } from './set-path.ts'

/** From a preset's name or a file, with `--set` and `--seed` applied, to the complete configuration of its study. */
export async function resolveConfig(source: string, assignments: string[], seed: number | undefined): Promise<Record<string, unknown>> {
  let config = await readSource(source)
  for (const assignment of assignments) config = setPath(config, assignment)
  if (seed !== undefined) config = { ...config, seed }
  const study = findStudy(String(config.study))
  if (!study) {
    throw usageProblem(`The configuration names the study "${String(config.study)}".`, `Known: ${studies.map(({ id }) => id).join(', ')}.`)
  }
  const parsed = study.config.safeParse(config)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || 'configuration'}: ${issue.message}`)
    throw usageProblem(`The configuration does not fit:\n${lines.join('\n')}`, '"holoscope presets NAME" prints a complete one.')
  }
  return parsed.data as Record<string, unknown>
}

async function readSource(source: string): Promise<Record<string, unknown>> {
  const preset = studies.flatMap(({ presets }) => presets).find(({ id }) => id === source)
  if (preset) return preset.config
  let text: string
  try {
    text = await readFile(source, 'utf8')
  } catch (cause) {
    throw usageProblem(
      `"${source}" is neither a preset nor a readable file (${(cause as NodeJS.ErrnoException).code ?? 'unreadable'}).`,
      '"holoscope presets" lists the presets.',
    )
  }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is not an object')
    return value as Record<string, unknown>
  } catch (cause) {
    throw usageProblem(`${source} is not a configuration: ${(cause as Error).message}.`)
  }
}
