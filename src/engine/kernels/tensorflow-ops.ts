import * as tf from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'

/**
 * TensorFlow ops by name, past tfjs's argument checks and broadcasting: a third of the time of an op on small tensors.
 * Inputs and attributes must be exactly what TensorFlow's op registry says. Outputs belong to the current tf.tidy.
 */
export interface TensorFlowOps {
  /** An op with one output. */
  run(name: string, attributes: OpAttribute[], inputs: Tensor[]): Tensor
  /** An op with several outputs. */
  runMany(name: string, attributes: OpAttribute[], inputs: Tensor[], outputs: number): Tensor[]
  readonly attribute: {
    /** A type, e.g. `T`. */
    type(name: string, type: 'float32' | 'int32'): OpAttribute
    bool(name: string, value: boolean): OpAttribute
    int(name: string, value: number | number[]): OpAttribute
    float(name: string, value: number): OpAttribute
    string(name: string, value: string): OpAttribute
    shape(name: string, value: number[]): OpAttribute
  }
  /** Attributes `T = float`: all that an elementwise op needs. */
  readonly float: OpAttribute[]
  /** An int32 vector (axes, a shape) that is made once and kept. */
  vector(values: readonly number[]): Tensor
  /** A float scalar that is made once and kept. */
  scalar(value: number): Tensor
  /** Any tensor that is made once and kept, by name. */
  constant(name: string, make: () => Tensor): Tensor
  /** How many such tensors there are by now. */
  constantCount(): number
}

export interface OpAttribute { name: string; type: number; value: unknown }

/** What we use of the addon's back end; its own class hides the binding's types. */
interface NodeBackend {
  binding: Record<
    'TF_FLOAT' | 'TF_INT32' | 'TF_ATTR_TYPE' | 'TF_ATTR_BOOL' | 'TF_ATTR_INT' | 'TF_ATTR_FLOAT' | 'TF_ATTR_STRING' | 'TF_ATTR_SHAPE', number
  >
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: Tensor[]): Tensor
  executeMultipleOutputs(name: string, attributes: OpAttribute[], inputs: Tensor[], outputs: number): Tensor[]
}

let ops: TensorFlowOps | undefined

/** The active back end must be `tensorflow` (tfjs-node). */
export function tensorFlowOps(): TensorFlowOps {
  ops ??= createOps(tf.engine().findBackend('tensorflow') as unknown as NodeBackend)
  return ops
}

function createOps(backend: NodeBackend): TensorFlowOps {
  const { binding } = backend
  const constants = new Map<string, Tensor>()
  const constant = (name: string, make: () => Tensor) => {
    let tensor = constants.get(name)
    if (!tensor) constants.set(name, tensor = tf.keep(make()))
    return tensor
  }
  const type = (name: string, value: 'float32' | 'int32'): OpAttribute => ({
    name, type: binding.TF_ATTR_TYPE, value: value === 'float32' ? binding.TF_FLOAT : binding.TF_INT32,
  })
  return {
    run: (name, attributes, inputs) => backend.executeSingleOutput(name, attributes, inputs),
    runMany: (name, attributes, inputs, outputs) => backend.executeMultipleOutputs(name, attributes, inputs, outputs),
    attribute: {
      type,
      bool: (name, value) => ({ name, type: binding.TF_ATTR_BOOL, value }),
      int: (name, value) => ({ name, type: binding.TF_ATTR_INT, value }),
      float: (name, value) => ({ name, type: binding.TF_ATTR_FLOAT, value }),
      string: (name, value) => ({ name, type: binding.TF_ATTR_STRING, value }),
      shape: (name, value) => ({ name, type: binding.TF_ATTR_SHAPE, value }),
    },
    float: [type('T', 'float32')],
    vector: (values) => constant(`int32 ${values.join()}`, () => tf.tensor1d([...values], 'int32')),
    scalar: (value) => constant(`float32 ${value}`, () => tf.scalar(value, 'float32')),
    constant,
    constantCount: () => constants.size,
  }
}
