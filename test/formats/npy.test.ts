import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import type { NpyData } from '../../lib/formats/npy';
import { decodeNpy, encodeNpy, npyFloat32, npyInt32, readNpy, writeNpy } from '../../lib/formats/npy';
import fixture from '../fixtures/data/npy.json';
import { temporaryFolder } from '../data/helpers';

const bytesOf = (base64: string) => Buffer.from(base64, 'base64');
const array = (name: string) => bytesOf(fixture.arrays.find((entry) => entry.name === name)!.npy);

describe('files written by NumPy', () => {
  it.each(fixture.arrays)('reads $name', ({ dtype, shape, values, npy }) => {
    const read = decodeNpy(bytesOf(npy), 'a.npy');
    expect(read.dtype).toBe(dtype);
    expect(read.shape).toEqual(shape);
    expect(Array.from(read.data as Iterable<number | bigint>, Number)).toEqual(values);
  });

  it.each(fixture.arrays.filter(({ name }) => !name.startsWith('version')))(
    'writes $name byte for byte',
    ({ npy }) => {
      const { data, shape, dtype } = decodeNpy(bytesOf(npy), 'a.npy');
      expect(encodeNpy(data, shape, dtype).equals(bytesOf(npy))).toBe(true);
    },
  );

  it.each([
    ['fortran', /Fortran order, only C order/],
    ['float16', /type '<f2', allowed are '<f4'/],
    ['big-endian', /type '>f4', allowed are/],
    ['structured', /type .*, allowed are/],
    ['text', /type '<U2', allowed are/],
  ] as const)('refuses %s', (name, message) => {
    expect(() => decodeNpy(bytesOf(fixture.refused[name]), 'b.npy')).toThrow(InputError);
    expect(() => decodeNpy(bytesOf(fixture.refused[name]), 'b.npy')).toThrow(/^b\.npy: /);
    expect(() => decodeNpy(bytesOf(fixture.refused[name]), 'b.npy')).toThrow(message);
  });
});

describe('damaged files', () => {
  it.each([
    ['empty', Buffer.alloc(0), /not a \.npy file/],
    ['another format', Buffer.from('PK\x03\x04 some zip archive'), /not a \.npy file/],
    ['cut in the header', array('float32').subarray(0, 40), /cut off inside the \.npy header/],
    ['cut in the data', array('float32').subarray(0, -1), /expected 24 bytes .* found 23/],
    ['too long', Buffer.concat([array('float32'), Buffer.alloc(2)]), /expected 24 bytes .* found 26/],
    [
      'a future version',
      Buffer.from(array('float32')).fill(4, 6, 7),
      /format 4\.0, allowed are 1\.0 to 3\.0/,
    ],
    [
      'a broken header',
      Buffer.from(array('float32').toString('latin1').replace("'shape'", "'shope'"), 'latin1'),
      /unreadable \.npy header/,
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeNpy(bytes, 'c.npy')).toThrow(InputError);
    expect(() => decodeNpy(bytes, 'c.npy')).toThrow(message);
  });

  it('names a missing and a truncated file', () => {
    const file = join(temporaryFolder(), 'd.npy');
    expect(() => readNpy(file)).toThrow(`${file}: there is no such file`);
    writeFileSync(file, array('int32'));
    truncateSync(file, 100);
    expect(() => readNpy(file)).toThrow(InputError);
  });
});

it('round-trips any array through a file', () => {
  const folder = temporaryFolder();
  const values = fc.oneof<fc.Arbitrary<NpyData>[]>(
    fc.float32Array({ maxLength: 20 }),
    fc.float64Array({ maxLength: 20 }),
    fc.int32Array({ maxLength: 20 }),
    fc.bigInt64Array({ maxLength: 20 }),
    fc.uint8Array({ maxLength: 20 }),
  );
  fc.assert(
    fc.property(values, (data) => {
      const file = join(folder, 'e.npy');
      writeNpy(file, data, [data.length]);
      const read = readNpy(file);
      expect(read.shape).toEqual([data.length]);
      expect(read.data).toEqual(data);
    }),
    { numRuns: 60 },
  );
});

it('reads an unaligned view', () => {
  const bytes = array('float64');
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect(decodeNpy(shifted.subarray(3), 'f.npy').data).toEqual(decodeNpy(bytes, 'f.npy').data);
});

it('converts to float32 and int32', () => {
  expect(npyFloat32(decodeNpy(array('int64'), 'g.npy'))).toEqual(Float32Array.of(1, -2, 2 ** 40));
  expect(npyInt32(decodeNpy(array('bool'), 'g.npy'), 'g.npy')).toEqual(Int32Array.of(1, 0, 1));
  expect(() => npyInt32(decodeNpy(array('float64'), 'g.npy'), 'g.npy')).toThrow(
    'g.npy: entry 0 is 0.5, whole numbers of 32 bits are needed',
  );
  expect(() => npyInt32(decodeNpy(array('int64'), 'g.npy'), 'g.npy')).toThrow(/entry 2 is 1099511627776/);
});

it('refuses to write a shape that does not fit', () => {
  expect(() => encodeNpy(new Float32Array(5), [2, 3])).toThrow(RangeError);
});
