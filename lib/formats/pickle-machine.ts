import type { ByteReader } from './byte-reader';
import type { PickleContext } from './pickle-context';
import { MOST_ENTRIES, PickleGlobal } from './pickle-context';
import { findGlobal } from './pickle-globals';
import { LITERALS } from './pickle-literals';
import { refuse } from './pickle-refusals';
import type { PickleMode } from './pickle-values';
import { kindOf } from './pickle-values';

/** Marks that may be open at once: how deep honest files nest, several times over. */
const MOST_MARKS = 1000;

const LATEST_PROTOCOL = 5;

/**
 * Reads one pickle (protocols 0 to 5) up to its STOP. A pickle is a program for a stack machine; this one has the
 * instructions that push constants and fill containers, and calls nothing but the functions of the allow-list.
 * What comes out may still hold unfinished things: `checkPickleValue` has the last word.
 */
export class PickleMachine {
  private stack: unknown[] = [];
  private readonly marked: unknown[][] = [];
  private readonly memo = new Map<number, unknown>();

  constructor(
    private readonly reader: ByteReader,
    private readonly mode: PickleMode,
    private readonly context: PickleContext,
  ) {}

  run(): unknown {
    for (;;) {
      const instruction = String.fromCharCode(this.reader.uint8());
      if (instruction === '.') return this.pop();
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
        return this.mark();
      case '0':
        return this.popOrUnmark();
      case '1':
        return void this.popMark();
      case '2':
        return void stack.push(this.top());
      case 'l':
        return this.push(this.popMark());
      case 't':
        return this.push(Object.freeze(this.popMark()));
      case '\x85':
        return this.tuple(1);
      case '\x86':
        return this.tuple(2);
      case '\x87':
        return this.tuple(3);
      case 'd': {
        const items = this.popMark();
        const map = new Map();
        this.setItems(map, items);
        return this.push(map);
      }
      case 'a':
        return this.append([this.pop()]);
      case 'e':
        return this.append(this.popMark());
      case 's': {
        const value = this.pop();
        return this.setItems(this.topMap(1), [this.pop(), value]);
      }
      case 'u': {
        const items = this.popMark();
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
        const name = this.pop();
        return this.global(this.pop(), name);
      }
      case 'R':
        return this.reduce();
      case 'b':
        return this.build();
      case 'Q':
        return this.persistent(this.pop());
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

  private push(value: unknown): void {
    this.stack.push(value);
  }

  private pop(): unknown {
    const value = this.top();
    this.stack.pop();
    return value;
  }

  private top(): unknown {
    if (this.stack.length > 0) return this.stack[this.stack.length - 1];
    throw this.reader.fail(`damaged: the pickle takes more values than it has at byte ${this.reader.at}`);
  }

  private mark(): void {
    if (this.marked.length >= MOST_MARKS) {
      throw this.reader.fail(`found containers nested deeper than ${MOST_MARKS}`);
    }
    this.marked.push(this.stack);
    this.stack = [];
  }

  /** What was pushed since the last mark. */
  private popMark(): unknown[] {
    const before = this.marked.pop();
    if (!before)
      throw this.reader.fail(`damaged: the pickle closes what it did not open at byte ${this.reader.at}`);
    const items = this.stack;
    this.stack = before;
    return items;
  }

  private popOrUnmark(): void {
    if (this.stack.length > 0) this.stack.pop();
    else this.popMark();
  }

  private tuple(size: number): void {
    const items = Array.from({ length: size }, () => this.pop()).reverse();
    this.push(Object.freeze(items));
  }

  private append(items: readonly unknown[]): void {
    const list = this.top();
    if (!Array.isArray(list) || Object.isFrozen(list)) {
      throw this.reader.fail(`found entries appended to ${describe(list)}, allowed is a list`);
    }
    for (const item of items) list.push(item);
  }

  private topMap(below: number): Map<unknown, unknown> {
    const at = this.stack.length - 1 - below;
    const map = at >= 0 ? this.stack[at] : undefined;
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
    this.memo.set(index, this.top());
  }

  private recall(index: number): void {
    if (!this.memo.has(index)) {
      throw this.reader.fail(`damaged: remembered value ${index} does not exist at byte ${this.reader.at}`);
    }
    this.push(this.memo.get(index));
  }

  private global(module: unknown, name: unknown): void {
    if (typeof module !== 'string' || typeof name !== 'string') {
      throw this.reader.fail(
        `found a global whose name is ${describe(typeof module === 'string' ? name : module)}`,
      );
    }
    this.push(findGlobal(module, name, this.mode, this.reader.source));
  }

  private reduce(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!(callee instanceof PickleGlobal) || !callee.call) {
      const found = callee instanceof PickleGlobal ? `'${callee.name}'` : describe(callee);
      throw this.reader.fail(`found a call of ${found}, which is no function that may be called`);
    }
    if (!Array.isArray(args) || !Object.isFrozen(args)) {
      throw this.reader.fail(`found ${callee.name} called with ${describe(args)}, allowed is a tuple`);
    }
    this.push(callee.call(args, this.context));
  }

  private build(): void {
    const state = this.pop();
    const object = this.top();
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
    this.push(storage(id, this.context));
  }
}

function describe(value: unknown): string {
  return value instanceof PickleGlobal ? `the global '${value.name}'` : kindOf(value);
}
