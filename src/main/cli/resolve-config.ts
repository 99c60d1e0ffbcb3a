import { readFile } from 'node:fs/promises'
import { findStudy, studies } from '../../shared/studies/index.ts'
import { usageProblem } from './command.ts'
import { describeMismatch } from './describe-mismatch.ts'
import { setPath } from './set-path.ts'

/** From a preset's name or a file, with `--set` and `--seed` applied, to the complete configuration of its study. */
export async function resolveConfig(source: string, assignments: string[], seed: number | undefined): Promise<Record<string, unknown>> {
  // Defaults first, so that an assignment finds the field that it changes.
  const complete = parseConfig(await readSource(source))
  const changes = seed === undefined ? assignments : [...assignments, `seed=${seed}`]
  const changed = changes.reduce(setPath, complete)
  const config = parseConfig(changed)
  for (const change of changes) requireKept(change, changed, config)
  return config
}

function parseConfig(config: Record<string, unknown>): Record<string, unknown> {
  const study = findStudy(String(config.study))
  if (!study) {
    throw usageProblem(`The configuration names the study "${String(config.study)}".`, `Known: ${studies.map(({ id }) => id).join(', ')}.`)
  }
  const parsed = study.config.safeParse(config)
  if (!parsed.success) {
    throw usageProblem(`The configuration does not fit:\n${describeMismatch(parsed.error)}`, '"holoscope presets NAME" prints a complete one.')
  }
  return parsed.data as Record<string, unknown>
}

/** A misspelt path would be dropped by the schema in silence. */
function requireKept(assignment: string, changed: Record<string, unknown>, config: Record<string, unknown>): void {
  const path = assignment.slice(0, assignment.indexOf('=')).trim()
  const at = (from: unknown) => path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], from)
  if (at(changed) !== undefined && at(config) === undefined) {
    throw usageProblem(`--set ${assignment}: the configuration has no field "${path}".`, '"holoscope presets NAME" prints all fields.')
  }
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
