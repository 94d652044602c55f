export type { NamedArrays, TensorFile } from './named-arrays';
export * from './npy';
export { readBytes } from './read-bytes';
export { readPickle } from './pickle';
export type { NumpyArray, PickleKey, PickleMode, PickleValue, TorchTensor } from './pickle';
export { decodeSafetensors, encodeSafetensors, readSafetensors } from './safetensors';
export { readTorchFile } from './torch-file';
export { decodeWeights, readWeights } from './weights';
export { ZipArchive } from './zip';
