import { existsSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../lib/base';
import { fixture, fixturePath, index, readAs } from './corpus';

/** What reading throws. */
function refusal(file: string, read: () => unknown): string {
  let thrown: unknown;
  try {
    read();
  } catch (error) {
    thrown = error;
  }
  expectSentence(thrown, file);
  return (thrown as Error).message;
}

/** One sentence for a terminal: no line ends, no control characters, no flood. */
function expectSentence(error: unknown, file: string): void {
  expect(error).toBeInstanceOf(InputError);
  const { message } = error as Error;
  expect(message.startsWith(`${file}: `)).toBe(true);
  expect(message).toMatch(/^[\x20-\x7e\u00a1-\uffff]{1,600}$/);
}

describe('malicious and damaged files are refused by name', () => {
  it.each(index.refused)('$file', ({ file, mode, says }) => {
    expect(refusal(file, () => readAs(file, fixture('refused', file), mode))).toContain(says);
  });

  it('every file of the corpus is listed, and none has run anything', () => {
    expect(readdirSync(fixturePath('refused')).sort()).toEqual(index.refused.map(({ file }) => file).sort());
    expect(existsSync('kdlab-was-here')).toBe(false);
  });

  it('a refused global says what is allowed', () => {
    const message = refusal('x', () => readAs('x', fixture('refused', 'os-system.pth'), 'weights'));
    expect(message).toBe(
      "x: found global 'os.system', allowed are collections.OrderedDict, torch.Size, torch.…Storage of plain numbers and torch._utils._rebuild_tensor, _rebuild_tensor_v2, _rebuild_parameter (tensors and plain containers; save the state dictionary alone)",
    );
  });
});

describe('readable files, damaged', () => {
  const files = [
    ...index.accepted.filter(({ file }) => file !== 'objects-1.pkl' && file !== 'objects-3.pkl'),
    { file: 'types.safetensors', mode: 'weights' as const },
  ];
  const bytesOf = (file: string) =>
    file === 'types.safetensors' ? fixture(file) : fixture('accepted', file);

  it.each(files)('$file cut off anywhere', ({ file, mode }) => {
    const bytes = bytesOf(file);
    const step = Math.max(1, Math.floor(bytes.length / 400));
    for (let length = 0; length < bytes.length; length += step) {
      refusal(file, () => readAs(file, bytes.subarray(0, length), mode));
    }
  });

  it.each(files)('$file with flipped bytes: read or refused, nothing else', ({ file, mode }) => {
    const bytes = bytesOf(file);
    const flips = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(flips, (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, value] of changes) damaged[at] = value;
        try {
          readAs(file, damaged, mode);
        } catch (error) {
          expectSentence(error, file);
        }
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('any bytes as a pickle', () => {
    const instructions = fc.constantFrom(
      ...'()]}.0123INJKMLFGSTUVXBClTtdaesupqrghjcRbQ\x80\x85\x88\x8a\x93\x94\x95',
    );
    const program = fc.array(
      fc.oneof(
        instructions.map((c) => c.charCodeAt(0)),
        fc.nat(255),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(program, (codes) => {
        try {
          readAs('x.pkl', Buffer.from([...codes, 46]), 'data');
        } catch (error) {
          expectSentence(error, 'x.pkl');
        }
      }),
      { numRuns: 3000, seed: 1 },
    );
  });
});
