import { gatherBytes } from './gather';
import type { PickleContext } from './pickle-context';
import { isCount, isCounts, PickleGlobal } from './pickle-context';
import type { NumberTypeName } from './number-types';
import { numberType } from './number-types';
import type { TorchTensor } from './pickle-values';
import { kindOf } from './pickle-values';

/** Part of a storage that a persistent id names: `numel` numbers from number `offset` of storage `key`. */
export class StorageReference {
  constructor(
    readonly key: string,
    readonly dtype: NumberTypeName,
    readonly offset: number,
    readonly numel: number,
    /** Numbers of the whole storage; differs from `numel` for a part of one. */
    readonly rootNumel: number,
  ) {}
}

/** The type of a storage, as a persistent id names it. */
export class StorageType extends PickleGlobal {
  constructor(
    name: string,
    readonly dtype: NumberTypeName,
  ) {
    super(name);
  }
}

/** A tensor whose numbers are not fetched yet: the older file format has them after the pickle. */
export interface UngatheredTensor {
  tensor: TorchTensor;
  storage: StorageReference;
  offset: number;
  strides: readonly number[];
}

const STORAGES: Readonly<Record<string, NumberTypeName>> = {
  'torch.DoubleStorage': 'float64',
  'torch.FloatStorage': 'float32',
  'torch.HalfStorage': 'float16',
  'torch.BFloat16Storage': 'bfloat16',
  'torch.LongStorage': 'int64',
  'torch.IntStorage': 'int32',
  'torch.ShortStorage': 'int16',
  'torch.CharStorage': 'int8',
  'torch.ByteStorage': 'uint8',
  'torch.BoolStorage': 'bool',
  'torch.UntypedStorage': 'uint8',
  'torch.storage.UntypedStorage': 'uint8',
};

/** Everything of PyTorch that a file may name. */
export const TORCH_GLOBALS: Readonly<Record<string, PickleGlobal>> = {
  ...Object.fromEntries(
    Object.entries(STORAGES).map(([name, dtype]) => [name, new StorageType(name, dtype)]),
  ),
  'torch._utils._rebuild_tensor': new PickleGlobal('torch._utils._rebuild_tensor', (args, context) => {
    if (args.length !== 4) throw context.fail(`a tensor: found ${args.length} arguments, allowed are 4`);
    return rebuildTensor(args, context);
  }),
  // Further: whether a gradient is wanted, hooks (an empty dictionary), metadata. None of them is numbers.
  'torch._utils._rebuild_tensor_v2': new PickleGlobal('torch._utils._rebuild_tensor_v2', (args, context) => {
    if (args.length !== 6 && args.length !== 7) {
      throw context.fail(`a tensor: found ${args.length} arguments, allowed are 6 or 7`);
    }
    return rebuildTensor(args, context);
  }),
  'torch._utils._rebuild_parameter': new PickleGlobal('torch._utils._rebuild_parameter', (args, context) => {
    const [tensor] = args;
    if (args.length === 3 && (tensor as TorchTensor | null)?.kind === 'tensor') return tensor;
    throw context.fail(`a parameter: found ${kindOf(tensor)}, allowed is a tensor`);
  }),
  'torch.Size': new PickleGlobal('torch.Size', (args, context) => {
    if (args.length === 1 && isCounts(args[0])) return Object.freeze([...args[0]]);
    throw context.fail('torch.Size: found something else than a tuple of whole numbers ≥ 0');
  }),
};

/** (storage, offset, size, stride, …) → a tensor whose every number lies inside its storage. */
function rebuildTensor(args: readonly unknown[], context: PickleContext): TorchTensor {
  const [storage, offset, size, stride] = args;
  if (!(storage instanceof StorageReference)) {
    throw context.fail(`a tensor: found ${kindOf(storage)} in the place of its storage`);
  }
  if (!isCounts(size) || !isCounts(stride) || size.length !== stride.length || !isCount(offset)) {
    throw context.fail(
      `a tensor: found offset ${show(offset)}, size ${show(size)} and stride ${show(stride)}, allowed are whole numbers ≥ 0, as many strides as sides`,
    );
  }
  const empty = size.includes(0);
  const count = size.reduce((product, side) => product * side, 1);
  const last = offset + size.reduce((sum, side, axis) => sum + (side - 1) * stride[axis], 0);
  if (empty ? offset > storage.numel : last >= storage.numel) {
    throw context.fail(
      `a tensor of size ${show(size)}, stride ${show(stride)} and offset ${offset} reaches out of its storage of ${storage.numel} numbers`,
    );
  }
  const { bytes } = numberType(storage.dtype);
  context.budget.take(empty ? 0 : count * Math.max(bytes, 4));
  const tensor: TorchTensor = {
    kind: 'tensor',
    dtype: storage.dtype,
    shape: [...size],
    data: new Uint8Array(0),
  };
  context.tensors.push({ tensor, storage, offset, strides: [...stride] });
  return tensor;
}

/** Fetches a tensor's numbers; their range was checked when the tensor was named. `bytes`: the whole storage. */
export function fillTensor({ tensor, storage, offset, strides }: UngatheredTensor, bytes: Uint8Array): void {
  const { bytes: width, read } = numberType(storage.dtype);
  const start = (storage.offset + offset) * width;
  tensor.data = read(gatherBytes(bytes, start, width, tensor.shape, strides));
}

function show(value: unknown): string {
  if (Array.isArray(value) && value.length <= 8 && value.every((side) => typeof side === 'number')) {
    return `[${value.join(', ')}]`;
  }
  return typeof value === 'number' || typeof value === 'bigint' ? String(value).slice(0, 30) : kindOf(value);
}
