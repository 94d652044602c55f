import { expect, it } from 'vitest';
import { runChild } from './child';

const code = `
import { createHash } from 'node:crypto';
import { lossGradients, Sgd, tf } from './lib/engine';
import { buildNetwork } from './lib/models';
import { RandomStream } from './lib/base/random';
const network = buildNetwork('resnet8', { classes: 10, side: 16, channels: 3, seed: Number(process.env.SEED) });
const optimiser = new Sgd(network.flat, { momentum: 0.9, weightDecay: 5e-4 });
const stream = new RandomStream(7, 'images');
for (let step = 0; step < 10; step++) {
  const images = tf.tensor4d(Float32Array.from({ length: 32 * 768 }, () => stream.normal()), [32, 16, 16, 3]);
  const pass = network.forward(images);
  const { gradients } = lossGradients((z) => ({ loss: tf.neg(tf.mean(tf.logSoftmax(z).slice([0, 0], [32, 1]))) }), [pass.logits]);
  pass.backward({ logits: gradients[0] });
  optimiser.step(0.05);
}
console.log(createHash('sha256').update(network.flat.value.dataSync()).digest('hex'));
`;

it('two processes with one seed end with the same bits, another seed with others', () => {
  const run = (seed: string): string => {
    const { stdout, stderr, status } = runChild(code, { SEED: seed, KDLAB_THREADS: '2' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    return stdout;
  };
  const first = run('1');
  expect(first).toMatch(/^[0-9a-f]{64}\n$/);
  expect(run('1')).toBe(first);
  expect(run('2')).not.toBe(first);
});
