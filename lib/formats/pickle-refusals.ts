import type { InputError } from '../base';
import type { ByteReader } from './byte-reader';
import { printable } from './printable';

/** Instructions that exist but are never followed, with what they would do. */
const REFUSED: Readonly<Record<string, string>> = {
  o: 'OBJ, which makes an object of a class',
  '\x81': 'NEWOBJ, which makes an object of a class',
  '\x92': 'NEWOBJ_EX, which makes an object of a class',
  '\x82': 'EXT1, which looks a class up in the extension registry',
  '\x83': 'EXT2, which looks a class up in the extension registry',
  '\x84': 'EXT4, which looks a class up in the extension registry',
  '\x8f': 'EMPTY_SET, which makes a set',
  '\x90': 'ADDITEMS, which fills a set',
  '\x91': 'FROZENSET, which makes a set',
  '\x97': 'NEXT_BUFFER, which takes data from outside the file',
  '\x98': 'READONLY_BUFFER, which takes data from outside the file',
  P: 'PERSID, a persistent id as text',
};

/** The error for an instruction that is refused, or is none. */
export function refuse(instruction: string, reader: ByteReader): InputError {
  const at = reader.at - 1;
  if (instruction === 'i') {
    const name = printable(`${reader.line()}.${reader.line()}`);
    return reader.fail(`found the pickle instruction INST with the class '${name}', which is refused`);
  }
  if (Object.hasOwn(REFUSED, instruction)) {
    return reader.fail(`found the pickle instruction ${REFUSED[instruction]}, which is refused`);
  }
  const code = instruction.charCodeAt(0).toString(16).padStart(2, '0');
  return reader.fail(`damaged or no pickle: byte ${at} is 0x${code}, which is no pickle instruction`);
}
