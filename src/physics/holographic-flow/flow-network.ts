import type { HolographicFlowConfig } from '../../shared/studies/holographic-flow/config.ts'
import { Problem } from '../../shared/problem.ts'
import { fcn } from '../networks/fcn.ts'
import type { Network } from '../networks/network.ts'
import { simpleUnet } from '../networks/simple-unet.ts'
import { variantOf } from './variants.ts'

/** The network of a configuration; its input and output planes follow from the model. */
export function flowNetwork(config: Pick<HolographicFlowConfig, 'model' | 'network'>): Network {
  const { network } = config
  const { state, inPlanes, outPlanes } = variantOf(config)
  if ((network.kind === 'fcn') !== (state === 'points')) {
    throw new Problem(
      'NetworkMismatch',
      state === 'points' ? 'The FCN baseline flows points, which a U-Net cannot read.' : 'Fields of Fourier modes need the U-Net; the fully connected network reads points.',
      state === 'points' ? 'Choose the fully connected network, or another model.' : 'Choose the U-Net, or the model "FCN baseline".',
    )
  }
  return network.kind === 'fcn'
    ? fcn({ ...network, inputs: inPlanes, outputs: outPlanes })
    : simpleUnet({ ...network, inputPlanes: inPlanes, outputPlanes: outPlanes })
}
