import { inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import type { Issue } from '../../shared/issue.ts'

/** What every field of a form shares: the configuration, the findings about it, and how to change it. */
export interface FormContext {
  config: Readonly<ComputedRef<Record<string, unknown>>>
  issues: Readonly<ComputedRef<readonly Issue[]>>
  /** Changes that carry the same `gesture` (one drag) are undone together. */
  change(path: string, value: unknown, gesture?: string): void
  /** Replaces the whole configuration (another variant of a union, a preset). */
  replace(config: Record<string, unknown>): void
}
const key: InjectionKey<FormContext> = Symbol('form')

export const provideForm = (context: FormContext): void => provide(key, context)
export function useForm(): FormContext {
  const context = inject(key)
  if (!context) throw new Error('A form field stands outside a form.')
  return context
}

/** Findings at a path or below it. */
export function issuesAt(issues: readonly Issue[], path: string): Issue[] {
  return issues.filter((issue) => issue.path === path || issue.path.startsWith(`${path}.`))
}
