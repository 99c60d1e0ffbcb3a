import type { AnalysisRequest } from '../../shared/analysis.ts'
import type { Artifact } from '../../shared/run.ts'
import { readArtifacts } from '../run-folder/artifacts.ts'

/** All parts of an analysis that was drawn before; null where one is missing, as after a process that was killed. */
export async function storedAnalysis(folder: string, { kind, step, seed }: AnalysisRequest & { step: number }): Promise<Artifact[] | null> {
  const parts = (await readArtifacts(folder)).filter(({ step: of, analysis }) => of === step && analysis?.kind === kind && analysis.seed === seed)
  return parts.length > 0 && parts.length === parts[0].analysis?.parts ? parts : null
}
