import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { readMat } from '../../lib/data/mat';
import { archives, fromBase64 } from './archives';

const { files, types } = archives.mat;
const compressed = fromBase64(files.compressed);
const plain = fromBase64(files.plain);

describe('MATLAB files', () => {
  it('compressed and plain ones hold the same', () => {
    const matrices = readMat(compressed, 'a.mat');
    expect([...matrices.keys()].sort()).toEqual(['data', 'partial_target', 'target']);
    expect(readMat(plain, 'a.mat')).toEqual(matrices);
  });

  it('full and sparse matrices are the same', () => {
    const full = readMat(fromBase64(files.full), 'full.mat');
    for (const [name, { rows, columns, values }] of readMat(compressed, 'a.mat')) {
      expect(full.get(name)).toEqual({ rows, columns, values });
    }
  });

  it.each(Object.entries(types))('numbers stored as %s', (_, file) => {
    expect(readMat(fromBase64(file), 'x.mat').get('x')).toEqual({
      rows: 2,
      columns: 3,
      values: Float64Array.of(1, 4, 2, 5, 100, 6), // column after column
    });
  });

  it('passes over text and cells', () => {
    expect([...readMat(fromBase64(files.others), 'o.mat').keys()].sort()).toEqual([
      'data',
      'one',
      'partial_target',
      'target',
    ]);
  });
});

describe('refused in one sentence', () => {
  const refusal = (bytes: Buffer, message: RegExp) => {
    expect(() => readMat(bytes, 'a.mat')).toThrow(InputError);
    expect(() => readMat(bytes, 'a.mat')).toThrow(message);
  };
  const changed = (change: (bytes: Buffer) => void): Buffer => {
    const bytes = Buffer.from(plain);
    change(bytes);
    return bytes;
  };

  it('other files and versions', () => {
    refusal(Buffer.from('PK\x03\x04'), /^a\.mat: not a MATLAB file/);
    refusal(Buffer.alloc(0), /^a\.mat: not a MATLAB file/);
    refusal(
      changed((bytes) => bytes.writeUInt16LE(0x200, 124)),
      /^a\.mat: MATLAB file of another version, allowed is version 5/,
    );
    refusal(
      changed((bytes) => bytes.write('MI', 126)),
      /another version/,
    );
  });

  it('complex numbers', () => {
    refusal(fromBase64(files.complex), /^a\.mat: 'data' is complex, a real matrix is needed/);
  });

  it('cut off anywhere', () => {
    for (const whole of [plain, compressed]) {
      const complete = readMat(whole, 'a.mat');
      for (let length = 129; length < whole.length; length += 7) {
        // Cutting at the end of a variable leaves a shorter, but sound, file.
        try {
          const read = readMat(whole.subarray(0, length), 'a.mat');
          for (const [name, matrix] of read) expect(matrix).toEqual(complete.get(name));
          expect(read.size).toBeLessThan(complete.size);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }
    }
    refusal(plain.subarray(0, 200), /^a\.mat: damaged, not a readable MATLAB file \(an element at byte 128/);
    refusal(compressed.subarray(0, 200), /^a\.mat: damaged, not a readable MATLAB file/);
  });

  it('any byte changed: another value or a refusal, never a crash', () => {
    for (let at = 128; at < plain.length; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        try {
          readMat(
            changed((bytes) => (bytes[at] ^= flip)),
            'a.mat',
          );
        } catch (error) {
          expect(error, `byte ${at} changed by ${flip}`).toBeInstanceOf(InputError);
        }
      }
    }
  });
});
