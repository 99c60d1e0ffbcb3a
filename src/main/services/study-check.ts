import { findPhysicsStudy } from '../../physics/studies.ts'
import type { Issue } from '../../shared/issue.ts'
import { Problem } from '../../shared/problem.ts'
import { type AnyRunConfig, anyRunConfigSchema } from '../../shared/run-config.ts'
import { findStudy, studies } from '../../shared/studies/index.ts'

export interface StudyCheck {
  /** With every default filled in; null when the shape itself is wrong. */
  config: AnyRunConfig | null
  issues: Issue[]
  parameterCount: number | null
}

/** Resolves a configuration and says what is wrong with it, in its shape and in its physics. */
export function checkStudyConfig(config: unknown): StudyCheck {
  const id = (config as { study?: unknown } | null)?.study
  const study = typeof id === 'string' ? findStudy(id) : undefined
  if (!study) {
    const known = studies.map((each) => `"${each.id}"`).join(', ')
    return refused([{ severity: 'error', code: 'UnknownStudy', path: 'study', message: `There is no study ${JSON.stringify(id) ?? 'named here'}. This version knows ${known}.` }])
  }
  const parsed = study.config.safeParse(config)
  if (!parsed.success) {
    return refused(parsed.error.issues.map(({ path, message }) => ({ severity: 'error', code: 'WrongShape', path: path.join('.'), message })))
  }
  const physics = findPhysicsStudy(study.id)
  const issues = physics?.check(parsed.data) ?? []
  const sound = !issues.some(({ severity }) => severity === 'error')
  return { config: anyRunConfigSchema.parse(parsed.data), issues, parameterCount: sound ? (physics?.parameterCount(parsed.data) ?? null) : null }
}

/** The resolved configuration, or a `Problem` that names every error. */
export function requireSoundConfig(config: unknown): AnyRunConfig {
  const check = checkStudyConfig(config)
  const errors = check.issues.filter(({ severity }) => severity === 'error')
  if (check.config && errors.length === 0) return check.config
  throw new Problem('InvalidConfiguration', errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(' '),
    'Change these fields and start the run again.')
}

function refused(issues: Issue[]): StudyCheck {
  return { config: null, issues, parameterCount: null }
}
