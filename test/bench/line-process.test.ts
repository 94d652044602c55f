import { afterEach, describe, expect, it } from 'vitest';
import { LineProcess } from '../../lib/bench/line-process';

const children: LineProcess[] = [];
const started = (script: string) => {
  const child = new LineProcess('the child', process.execPath, ['-e', script], process.env);
  children.push(child);
  return child;
};
afterEach(() => children.splice(0).forEach((child) => child.stop()));

describe('LineProcess', () => {
  it('answers questions in order', async () => {
    const child = started(
      `console.log(0); require('readline').createInterface({ input: process.stdin })
         .on('line', (line) => console.log(2 * JSON.parse(line)));`,
    );
    expect(await child.next<number>()).toBe(0);
    expect(await child.ask<number>(21)).toBe(42);
    expect(await child.ask<number>(4)).toBe(8);
  });

  it('says why a child ended', async () => {
    const child = started(`throw new Error('no such thing')`);
    await expect(child.next()).rejects.toThrow(/the child ended without an answer: .*no such thing|Node\.js/);
  });

  it('says that a program is missing', async () => {
    const child = new LineProcess('it', '/nonexistent/program', [], process.env);
    await expect(child.next()).rejects.toThrow(/it ended without an answer/);
  });
});
