import { usageProblem } from './command.ts'

/**
 * Applies `path=value` to a configuration, e.g. `training.steps=500` or `geometry={"kind":"hsv","hsvP":0.5}`.
 * The value is read as JSON, else taken as text. Returns a new object; the path's parents are made where missing,
 * and the study's schema decides afterwards whether the result makes sense.
 */
export function setPath(config: Record<string, unknown>, assignment: string): Record<string, unknown> {
  const equals = assignment.indexOf('=')
  const path = assignment.slice(0, equals).trim()
  if (equals < 1 || path === '') {
    throw usageProblem(`--set ${assignment}: expected path=value, e.g. --set training.steps=500.`)
  }
  const keys = path.split('.')
  if (keys.some((key) => key === '' || key === '__proto__' || key === 'constructor' || key === 'prototype')) {
    throw usageProblem(`--set ${assignment}: "${path}" is not a path of field names separated by points.`)
  }
  return withValue(config, keys, parseValue(assignment.slice(equals + 1)), path)
}

function withValue(node: unknown, keys: string[], value: unknown, path: string): Record<string, unknown> {
  if (node !== undefined && (typeof node !== 'object' || node === null)) {
    throw usageProblem(`--set ${path}: there is a plain value where a group of fields is needed.`)
  }
  const [key, ...rest] = keys
  // Arrays keep their kind so that `controlPoints.2.logWarp=0.6` works.
  const copy = (Array.isArray(node) ? [...node] : { ...node }) as Record<string, unknown>
  copy[key] = rest.length === 0 ? value : withValue(copy[key], rest, value, path)
  return copy
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
