import type { AnalysisOptions, StudyArtifact } from '../study.ts'

/** Artifacts as the parts of one analysis, with step and seed in their names. */
export function analysisParts(kind: string, artifacts: readonly StudyArtifact[], { step, seed }: Pick<AnalysisOptions, 'step' | 'seed'>): StudyArtifact[] {
  const suffix = `-step-${String(step).padStart(6, '0')}-seed-${seed}.npy`
  return artifacts.map(({ descriptor, ...array }) => ({
    ...array, descriptor: { ...descriptor, step, file: descriptor.file.replace(/\.npy$/, suffix), analysis: { kind, seed, parts: artifacts.length } },
  }))
}
