import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runFiles } from '../../engine/run-folder/layout.ts'
import { readConfig, readRunContents } from '../../engine/run-folder/run-folder.ts'
import { findComputation } from '../../physics/compute/catalogue.ts'
import { configHash } from '../../shared/config-hash.ts'
import { decodeNpy } from '../../shared/npy.ts'
import { Problem } from '../../shared/problem.ts'
import type { Artifact } from '../../shared/run.ts'
import { holographicFlowConfigSchema } from '../../shared/studies/holographic-flow/config.ts'
import { studyFigures, type RunFigureData, type StudyFigure } from '../../shared/studies/holographic-flow/figures.ts'

/** What the figures of a run folder are drawn from, read as the window reads it: newest samples, their reference, all lines. */
export async function readFigureData(folder: string): Promise<{ data: RunFigureData; figures: readonly StudyFigure[] }> {
  const config = await readConfig(folder)
  if (!('value' in config)) throw new Problem('RunBroken', `${folder} cannot be used as a run: ${config.reason}.`, 'Give the folder of a run, which holds config.json.')
  const parsed = holographicFlowConfigSchema.safeParse(config.value)
  if (!parsed.success) throw new Problem('UnknownStudy', `The study of ${folder}, "${config.value.study}", has no figures in this version.`)
  const { metrics, artifacts } = await readRunContents(folder)
  const newest = async (kind: string) => {
    const artifact = artifacts.filter((one) => one.kind === kind).sort((a, b) => b.step - a.step)[0]
    return artifact ? { ...await readArray(folder, artifact), step: artifact.step } : null
  }
  const [samples, reference, trainingData] = await Promise.all([newest('samples'), newest('reference'), newest('training-data')])
  return {
    figures: studyFigures,
    data: {
      config: parsed.data, metrics, samples, reference, trainingData,
      zeroNetworkLoss: zeroNetworkLossOf(parsed.data), configHash: await configHash(config.value),
    },
  }
}

async function readArray(folder: string, { file }: Artifact) {
  const path = join(folder, runFiles.artifacts, file)
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new Problem('ArtifactUnreadable', `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown failure'}).`, 'Copy the run folder again as a whole.')
  })
  return decodeNpy(bytes)
}

/** Undefined where the configuration has no such number, as with a warp factor at fault; its line is then left out. */
function zeroNetworkLossOf(config: unknown): number | undefined {
  try {
    const answer = findComputation('zero-network-loss')?.compute(config)
    return typeof answer === 'object' && answer !== null && 'total' in answer && typeof answer.total === 'number' ? answer.total : undefined
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
