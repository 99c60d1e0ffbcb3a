import type { AnalysisRequest, AnalysisResult } from '../../shared/analysis.ts'
import { Problem } from '../../shared/problem.ts'
import type { Artifact } from '../../shared/run.ts'
import { fileProblem } from '../files/file-problem.ts'
import { writeArtifact } from '../run-folder/artifacts.ts'
import { openTrainedSession } from '../trained-session.ts'

/** Draws the pictures that a request asks for and writes them into the run folder. Once a process: it loads a back end. */
export async function analyseFolder(folder: string, { kind, step, seed }: AnalysisRequest, onProgress: (share: number) => void): Promise<AnalysisResult> {
  const opened = await openTrainedSession(folder, step)
  const { session } = opened
  try {
    if (!session.analyse || !session.analyses?.includes(kind)) {
      throw new Problem('UnknownAnalysis', `The study "${opened.config.study}" draws no pictures of the kind "${kind}".`, 'Use the version of the lab that made the run.')
    }
    const drawn = await session.analyse(kind, { step: opened.step, seed, onProgress })
    const artifacts: Artifact[] = []
    for (const artifact of drawn) {
      artifacts.push(await writeArtifact(folder, artifact).catch((error: unknown) => {
        throw fileProblem(error, 'save the pictures', folder)
      }))
    }
    return { step: opened.step, artifacts }
  } finally {
    session.dispose()
  }
}
