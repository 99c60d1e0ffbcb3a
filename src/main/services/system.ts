import os from 'node:os'
import { probeBackends, type ScriptRunner } from '../../engine/backends/probe.ts'
import type { BackendName } from '../../shared/run-config.ts'
import type { Provenance } from '../../shared/run.ts'
import type { SystemReport } from '../../shared/system.ts'

/** The machine and what can compute on it, for the self-test page and `doctor`. Measured once, when first asked for. */
export class SystemService {
  readonly #application: Provenance['application']
  readonly #workspace: string
  readonly #run: ScriptRunner | undefined
  #backends: Promise<SystemReport['backends']> | null = null

  constructor(application: Provenance['application'], workspace: string, run?: ScriptRunner) {
    this.#application = application
    this.#workspace = workspace
    this.#run = run
  }

  /** What computes here has changed: the next report measures anew. */
  forget(): void {
    this.#backends = null
  }

  async report(): Promise<SystemReport> {
    this.#backends ??= probeBackends({ run: this.#run })
    const backends = await this.#backends
    const { version, commit } = this.#application
    return {
      application: { version, commit },
      platform: {
        os: `${os.type()} ${os.release()}`, arch: os.arch(), node: process.versions.node, cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
        cores: os.availableParallelism(), memoryGiB: Math.round((os.totalmem() / 2 ** 30) * 10) / 10,
      },
      backends,
      chosen: chooseBackend(backends),
      workspace: this.#workspace,
    }
  }
}

/** What `auto` takes: TensorFlow; else WebGPU on a real card, which is faster than WebAssembly, as an imitated one is not. */
export function chooseBackend(backends: SystemReport['backends']): BackendName | null {
  const available = backends.filter((backend) => backend.available)
  const fastest = available.toSorted((a, b) => (b.gflops ?? 0) - (a.gflops ?? 0))[0]
  return available.find(({ name }) => name === 'tensorflow')?.name ?? fastest?.name ?? null
}
