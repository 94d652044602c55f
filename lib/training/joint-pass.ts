import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { tf } from '../engine';
import type { ForwardOptions, ForwardPass, Network, OutputGradients } from '../engine/definition';

/**
 * One training pass over the images of several views together, handed out as one pass a view: each shows its own rows, and
 * the network's backward runs once, when the last of them has been given its gradients or released.
 * @param images [N, H, W, C] by view, the same N
 */
export function jointPass(
  network: Network,
  images: Readonly<Record<string, Tensor4D>>,
  options?: ForwardOptions,
): Record<string, ForwardPass> {
  const views = Object.keys(images);
  const pixels = tf.concat(Object.values(images), 0);
  const whole = network.forward(pixels, options);
  const count = pixels.shape[0] / views.length;
  const given = new Map<string, OutputGradients>();
  const own: Tensor[] = [pixels];
  const rows = <T extends Tensor>(tensor: T, v: number): T => {
    const part = tensor.slice(v * count, count);
    own.push(part);
    return part;
  };
  const allRows = <T extends Tensor>(named: Readonly<Record<string, T>>, v: number): Record<string, T> =>
    Object.fromEntries(Object.entries(named).map(([name, tensor]) => [name, rows(tensor, v)]));
  const give = (view: string, gradients: OutputGradients) => {
    given.set(view, gradients);
    if (given.size < views.length) return;
    const all = views.map((name) => given.get(name)!);
    if (all.some((one) => Object.keys(one).length > 0)) whole.backward(joined(all));
    else whole.release();
    tf.dispose(own);
  };
  return Object.fromEntries(
    views.map((view, v) => [
      view,
      {
        logits: rows(whole.logits, v),
        features: rows(whole.features, v),
        taps: allRows(whole.taps, v),
        heads: allRows(whole.heads, v),
        backward: (gradients: OutputGradients) => give(view, gradients),
        release: () => give(view, {}),
      },
    ]),
  );
}

/** The views' gradients below each other, zeros where a view has none; takes the given ones over. */
function joined(all: readonly OutputGradients[]): OutputGradients {
  const below = (parts: readonly (Tensor | undefined)[]): Tensor | undefined => {
    const known = parts.find((part) => part !== undefined);
    if (!known) return undefined;
    const filled = parts.map((part) => part ?? tf.zerosLike(known));
    const whole = tf.concat(filled, 0);
    tf.dispose(filled);
    return whole;
  };
  const named = (records: readonly (Record<string, Tensor> | undefined)[]): Record<string, Tensor> => {
    const names = new Set(records.flatMap((record) => Object.keys(record ?? {})));
    return Object.fromEntries([...names].map((name) => [name, below(records.map((one) => one?.[name]))!]));
  };
  return {
    logits: below(all.map(({ logits }) => logits)) as OutputGradients['logits'],
    features: below(all.map(({ features }) => features)) as OutputGradients['features'],
    taps: named(all.map(({ taps }) => taps)),
    heads: named(all.map(({ heads }) => heads)) as OutputGradients['heads'],
  };
}
