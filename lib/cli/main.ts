import { Command, CommanderError } from 'commander';
import { InputError } from '../base';
import { registerCheck } from './check';
import { registerClaims } from './claims';
import { registerData } from './data';
import { registerExport } from './export';
import { registerLosses } from './losses';
import { registerModels } from './models';
import { registerNotebook } from './notebook';
import { registerReport } from './report';
import { registerRun } from './run';
import { registerStart } from './start';
import { registerTable } from './table';

/** Every command: one file, one line. Commands load what they need when they run, so that `--help` is instant. */
const COMMANDS: readonly ((program: Command) => void)[] = [
  registerStart,
  registerRun,
  registerTable,
  registerClaims,
  registerReport,
  registerExport,
  registerNotebook,
  registerLosses,
  registerModels,
  registerCheck,
  registerData,
];

export function buildProgram(): Command {
  const program = new Command('kdlab')
    .description('A laboratory notebook for knowledge distillation and soft labels')
    .version((require('../../package.json') as { version: string }).version)
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`kdlab: ${text.replace(/^error: /, '')}`) });
  for (const register of COMMANDS) register(program);
  for (const command of allCommands(program)) {
    command.exitOverride().configureOutput(program.configureOutput());
  }
  return program;
}

/** Entry point of the `kdlab` program. Exit codes: 0 success, 2 bad input, 1 any other failure. */
export async function main(argv: readonly string[]): Promise<void> {
  // A closed pipe (`kdlab table | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await buildProgram().parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    const asked = ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(error.code);
    return asked && error.exitCode === 0 ? 0 : 2;
  }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (name === 'InputError' || error instanceof InputError) {
    process.stderr.write(`kdlab: ${message}\n`);
    return 2;
  }
  process.stderr.write(`kdlab: ${process.env.KDLAB_DEBUG ? stack : message}\n`);
  return 1;
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}
