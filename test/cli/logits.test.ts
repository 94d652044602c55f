import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { InputError, projectRoot } from '../../lib/base';
import { writeLogits } from '../../lib/cli/logits-files';
import type { LogitsFiles } from '../../lib/cli/logits-files';
import { decodeNpy, decodeWeights, encodeNpy, encodeSafetensors, readNpy, writeNpy } from '../../lib/formats';
import { fixture, fixturePath, index } from '../formats/corpus';
import { embeddedImages } from '../formats/embedded-images';
import { isRefusal, kdlab, temporary } from './program';

const folder = temporary();
const file = (name: string) => join(folder, name);
const weights = fixturePath('resnet8.pth');
const IMAGES = 300; // two batches, the second not full

beforeAll(() => {
  const { data, shape } = embeddedImages(IMAGES);
  writeNpy(file('images.npy'), data, shape);
});

const given = (changes: Partial<LogitsFiles> = {}): LogitsFiles => ({
  model: 'resnet8',
  classes: 10,
  weights,
  images: file('images.npy'),
  out: file('out.npy'),
  ...changes,
});

const args = ({ model, classes, weights, images, out, features }: LogitsFiles) => [
  ...['logits', '--model', model, '--classes', String(classes), '--weights', weights],
  ...['--images', images, '--out', out, ...(features ? ['--features', features] : [])],
];

