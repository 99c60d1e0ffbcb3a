import type { z } from 'zod'

/** One line a finding: the path of the field and what is wrong with it. Of alternatives, the one that came closest is explained. */
export function describeMismatch(error: z.ZodError): string {
  return flatten(error.issues, []).map(({ path, message }) => `  ${path.join('.') || 'input'}: ${message}`).join('\n')
}

interface Finding {
  path: PropertyKey[]
  message: string
}

function flatten(issues: readonly z.core.$ZodIssue[], prefix: PropertyKey[]): Finding[] {
  return issues.flatMap((issue): Finding[] => {
    const path = [...prefix, ...issue.path]
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ path, message: issue.message }]
    const alternatives = issue.errors.map((errors) => flatten(errors, path))
    return alternatives.reduce((best, other) => (other.length < best.length ? other : best))
  })
}
