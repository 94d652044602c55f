import { CommanderError } from 'commander';
import { InputError } from '../base';

/** Stopped by Ctrl-C or SIGTERM; shells give a process that SIGINT ends the same code. */
export const INTERRUPTED = 130;

/** Work that the user stopped; the message says how to go on. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Tells why a command ended, in one sentence on stderr; returns the exit code. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) {
    const asked = ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(error.code);
    return asked && error.exitCode === 0 ? 0 : 2; // commander has printed its sentence
  }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const told = process.env.KDLAB_DEBUG ? (stack ?? message) : message;
  if (name === 'InputError' || error instanceof InputError) return say(told, 2);
  if (wasInterrupted(error)) return say(message, INTERRUPTED);
  return say(told, 1);
}

/** By name and kind: `lib/training` loads the engine, which a failure report must not. */
export function wasInterrupted(error: unknown): boolean {
  if (error instanceof Interrupted) return true;
  const { name, kind } = error as { name?: string; kind?: string };
  return name === 'TrainingFailure' && kind === 'interrupted';
}

function say(message: string, code: number): number {
  // Messages of parsers may quote several lines of their input.
  const text = process.env.KDLAB_DEBUG ? message : message.replace(/\s*\n\s*/g, ' ');
  process.stderr.write(`kdlab: ${text}\n`);
  return code;
}

/** Commander's message as one sentence that also says what is allowed. */
export function usageSentence(text: string, allowed: string): string {
  const sentence = text
    .replace(/^error: /, '')
    .replace(/\n\((Did you mean .*\?)\)/, (_, hint: string) => `, ${hint.toLowerCase().replace('?', '')}?`)
    .replace(/\. Expected \d+ arguments? but got \d+\./, '')
    .replace(/\. Allowed choices are (.*)\.\s*$/, ' (allowed is $1)')
    .trim();
  return `kdlab: ${sentence}; ${allowed}\n`;
}
