import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { backendNames, type BackendName } from '../../shared/run-config.ts'
import type { SystemReport } from '../../shared/system.ts'
import { siblingScript } from '../files/sibling-script.ts'
import { isCudaDevice, tensorflowEnvironment } from './tensorflow.ts'

const execute = promisify(execFile)
const program = siblingScript(import.meta.url, 'probe-backend')

const answerSchema = z.union([
  z.object({
    backend: z.object({ version: z.string(), device: z.string(), threads: z.int(), software: z.boolean() }),
    gflops: z.number().positive().nullable(),
    /** The op library of `native/`, for TensorFlow. */
    opLibrary: z.object({ instructionSet: z.string().nullable(), reason: z.string().nullable() }).nullable(),
    /** By CUDA or on the processor, and why; for TensorFlow. */
    path: z.string().nullable(),
  }),
  z.object({ problem: z.string() }),
])

/** Runs a script in a process of its own until it answers with a line of text; an end without one is an error with the reason. */
export type ScriptRunner = (script: string, parameters: string[], options: { timeout: number; env: NodeJS.ProcessEnv }) => Promise<string>

export interface ProbeOptions {
  /** How a probe's process is started. @default this process's Node */
  run?: ScriptRunner
  /** Milliseconds given to each back end. @default 60000 */
  timeout?: number
}

const runWithNode: ScriptRunner = async (script, parameters, options) =>
  (await execute(process.execPath, [script, ...parameters], { ...options, killSignal: 'SIGKILL' })).stdout

/**
 * Loads and measures every back end, one after the other so that they do not slow each other, each in a process of its
 * own: one that crashes is reported, and this process stays free of native libraries.
 */
export async function probeBackends(options: ProbeOptions = {}): Promise<SystemReport['backends']> {
  const report: SystemReport['backends'] = []
  for (const name of backendNames) report.push(await probeBackend(name, options))
  return report
}

async function probeBackend(name: BackendName, options: ProbeOptions): Promise<SystemReport['backends'][number]> {
  const { run = runWithNode, timeout = 60_000 } = options
  const absent = { name, available: false, version: null, device: null, gflops: null }
  try {
    const stdout = await run(program, [name], { timeout, env: { ...process.env, ...tensorflowEnvironment(0) } })
    const answer = answerSchema.parse(JSON.parse(stdout))
    if ('problem' in answer) return { ...absent, reason: answer.problem }
    const { version, device, threads, software } = answer.backend
    const onCard = !software && (name === 'webgpu' || isCudaDevice(device))
    const state = software
      ? 'Loads, but there is no graphics card: the processor imitates one, slower than WebAssembly. Not measured, and not chosen by itself.'
      : `Loads and computes ${onCard ? 'on the graphics card' : `with ${threads} ${threads === 1 ? 'thread' : 'threads'}`}.`
    const library = answer.opLibrary
    const layers = !library ? null : library.instructionSet
      ? `Op library: in use, for ${library.instructionSet}.`
      : `Op library: not in use. ${library.reason} TensorFlow's own ops compute the layers.`
    const details = [state, answer.path, layers].filter((detail) => detail !== null)
    return { name, available: true, reason: details.join(' '), details, version, device, gflops: answer.gflops }
  } catch (error) {
    return { ...absent, reason: `Its trial run failed: ${reasonOf(error, timeout)}` }
  }
}

function reasonOf(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return String(error)
  if ('killed' in error && error.killed) return `no answer within ${timeout / 1000} s.`
  if ('signal' in error && error.signal) return `the library ended the process (${String(error.signal)}).`
  return error.message.split('\n').find((line) => /error/i.test(line)) ?? error.message
}
