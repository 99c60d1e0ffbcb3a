import { probeBackends } from '../src/engine/backends/probe.ts'
import { isCudaDevice } from '../src/engine/backends/tensorflow.ts'
import type { SystemReport } from '../src/shared/system.ts'
import type { Graphics } from './measurement.ts'

/** Which cards can compute here, by the same trial runs as `holoscope doctor`. */
export async function findGraphics(): Promise<{ graphics: Graphics; backends: SystemReport['backends'] }> {
  // A card that is newer than the library translates its programs at first, for minutes.
  const backends = await probeBackends({ timeout: 600_000 })
  const of = (name: string) => backends.find((backend) => backend.name === name)
  return {
    backends,
    graphics: {
      cuda: isCudaDevice(of('tensorflow')?.device ?? ''),
      // A software card is loaded but not measured.
      webgpu: of('webgpu')?.gflops != null,
      withoutWebgpu: of('webgpu')?.reason ?? '',
    },
  }
}
