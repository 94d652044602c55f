import type { ByteReader } from './byte-reader';
import type { PickleContext } from './pickle-context';
import { MOST_ENTRIES, PickleGlobal } from './pickle-context';
import { findGlobal } from './pickle-globals';
import { LITERALS } from './pickle-literals';
import { refuse } from './pickle-refusals';
import { PickleStack } from './pickle-stack';
import type { PickleMode } from './pickle-values';
import { kindOf } from './pickle-values';

const LATEST_PROTOCOL = 5;

/**
 * Reads one pickle (protocols 0 to 5) up to its STOP. A pickle is a program for a stack machine; this one has the
 * instructions that push constants and fill containers, and calls nothing but the functions of the allow-list.
 * What comes out may still hold unfinished things: `checkPickleValue` has the last word.
 */
export class PickleMachine {
  private readonly stack: PickleStack;
  private readonly memo = new Map<number, unknown>();

  constructor(
    private readonly reader: ByteReader,
    private readonly mode: PickleMode,
    private readonly context: PickleContext,
  ) {
    this.stack = new PickleStack(reader);
  }

  run(): unknown {
    for (;;) {
      const instruction = String.fromCharCode(this.reader.uint8());
      if (instruction === '.') return this.stack.pop();
      if (Object.hasOwn(LITERALS, instruction)) this.stack.push(LITERALS[instruction](this.reader));
      else this.step(instruction);
    }
  }

  private step(instruction: string): void {
    const { reader, stack } = this;
    switch (instruction) {
      case '\x80':
        return this.protocol(reader.uint8());
      case '\x95':
        return this.frame(reader.uint64());
      case '(':
        return stack.mark();
      case '0':
        return stack.popOrUnmark();
      case '1':
        return void stack.popMark();
      case '2':
        return stack.push(stack.top());
      case 'l':
        return stack.push(stack.popMark());
      case 't':
        return stack.push(Object.freeze(stack.popMark()));
      case '\x85':
        return stack.push(Object.freeze(stack.popLast(1)));
      case '\x86':
        return stack.push(Object.freeze(stack.popLast(2)));
      case '\x87':
        return stack.push(Object.freeze(stack.popLast(3)));
      case 'd': {
        const items = stack.popMark();
        const map = new Map();
        this.setItems(map, items);
        return stack.push(map);
      }
      case 'a':
        return this.append([stack.pop()]);
      case 'e':
        return this.append(stack.popMark());
      case 's': {
        const value = stack.pop();
        return this.setItems(this.topMap(1), [stack.pop(), value]);
      }
      case 'u': {
        const items = stack.popMark();
        return this.setItems(this.topMap(0), items);
      }
      case 'p':
        return this.remember(this.index(reader.line()));
      case 'q':
        return this.remember(reader.uint8());
      case 'r':
        return this.remember(reader.uint32());
      case '\x94':
        return this.remember(this.memo.size);
      case 'g':
        return this.recall(this.index(reader.line()));
      case 'h':
        return this.recall(reader.uint8());
      case 'j':
        return this.recall(reader.uint32());
      case 'c':
        return this.global(reader.line(), reader.line());
      case '\x93': {
        const name = stack.pop();
        return this.global(stack.pop(), name);
      }
      case 'R':
        return this.reduce();
      case 'b':
        return this.build();
      case 'Q':
        return this.persistent(stack.pop());
      default:
        throw refuse(instruction, reader);
    }
  }

  private protocol(version: number): void {
    if (version <= LATEST_PROTOCOL) return;
    throw this.reader.fail(`found pickle protocol ${version}, allowed are 0 to ${LATEST_PROTOCOL}`);
  }

  private frame(length: number): void {
    const { left } = this.reader;
    if (length <= left) return;
    throw this.reader.fail(
      `cut off or damaged: a frame of ${length} bytes is claimed, ${left} bytes are left`,
    );
  }

  private append(items: readonly unknown[]): void {
    const list = this.stack.top();
    if (!Array.isArray(list) || Object.isFrozen(list)) {
      throw this.reader.fail(`found entries appended to ${describe(list)}, allowed is a list`);
    }
    for (const item of items) list.push(item);
  }

  private topMap(below: number): Map<unknown, unknown> {
    const map = this.stack.top(below);
    if (map instanceof Map) return map as Map<unknown, unknown>;
    throw this.reader.fail(`found entries set in ${describe(map)}, allowed is a dictionary`);
  }

  private setItems(map: Map<unknown, unknown>, items: readonly unknown[]): void {
    if (items.length % 2 !== 0) throw this.reader.fail('damaged: a dictionary has a key without a value');
    for (let i = 0; i < items.length; i += 2) this.context.setItem(map, items[i], items[i + 1]);
  }

  private index(text: string): number {
    if (/^\d{1,10}$/.test(text)) return Number(text);
    throw this.reader.fail(`damaged: no number of a remembered value before byte ${this.reader.at}`);
  }

  private remember(index: number): void {
    if (this.memo.size >= MOST_ENTRIES) {
      throw this.reader.fail(`found more than ${MOST_ENTRIES} remembered values`);
    }
    this.memo.set(index, this.stack.top());
  }

  private recall(index: number): void {
    if (!this.memo.has(index)) {
      throw this.reader.fail(`damaged: remembered value ${index} does not exist at byte ${this.reader.at}`);
    }
    this.stack.push(this.memo.get(index));
  }

  private global(module: unknown, name: unknown): void {
    if (typeof module !== 'string' || typeof name !== 'string') {
      throw this.reader.fail(
        `found a global whose name is ${describe(typeof module === 'string' ? name : module)}`,
      );
    }
    this.stack.push(findGlobal(module, name, this.mode, this.reader.source));
  }

  private reduce(): void {
    const args = this.stack.pop();
    const callee = this.stack.pop();
    if (!(callee instanceof PickleGlobal) || !callee.call) {
      const found = callee instanceof PickleGlobal ? `'${callee.name}'` : describe(callee);
      throw this.reader.fail(`found a call of ${found}, which is no function that may be called`);
    }
    if (!Array.isArray(args) || !Object.isFrozen(args)) {
      throw this.reader.fail(`found ${callee.name} called with ${describe(args)}, allowed is a tuple`);
    }
    this.stack.push(callee.call(args, this.context));
  }

  private build(): void {
    const state = this.stack.pop();
    const object = this.stack.top();
    const fill = this.context.unfilled.get(object);
    if (fill) {
      this.context.unfilled.delete(object);
      return fill(state);
    }
    if (this.context.orderedMaps.has(object) && state instanceof Map) return; // attributes of a state dictionary
    throw this.reader.fail(`found attributes set on ${describe(object)} (BUILD), which is refused`);
  }

  private persistent(id: unknown): void {
    const { storage } = this.context;
    if (!storage) throw this.reader.fail('found a persistent id, allowed only in PyTorch files');
    this.stack.push(storage(id, this.context));
  }
}

function describe(value: unknown): string {
  return value instanceof PickleGlobal ? `the global '${value.name}'` : kindOf(value);
}
