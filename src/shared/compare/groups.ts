import type { MetricsLine } from '../run.ts'
import { type Config, configFields, differingFields, fieldEquals, type FieldValue, isReplicateOnly } from './fields.ts'

/** What a comparison needs of a run. */
export interface ComparedRun {
  id: string
  title: string
  study: string
  config: Config
  metrics: readonly MetricsLine[]
  /** Optimiser steps of an epoch as the trainer counted them, where it did. */
  stepsPerEpoch?: number
}

/**
 * `replicates`: runs whose configurations agree in all but seed, title, device and cadence are one group. `run`: each run by
 * itself. Anything else is the path of a configuration field, whose values make the groups.
 */
export type Grouping = 'replicates' | 'run' | (string & {})

export interface RunGroup {
  key: string
  /** For legends and tables, with mathematics between dollar signs. */
  label: string
  runs: readonly ComparedRun[]
  /** Fields besides those of replicates in which the runs of the group differ: their mean then mixes two things. */
  mixed: readonly string[]
}

/** Groups in the order of their values where these are numbers, else of their first run. */
export function groupRuns(runs: readonly ComparedRun[], grouping: Grouping): RunGroup[] {
  const members = new Map<string, ComparedRun[]>()
  for (const run of runs) {
    const key = keyOf(run, grouping)
    members.set(key, [...(members.get(key) ?? []), run])
  }
  const varying = differingFields(runs.map(({ config }) => config), isReplicateOnly)
  const naming = tellingFields([...members.values()].map(([first]) => first), varying)
  const groups = [...members].map(([key, group]): RunGroup & { value: FieldValue | undefined } => ({
    key, runs: group, label: labelOf(group[0], grouping, naming),
    mixed: grouping === 'run' ? [] : differingFields(group.map(({ config }) => config), (path) => isReplicateOnly(path) || path === grouping),
    value: fieldOf(group[0], grouping === 'replicates' ? varying[0] ?? '' : grouping),
  }))
  const ordered = groups.every(({ value }) => typeof value === 'number') ? groups.sort((a, b) => Number(a.value) - Number(b.value)) : groups
  return withDistinctLabels(ordered.map(({ value: _value, ...group }) => group))
}

/** Fields to group by: those that differ, and the seed. */
export function groupingFields(runs: readonly ComparedRun[]): string[] {
  return differingFields(runs.map(({ config }) => config))
}

/** Runs of the same configuration and the same seed repeat each other: they are no independent replicates. */
export function repeatedRuns(group: RunGroup): ComparedRun[] {
  const seen = new Set<string>()
  return group.runs.filter((run) => {
    const key = JSON.stringify([...configFields(run.config)].filter(([path]) => path === 'seed' || !isReplicateOnly(path)))
    return seen.size === seen.add(key).size
  })
}

function keyOf(run: ComparedRun, grouping: Grouping): string {
  if (grouping === 'run') return run.id
  if (grouping === 'replicates') return JSON.stringify([...configFields(run.config)].filter(([path]) => !isReplicateOnly(path)).sort())
  return JSON.stringify(fieldOf(run, grouping) ?? null)
}

const fieldOf = (run: ComparedRun, path: string): FieldValue | undefined => configFields(run.config).get(path)

/** A legend has room for this many differences; the table of differences names all. */
const mostNamed = 3

/** The fewest of the varying fields that tell the groups apart: each time the one that separates most of those still alike. */
function tellingFields(firsts: readonly ComparedRun[], varying: readonly string[]): string[] {
  const kinds = (paths: readonly string[]) => new Set(firsts.map((run) => JSON.stringify(paths.map((path) => fieldOf(run, path) ?? null)))).size
  const chosen: string[] = []
  while (chosen.length < mostNamed) {
    const rest = varying.filter((path) => !chosen.includes(path))
    const best = rest.reduce((found, path) => (kinds([...chosen, path]) > kinds([...chosen, found]) ? path : found), rest[0])
    if (best === undefined || kinds([...chosen, best]) === kinds(chosen)) break
    chosen.push(best)
  }
  return varying.filter((path) => chosen.includes(path))
}

function labelOf(run: ComparedRun, grouping: Grouping, naming: readonly string[]): string {
  const title = run.title || run.id
  if (grouping === 'run') return `${title}, seed ${String(run.config.seed ?? '–')}`
  if (grouping !== 'replicates') return fieldEquals(run.study, grouping, fieldOf(run, grouping))
  const fields = configFields(run.config)
  const named = naming.filter((path) => fields.has(path))
  return named.length === 0 ? title : named.map((path) => fieldEquals(run.study, path, fields.get(path))).join(', ')
}

function withDistinctLabels(groups: RunGroup[]): RunGroup[] {
  const seen = new Map<string, number>()
  return groups.map((group) => {
    const count = (seen.get(group.label) ?? 0) + 1
    seen.set(group.label, count)
    return count === 1 ? group : { ...group, label: `${group.label} (${count})` }
  })
}
