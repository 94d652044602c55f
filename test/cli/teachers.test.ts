import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolders } from '../../lib/base';
import { compareWithPublished, knownNetworks, knownTeachers } from '../../lib/cli/known-teachers';
import { describeTeacher, verifyTeacher } from '../../lib/cli/verify-teacher';
import type { TeacherReport } from '../../lib/cli/verify-teacher';
import { fashionMnistCut } from '../../lib/data/fashion-mnist';
import { encodeSafetensors } from '../../lib/formats';
import { fixturePath } from '../formats/corpus';
import { isRefusal, kdlab, temporary } from './program';

const folder = temporary();
const test = fashionMnistCut.load('test', dataFolders());
const PIXELS = 28 * 28;

/** A vector for each class, of length 1: the mean of its first test images, less `shift`. */
function classVectors(shift: number): number[][] {
  const sums = Array.from({ length: 10 }, () => new Array<number>(PIXELS).fill(0));
  for (let n = 0; n < 500; n++) {
    const sum = sums[test.labels[n]];
    for (let i = 0; i < PIXELS; i++) sum[i] += test.images[n * PIXELS + i] / 255 - shift;
  }
  return sums.map((sum) => sum.map((value) => Math.fround(value / Math.hypot(...sum))));
}

/** An mlp28 that gives class k the product of the normalised image with vector k, where that is positive. */
function weightsFile(name: string, vectors: number[][], metadata: Record<string, string> = {}): string {
  const hidden = new Float32Array(64 * PIXELS);
  vectors.forEach((vector, k) => hidden.set(vector, k * PIXELS));
  const select = new Float32Array(10 * 64);
  for (let k = 0; k < 10; k++) select[k * 64 + k] = 1;
  const arrays = {
    'fc1.weight': { shape: [64, PIXELS], data: hidden },
    'fc1.bias': { shape: [64], data: new Float32Array(64) },
    'fc2.weight': { shape: [10, 64], data: select },
    'fc2.bias': { shape: [10], data: new Float32Array(10) },
  };
  const path = join(folder, name);
  writeFileSync(path, encodeSafetensors({ arrays, metadata }));
  return path;
}

/** The same in plain arithmetic, in %. */
function accuracyByHand(vectors: number[][], mean: number, std: number): number {
  let right = 0;
  for (let n = 0; n < test.count; n++) {
    const scores = vectors.map((vector) =>
      Math.max(
        0,
        vector.reduce((sum, w, i) => sum + (w * (test.images[n * PIXELS + i] / 255 - mean)) / std, 0),
      ),
    );
    if (scores.indexOf(Math.max(...scores)) === test.labels[n]) right++;
  }
  return (100 * right) / test.count;
}

describe('kdlab teachers', () => {
  it('lists the released networks with the accuracies of crld-teachers.csv', () => {
    const { code, stdout } = kdlab(['teachers', '--json']);
    expect(code).toBe(0);
    const listed = JSON.parse(stdout) as { model: string; data: string; top1: number; source: string }[];
    expect(listed.map(({ model, top1 }) => [model, top1])).toEqual([
      ['resnet56', 72.34],
      ['resnet110', 74.31],
      ['resnet32x4', 79.42],
      ['wrn_40_2', 75.61],
      ['vgg13', 74.64],
      ['ResNet50', 79.34],
    ]);
    for (const { data, source } of listed)
      expect([data, source]).toEqual(['cifar100', 'RepDistiller README']);
    expect(kdlab(['teachers']).stdout).toContain('resnet32x4');
    expect(isRefusal(kdlab(['teachers', 'resnet56']))).toBe(true);
  });
});

