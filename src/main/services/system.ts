import os from 'node:os'
import { probeBackends } from '../../engine/backends/probe.ts'
import type { Provenance } from '../../shared/run.ts'
import type { SystemReport } from '../../shared/system.ts'

/** The machine and what can compute on it, for the self-test page and `doctor`. Measured once, when first asked for. */
export class SystemService {
  readonly #application: Provenance['application']
  readonly #workspace: string
  #backends: Promise<SystemReport['backends']> | null = null

  constructor(application: Provenance['application'], workspace: string) {
    this.#application = application
    this.#workspace = workspace
  }

  async report(): Promise<SystemReport> {
    this.#backends ??= probeBackends()
    const backends = await this.#backends
    const { version, commit } = this.#application
    return {
      application: { version, commit },
      platform: {
        os: `${os.type()} ${os.release()}`, arch: os.arch(), node: process.versions.node, cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
        cores: os.availableParallelism(), memoryGiB: Math.round((os.totalmem() / 2 ** 30) * 10) / 10,
      },
      backends,
      // In the order of preference; a software WebGPU is slower than WebAssembly, which the trainer finds out when it loads.
      chosen: backends.find(({ available }) => available)?.name ?? null,
      workspace: this.#workspace,
    }
  }
}
