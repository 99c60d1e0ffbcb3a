import type { AnyRunConfig } from '../../shared/run-config.ts'

/** `2026-11-22T174501-holographic-flow-checkerboard-first-look`: sorts by time, says what it is, legal on every system. */
export function runFolderName(now: Date, config: Pick<AnyRunConfig, 'study' | 'title'>): string {
  const date = now.toISOString().slice(0, 19).replaceAll(':', '')
  return [date, config.study, slug(config.title)].filter(Boolean).join('-')
}

/** Lower-case letters, digits and hyphens of a title; letters with accents lose them, other scripts are left out. */
export function slug(title: string): string {
  return title.normalize('NFKD').replace(/\p{Mark}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '')
}
