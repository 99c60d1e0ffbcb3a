import * as tf from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import { vectorNames, type VectorName, type WeightVectors } from '../../physics/optimisers/weight-vectors.ts'
import type { TensorFlowOps } from './tensorflow-ops.ts'

/** The vectors of a training as TensorFlow resource variables, which fused ops update in place. */
export interface ResourceVectors extends Pick<WeightVectors, 'read' | 'write' | 'dispose'> {
  readonly handles: Readonly<Record<VectorName, Tensor>>
  /** The variable takes the buffer of `values` over, without a copy. */
  assign(name: VectorName, values: Tensor): void
}

let created = 0

/** All vectors have `total` elements and start at zero. */
export function resourceVectors({ run, runMany, attribute }: TensorFlowOps, total: number): ResourceVectors {
  const dtype = [attribute.type('dtype', 'float32')]
  const handles = Object.fromEntries(vectorNames.map((name) => [name, tf.keep(run('VarHandleOp', [
    attribute.string('container', ''), attribute.string('shared_name', `holoscope/${created++}/${name}`),
    ...dtype, attribute.shape('shape', [total]),
  ], []))])) as Record<VectorName, Tensor>
  const assign = (name: VectorName, values: Tensor): void => { runMany('AssignVariableOp', dtype, [handles[name], values], 0) }

  for (const name of vectorNames) tf.tidy(() => assign(name, tf.zeros([total])))

  return {
    handles,
    assign,
    read: (name) => run('ReadVariableOp', dtype, [handles[name]]) as Tensor1D,
    write: (name, values) => tf.tidy(() => assign(name, tf.tensor1d(values))),
    dispose: () => {
      for (const handle of Object.values(handles)) {
        runMany('DestroyResourceOp', [attribute.bool('ignore_lookup_error', true)], [handle], 0)
        handle.dispose()
      }
    },
  }
}
