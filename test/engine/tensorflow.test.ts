import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base/errors';
import { engineInfo, refuseUnfitNode, threadCount } from '../../lib/engine/tensorflow';
import { runChild } from './child';

describe('loading TensorFlow', () => {
  it('prints nothing, keeps stderr open for others and sets the threads', () => {
    const { stdout, stderr, status } = runChild(
      `import { engineInfo, tf } from './lib/engine/tensorflow';
       tf.conv2d(tf.ones([1, 8, 8, 3]), tf.ones([3, 3, 3, 4]), 1, 'same').dataSync();
       console.log(JSON.stringify(engineInfo()));
       console.error('ours');`,
      { KDLAB_THREADS: '1' },
    );
    expect(stderr).toBe('ours\n');
    expect(JSON.parse(stdout)).toMatchObject({
      threads: 1,
      tensorflow: expect.stringMatching(/^2\./) as string,
    });
    expect(status).toBe(0);
  });

  it('says what runs', () => {
    expect(engineInfo().tfjs).toMatch(/^4\./);
    expect(['cpu', 'gpu']).toContain(engineInfo().device);
  });
});

describe('threadCount', () => {
  it('is the number of cores by default', () => {
    expect(threadCount(undefined)).toBe(availableParallelism());
    expect(threadCount('3')).toBe(3);
  });

  it.each(['0', '-1', '1.5', 'many'])('refuses %s', (setting) => {
    expect(() => threadCount(setting)).toThrow(InputError);
    expect(() => threadCount(setting)).toThrow(
      `KDLAB_THREADS: found '${setting}', allowed are integers from 1`,
    );
  });
});

describe('refuseUnfitNode', () => {
  it('takes 20.19 and later of 20, and 22', () => {
    for (const version of ['20.19.0', '20.20.1', '22.0.0'])
      expect(() => refuseUnfitNode(version)).not.toThrow();
  });

  it('refuses others in one sentence', () => {
    for (const version of ['18.20.0', '20.11.0', '21.7.0', '23.1.0']) {
      expect(() => refuseUnfitNode(version)).toThrow(`Node.js: found ${version}, the native engine runs on`);
    }
  });
});