describe('kdlab logits', () => {
  it('gives PyTorch’s logits and features for a .pth and nothing on stdout', () => {
    const options = given({ features: file('features.npy') });
    const answer = kdlab(args(options));
    expect(answer).toMatchObject({ code: 0, stdout: '' });
    for (const [name, reference, width] of [
      ['out.npy', 'resnet8-logits.npy', 10],
      ['features.npy', 'resnet8-features.npy', 64],
    ] as const) {
      const { dtype, shape, data } = readNpy(file(name));
      expect([dtype, shape]).toEqual(['<f4', [IMAGES, width]]);
      const expected = readNpy(fixturePath(reference)).data as Float32Array;
      const scale = Math.max(...expected.map(Math.abs));
      const count = Math.min(expected.length, data.length);
      for (let i = 0; i < count; i++) {
        expect(Math.abs(Number(data[i]) - expected[i]) / scale).toBeLessThan(1e-4);
      }
    }
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('an image’s logits do not depend on the others', () => {
    const { data, shape } = embeddedImages(IMAGES);
    const last = data.slice(-3 * 32 * 32);
    writeNpy(file('last.npy'), last, [1, ...shape.slice(1)]);
    writeLogits(given({ images: file('last.npy'), out: file('last-out.npy') }));
    writeLogits(given());
    const alone = readNpy(file('last-out.npy')).data as Float32Array;
    const among = (readNpy(file('out.npy')).data as Float32Array).slice(-10);
    alone.forEach((logit, j) => expect(logit).toBeCloseTo(among[j], 4));
  });

  it('writes to a pipe', () => {
    const { data, shape } = embeddedImages(1);
    writeNpy(file('one.npy'), data, shape);
    // A shell's pipe: the socket that Node gives a child as stdout cannot be opened by name.
    const command = args(given({ images: file('one.npy'), out: '/dev/stdout' }));
    const program = join(projectRoot(), 'lib', 'bin', 'kdlab.cjs');
    const piped = spawnSync('sh', ['-c', '"$0" "$@" | cat', process.execPath, program, ...command]);
    expect(decodeNpy(piped.stdout, 'stdout').shape).toEqual([1, 10]);
  });
});

describe('kdlab logits refuses', () => {
  const refusal = (changes: Partial<LogitsFiles>): string => {
    const out = file('never.npy');
    let thrown: unknown;
    try {
      writeLogits(given({ out, ...changes }));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(InputError);
    expect(existsSync(out)).toBe(false);
    return (thrown as Error).message;
  };
  const array = (
    name: string,
    shape: number[],
    data = new Float32Array(shape.reduce((a, b) => a * b, 1)),
  ) => {
    writeNpy(file(name), data, shape);
    return { images: file(name) };
  };
  const changed = (name: string, change: (arrays: Record<string, any>) => void) => {
    const { arrays, metadata } = decodeWeights(fixture('resnet8.safetensors'), 'w');
    change(arrays);
    writeFileSync(file(name), encodeSafetensors({ arrays, metadata }));
    return { weights: file(name) };
  };

  it.each<[string, () => Partial<LogitsFiles>, RegExp]>([
    ['three axes', () => array('a.npy', [3, 32, 32]), /found shape \[3, 32, 32\], allowed is \[N, 3, H, W\]/],
    ['one channel', () => array('b.npy', [2, 1, 32, 32]), /found shape \[2, 1, 32, 32\].*3 channels/],
    ['channels last', () => array('c.npy', [2, 32, 32, 3]), /found shape/],
    ['oblong images', () => array('d.npy', [1, 3, 32, 16]), /H = W/],
    ['no images', () => array('e.npy', [0, 3, 32, 32]), /found no image/],
    ['images without pixels', () => array('f.npy', [1, 3, 0, 0]), /found shape/],
    [
      'an image with NaN',
      () => array('g.npy', [2, 3, 1, 1], Float32Array.of(0, 0, 0, 0, NaN, 0)),
      /image 1 holds NaN/,
    ],
    [
      'float64',
      () => {
        writeFileSync(file('h.npy'), encodeNpy(new Float64Array(3072), [1, 3, 32, 32]));
        return { images: file('h.npy') };
      },
      /found type '<f8', allowed is '<f4'/,
    ],
    ['no array', () => ({ images: weights }), /not a \.npy file/],
    ['absent images', () => ({ images: file('none.npy') }), /there is no such file/],
    ['an unknown model', () => ({ model: 'resnet9' }), /model: found 'resnet9', allowed are 'resnet8'/],
    ['another model', () => ({ model: 'resnet20' }), /'layer1.1.conv1.weight' is missing/],
    [
      'another number of classes',
      () => ({ classes: 100 }),
      /found 10 classes in its last layer \('fc.bias'\), expected 100/,
    ],
    ['absent weights', () => ({ weights: file('none.pth') }), /there is no such file/],
    ['a folder as weights', () => ({ weights: folder }), /it is a folder/],
    ['images as weights', () => ({ weights: fixturePath('resnet8-logits.npy') }), /no weights file/],
    [
      'a missing parameter',
      () => changed('w1', (arrays) => delete arrays['bn1.bias']),
      /'bn1.bias' is missing/,
    ],
    [
      'a further parameter',
      () => changed('w2', (arrays) => (arrays.more = { shape: [1], data: Float32Array.of(1) })),
      /'more' does not belong to this model/,
    ],
    [
      'a wrongly shaped parameter',
      () => changed('w3', (arrays) => (arrays['conv1.weight'].shape = [16, 9, 3, 1])),
      /'conv1.weight': found shape \[16,9,3,1\], expected \[16,3,3,3\]/,
    ],
    [
      'a negative variance',
      () => changed('w4', (arrays) => arrays['bn1.running_var'].data.fill(-1)),
      /image 0 of .* gets the logit NaN/,
    ],
    [
      'one file for both outputs',
      () => ({ features: file('never.npy') }),
      /--features .* is the file of --out too/,
    ],
    ['the images as output', () => ({ out: file('images.npy') }), /--out .* is the file of --images too/],
    ['a folder as output', () => ({ out: folder }), /--out .* is a folder/],
    [
      'no folder for the features',
      () => ({ features: file('none/f.npy') }),
      /--features .* in no existing folder/,
    ],
  ])('%s', (_, changes, message) => {
    const before = readFileSync(file('images.npy'));
    expect(refusal(changes())).toMatch(message);
    expect(readFileSync(file('images.npy')).equals(before)).toBe(true);
  });

  it('writes neither output where one cannot be written', () => {
    mkdirSync(file('in'), { recursive: true });
    // A name too long for the temporary file beside it fails only when it is written.
    const features = file(`in/${'f'.repeat(250)}`);
    expect(refusal({ features })).toMatch(/--features .* cannot be written/);
    expect(readdirSync(file('in'))).toEqual([]);
  });

  it('every malicious file, as a command: one sentence, exit code 2', () => {
    const chosen = ['os-system.pth', 'eval-0.pth', 'zip-bomb.pth', 'huge-header.safetensors'];
    for (const name of chosen) {
      const answer = kdlab(args(given({ weights: fixturePath('refused', name), out: file('never.npy') })));
      expect(isRefusal(answer), name).toBe(true);
      expect(answer.stderr).toContain(index.refused.find((entry) => entry.file === name)!.says);
    }
    expect(existsSync('kdlab-was-here')).toBe(false);
    expect(existsSync(file('never.npy'))).toBe(false);
  });

  it('missing options and a class count that is none', () => {
    expect(isRefusal(kdlab(['logits', '--model', 'resnet8']))).toBe(true);
    expect(isRefusal(kdlab(args(given({ classes: 0 }))))).toBe(true);
  });
});
