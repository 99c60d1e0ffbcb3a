import { join } from 'node:path'
import { writeDescribedArray } from '../../engine/run-folder/artifacts.ts'
import { fileProblem } from '../../engine/files/file-problem.ts'
import type { TrainedSession } from '../../engine/trained-session.ts'
import { Problem } from '../../shared/problem.ts'
import type { DiagnoseOptions } from '../../engine/study.ts'
import { type CommandContext, integerOption, stringOption, usageProblem } from './command.ts'

/** The part of `evaluate` that looks at the model itself rather than at its samples. */

export const diagnoseOptions = {
  likelihood: { type: 'boolean' },
  probes: { type: 'string' },
  items: { type: 'string' },
  diagnostics: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
} as const

const defaults = { items: 100, probes: 8, samples: 1000 }

export const diagnoseDescription =
  `--likelihood adds the log-density of encoded reference points (--items, default ${defaults.items}; --probes a point where the ` +
  `divergence is estimated, default ${defaults.probes}): bits per mode, which compare only models of equal encoding, lift noise and ` +
  'dimension, and for the FCN baseline a lower bound on the density of points. --diagnostics adds the residual share in the plane ' +
  'of radius and |k| and the shell spectra. Their arrays go to -o DIR, each with a description beside it.'

export interface DiagnoseRequest {
  options: DiagnoseOptions
  directory: string | undefined
}

/** What the command line asks for; null where it asks for nothing of the kind. */
export function diagnoseRequest(context: CommandContext, seed: number): DiagnoseRequest | null {
  const items = integerOption(context, 'items', 1)
  const probes = integerOption(context, 'probes', 1)
  const directory = stringOption(context, 'output')
  const { likelihood, diagnostics } = context.options
  if (!likelihood && (items !== undefined || probes !== undefined)) throw usageProblem('--items and --probes belong to --likelihood.', 'Add --likelihood.')
  if (!likelihood && !diagnostics) {
    if (directory !== undefined) throw usageProblem('-o is where the arrays of --likelihood and --diagnostics go.', 'Add one of them; "holoscope sample" writes samples.')
    return null
  }
  if (diagnostics && directory === undefined) throw usageProblem('--diagnostics writes arrays: where to?', 'Add -o DIR.')
  return {
    directory,
    options: {
      seed,
      ...(likelihood ? { likelihood: { items: items ?? defaults.items, probes: probes ?? defaults.probes } } : {}),
      ...(diagnostics ? { dynamics: { samples: defaults.samples } } : {}),
    },
  }
}

/** Measures, and writes the arrays if there is a place for them. Answers with the numbers and the files. */
export async function diagnose({ session, step, config }: TrainedSession, { options, directory }: DiagnoseRequest): Promise<{ metrics: Record<string, number>; files: string[] }> {
  if (!session.diagnose) throw new Problem('NoDiagnostics', `The study "${config.study}" has neither likelihood nor diagnostics.`, 'Evaluate it without --likelihood and --diagnostics.')
  const { metrics, artifacts } = await session.diagnose(options)
  if (directory === undefined) return { metrics, files: [] }
  try {
    for (const artifact of artifacts) await writeDescribedArray(directory, { ...artifact, descriptor: { ...artifact.descriptor, step } })
  } catch (error) {
    throw fileProblem(error, 'write the diagnostics', directory)
  }
  return { metrics, files: artifacts.map(({ descriptor }) => join(directory, descriptor.file)) }
}
