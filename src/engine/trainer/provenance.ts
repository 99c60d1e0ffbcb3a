import os from 'node:os'
import type { Provenance } from '../../shared/run.ts'
import { readProvenance, writeProvenance } from '../run-folder/run-folder.ts'
import type { WorkerFacts } from './worker-messages.ts'

/** Writes down what computes and with which program. A resumed run keeps its earlier sessions and names the latest machine. */
export async function beginSession(
  folder: string, application: Provenance['application'], facts: WorkerFacts, seed: number, fromStep: number,
): Promise<void> {
  const before = await readProvenance(folder)
  const earlier = 'value' in before ? before.value : null
  if (earlier && describe(earlier.backend) !== describe(facts.backend)) {
    console.error(`Earlier sessions of this run computed on ${describe(earlier.backend)}, this one on ${describe(facts.backend)}: the result will agree to rounding, not bit for bit.`)
  }
  await writeProvenance(folder, {
    application,
    backend: facts.backend,
    platform: { os: `${os.type()} ${os.release()}`, arch: os.arch(), node: process.versions.node, cpu: os.cpus()[0]?.model.trim() ?? 'unknown' },
    seed,
    dataHash: facts.dataHash,
    parameterCount: facts.parameterCount,
    ...(facts.stepsPerEpoch === undefined ? {} : { stepsPerEpoch: facts.stepsPerEpoch }),
    sessions: [...(earlier?.sessions ?? []), { started: new Date().toISOString(), ended: null, fromStep, toStep: null }],
  })
}

/** Closes the latest session, if it is open; one that was killed stays open, which tells that it was. */
export async function endSession(folder: string, toStep: number): Promise<void> {
  const read = await readProvenance(folder)
  if (!('value' in read)) return
  const sessions = [...read.value.sessions]
  const last = sessions.at(-1)
  if (!last || last.ended !== null) return
  sessions[sessions.length - 1] = { ...last, ended: new Date().toISOString(), toStep }
  await writeProvenance(folder, { ...read.value, sessions })
}

/** All that the bits of a result depend on. */
function describe({ name, version, threads, kernels }: Provenance['backend']): string {
  return `${name} ${version} (${threads} threads, kernels: ${kernels})`
}
