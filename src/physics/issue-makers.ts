import type { Issue } from '../shared/issue.ts'

export const fail = (code: string, path: string, message: string): Issue => ({ severity: 'error', code, path, message })
export const warn = (code: string, path: string, message: string): Issue => ({ severity: 'warning', code, path, message })

/** An error for every number in a configuration that is NaN or infinite; formulas downstream may then assume finite input. */
export function finiteNumbers(value: unknown, path: string): Issue[] {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? [] : [fail('NonFiniteNumber', path, `The value is ${value}; a finite number is needed.`)]
  }
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => finiteNumbers(inner, path === '' ? key : `${path}.${key}`))
}
