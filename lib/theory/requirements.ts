import { InputError } from '../base/errors';

/** Refuses a probability outside [0, 1]. */
export function requireShare(value: number, name: string): void {
  if (!(value >= 0 && value <= 1)) {
    throw new InputError(`${name}: found ${value}, allowed are numbers from 0 to 1`);
  }
}

/** Refuses an accuracy or confidence outside (0, 1). */
export function requireOpenShare(value: number, name: string): void {
  if (!(value > 0 && value < 1)) {
    throw new InputError(`${name}: found ${value}, allowed are numbers between 0 and 1`);
  }
}

/** Refuses anything but an integer from `least`. */
export function requireCount(value: number, least: number, name: string): void {
  if (!Number.isInteger(value) || value < least) {
    throw new InputError(`${name}: found ${value}, allowed are integers from ${least}`);
  }
}
