import type { Issue } from '../../shared/issue.ts'
import type { StudyInterface } from '../studies/index.ts'
import { fieldsOf, sameValue, valueAt, type FormNode, type GroupNode } from './schema-form.ts'

/** A part of the form with its heading. What no section of the study claims comes last, as "Run". */
export interface FormSectionPlan {
  id: string
  label: string
  nodes: FormNode[]
  changed: number
  errors: number
  warnings: number
}

export function sectionsOf(form: GroupNode, ui: StudyInterface | undefined, config: unknown, issues: readonly Issue[]): FormSectionPlan[] {
  const claimed = new Set(ui?.sections.flatMap((section) => section.paths) ?? [])
  const plans = [
    ...(ui?.sections ?? []).map(({ id, label, paths }) => ({ id, label, nodes: paths.flatMap((path) => form.children.find((node) => node.path === path) ?? []) })),
    { id: 'run', label: 'Run', nodes: form.children.filter((node) => !claimed.has(node.path)) },
  ]
  return plans.map((plan) => {
    const mine = issues.filter((issue) => plan.nodes.some((node) => issue.path === node.path || issue.path.startsWith(`${node.path}.`)))
    return {
      ...plan,
      changed: plan.nodes.flatMap((node) => fieldsOf(node, config)).filter((field) => field.type !== 'text' && !sameValue(valueAt(config, field.path), field.fallback)).length,
      errors: mine.filter((issue) => issue.severity === 'error').length,
      warnings: mine.filter((issue) => issue.severity === 'warning').length,
    }
  })
}
