/** Float32 arrays by name, as PyTorch's `state_dict` holds them; the same shape of type as the engine's. */
export type NamedArrays = Record<string, { shape: number[]; data: Float32Array }>;

/** Named float32 arrays and text fields, as one weights file holds them. */
export interface TensorFile {
  arrays: NamedArrays;
  metadata: Record<string, string>;
}