describe('kdlab teachers verify', () => {
  const { mean, std } = fashionMnistCut.published;

  it('measures with the set’s usual constants where the file says nothing', () => {
    const vectors = classVectors(mean[0]);
    const file = weightsFile('plain.safetensors', vectors);
    const answer = kdlab([
      'teachers',
      'verify',
      file,
      '--model',
      'mlp28',
      '--data',
      'fashion-mnist-cut',
      '--json',
    ]);
    expect(answer.code).toBe(0);
    const report = JSON.parse(answer.stdout) as TeacherReport;
    expect(report.top1).toBeCloseTo(accuracyByHand(vectors, mean[0], std[0]), 6);
    expect(report.top1).toBeGreaterThan(50);
    expect(report).toMatchObject({
      file,
      model: 'mlp28',
      data: 'fashion-mnist-cut',
      images: test.count,
      published: null,
      difference: null,
      verdict: 'nothing published',
      normalisation: { mean, std, from: 'published' },
    });
  });

  it('normalises as the file says where it does', () => {
    const vectors = classVectors(0.1);
    const own = { mean: [0.1], std: [0.7] };
    const file = weightsFile('own.safetensors', vectors, { normalisation: JSON.stringify(own) });
    const report = verifyTeacher(file, 'mlp28', 'fashion-mnist-cut');
    expect(report.normalisation).toEqual({ ...own, from: 'file' });
    expect(report.top1).toBeCloseTo(accuracyByHand(vectors, 0.1, 0.7), 6);
    expect(report.top1).not.toBe(accuracyByHand(vectors, mean[0], std[0]));
    expect(describeTeacher(report)).toMatch(
      /^mlp28 on fashion-mnist-cut: top-1 \d\d\.\d\d %.*as the file says/,
    );
  });

  it.each<[string, string[], RegExp]>([
    ['no file', ['none.pth', '--model', 'mlp28', '--data', 'fashion-mnist-cut'], /there is no such file/],
    [
      'an unknown set',
      [fixturePath('resnet8.pth'), '--model', 'resnet8', '--data', 'svhn'],
      /data set: found 'svhn'/,
    ],
    [
      'an unknown model',
      [fixturePath('resnet8.pth'), '--model', 'none', '--data', 'cifar100'],
      /model: found 'none'/,
    ],
    [
      'a network for other classes',
      [fixturePath('resnet8.pth'), '--model', 'resnet8', '--data', 'cifar100'],
      /found 10 classes in its last layer \('fc.bias'\), expected 100/,
    ],
    [
      'a malicious file',
      [fixturePath('refused/os-system.pth'), '--model', 'resnet8', '--data', 'cifar100'],
      /found global 'os.system'/,
    ],
  ])('refuses %s', (_, args, message) => {
    const answer = kdlab(['teachers', 'verify', ...args]);
    expect(isRefusal(answer)).toBe(true);
    expect(answer.stderr).toMatch(message);
  });

  it('refuses a normalisation that is none', () => {
    for (const normalisation of ['{"mean":[0],"std":[0]}', '{"mean":[0,0],"std":[1,1]}', '{', 'null']) {
      const file = weightsFile('bad.safetensors', classVectors(0), { normalisation });
      expect(() => verifyTeacher(file, 'mlp28', 'fashion-mnist-cut')).toThrow(
        /as normalisation in its metadata/,
      );
    }
  });
});

describe('the comparison with the published value', () => {
  it.each([
    ['resnet56', 72.34, 'equal', 0],
    ['resnet56', 72.337, 'equal', -0.003],
    ['resnet56', 72.33, 'lower', -0.01],
    ['resnet8x4', 72.51, 'higher', 0.01],
    ['resnet8x4', 72.5, 'equal', 0],
  ] as const)('%s at %f %% is %s', (model, top1, verdict, difference) => {
    const found = compareWithPublished(model, 'cifar100', top1);
    expect(found.verdict).toBe(verdict);
    expect(found.difference).toBeCloseTo(difference, 9);
  });

  it('is made on the set of the published value alone', () => {
    expect(compareWithPublished('resnet56', 'cifar10', 72.34).verdict).toBe('nothing published');
    expect(compareWithPublished('resnet8', 'cifar100', 60).published).toBeNull();
  });

  it('tells teachers from students, whose weights were not released', () => {
    expect(knownNetworks()).toHaveLength(15);
    expect(knownTeachers().every(({ role, file }) => role === 'teacher' && file !== undefined)).toBe(true);
    expect(compareWithPublished('resnet20', 'cifar100', 69).published?.role).toBe('student');
  });

  it('says in words how far the value is off', () => {
    const report = {
      ...{ file: 'f', model: 'vgg13', data: 'cifar100', images: 10000, top5: 92 },
      normalisation: { mean: [], std: [], from: 'published' as const },
    };
    const said = (top1: number) =>
      describeTeacher({ ...report, top1, ...compareWithPublished('vgg13', 'cifar100', top1) }).split('\n')[1];
    expect(said(74.64)).toBe('equal to the published 74.64 % (RepDistiller README, teacher)');
    expect(said(74.14)).toBe('0.50 points lower than the published 74.64 % (RepDistiller README, teacher)');
  });
});
