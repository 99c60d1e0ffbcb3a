import { bulkEntries } from './bulk-entries.ts'
import type { Computation } from './computation.ts'
import { encodedDataEntry } from './encoded-data-entry.ts'
import { encodingEntries } from './encoding-entries.ts'
import { flowEntries } from './flow-entries.ts'
import { geometryEntries } from './geometry-entries.ts'
import { latticeFieldEntries } from './lattice-field-entries.ts'
import { latticeTheoryEntries } from './lattice-theory-entries.ts'
import { mapEntries } from './map-entries.ts'
import { metricEntries } from './metric-entries.ts'
import { networkEntries } from './network-entries.ts'
import { neuralRgRunEntries } from './neural-rg-run-entries.ts'
import { propagatorEntries } from './propagator-entries.ts'
import { trainingEntries } from './training-entries.ts'
import { tweakEntry } from './tweak-entry.ts'

/** Every exact quantity that can be asked for by name, from the interface and from the command line. */
export const computations: readonly Computation[] = [
  ...geometryEntries,
  ...propagatorEntries,
  ...encodingEntries,
  ...flowEntries,
  ...networkEntries,
  ...metricEntries,
  ...trainingEntries,
  encodedDataEntry,
  ...neuralRgRunEntries,
  ...mapEntries,
  tweakEntry,
  ...bulkEntries,
  ...latticeTheoryEntries,
  ...latticeFieldEntries,
]

export function findComputation(name: string): Computation | undefined {
  return computations.find((entry) => entry.name === name)
}
