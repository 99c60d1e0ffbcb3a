import { zeros } from './initial-values.ts'
import type { NamedParameter } from './network.ts'
import { denseParameters } from './simple-unet-parameters.ts'
import { timeFeatureCount } from './time-features.ts'

export interface FcnOptions {
  /** Numbers per sample: phi and pi of every coordinate. */
  inputs: number
  outputs: number
  /** Units of each hidden layer. */
  width: number
  hiddenLayers: number
  /** The last layer starts at zero instead of at random. @default false */
  zeroInitialisedOutput?: boolean
}

/** Parameters of the fully connected network in the order in which `fcn.ts` reads them. Spec: 7.3. */
export function fcnParameters(options: FcnOptions): NamedParameter[] {
  const { inputs, outputs, width, hiddenLayers } = options
  const output = denseParameters('output', width, outputs)
  return [
    ...Array.from({ length: hiddenLayers }, (_, layer) =>
      denseParameters(`hidden.${layer}`, layer === 0 ? inputs + timeFeatureCount : width, width)).flat(),
    ...(options.zeroInitialisedOutput ? output.map((parameter) => ({ ...parameter, initial: zeros })) : output),
  ]
}
