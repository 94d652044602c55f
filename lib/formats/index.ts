export type { NamedArrays, TensorFile } from './named-arrays';
export * from './npy';
export { decodeSafetensors, encodeSafetensors, readSafetensors } from './safetensors';
