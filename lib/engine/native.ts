import type { DataType, Tensor } from '@tensorflow/tfjs-node-gpu';
import { tf } from './tensorflow';

/** One attribute of a TensorFlow operation, as the binding takes it. */
export interface Attribute {
  name: string;
  type: number;
  value: unknown;
}

interface Binding {
  TF_ATTR_STRING: number;
  TF_ATTR_BOOL: number;
  TF_ATTR_FLOAT: number;
  TF_ATTR_INT: number;
  TF_ATTR_TYPE: number;
  TF_FLOAT: number;
  TF_INT32: number;
}

interface NodeBackend {
  binding: Binding;
  executeMultipleOutputs(op: string, attributes: Attribute[], inputs: Tensor[], outputs: number): Tensor[];
}

const backend = tf.backend() as unknown as NodeBackend;
const { binding } = backend;

/**
 * Runs one TensorFlow operation by its name, past tfjs's kernels and its autodiff.
 * @param outputs how many results the operation has (known from its definition)
 */
export function native(op: string, attributes: Attribute[], inputs: Tensor[], outputs: number): Tensor[] {
  return backend.executeMultipleOutputs(op, attributes, inputs, outputs);
}

/** `native` for operations with one result. */
export function nativeOne(op: string, attributes: Attribute[], inputs: Tensor[]): Tensor {
  return backend.executeMultipleOutputs(op, attributes, inputs, 1)[0];
}

export const text = (name: string, value: string): Attribute => ({
  name,
  type: binding.TF_ATTR_STRING,
  value,
});
export const flag = (name: string, value: boolean): Attribute => ({
  name,
  type: binding.TF_ATTR_BOOL,
  value,
});
export const real = (name: string, value: number): Attribute => ({
  name,
  type: binding.TF_ATTR_FLOAT,
  value,
});
export const integer = (name: string, value: number | number[]): Attribute => ({
  name,
  type: binding.TF_ATTR_INT,
  value,
});
export const dtype = (name: string, value: DataType): Attribute => ({
  name,
  type: binding.TF_ATTR_TYPE,
  value: value === 'int32' ? binding.TF_INT32 : binding.TF_FLOAT,
});

/** Element type float32, index type int32: the two attributes nearly every operation asks for. */
export const FLOAT = dtype('T', 'float32');
export const INDEX = dtype('Tidx', 'int32');
