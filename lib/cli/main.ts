import { Command } from 'commander';
import { InputError, oneOf } from '../base';
import { registerBench } from './bench';
import { registerCheck } from './check';
import { registerClaims } from './claims';
import { registerData } from './data';
import { reportFailure, usageSentence } from './exit';
import { registerExport } from './export';
import { registerLab } from './lab';
import { registerLogits } from './logits';
import { registerLoss } from './loss';
import { registerLosses } from './losses';
import { registerModels } from './models';
import { registerNotebook } from './notebook';
import { registerReport } from './report';
import { registerRun } from './run';
import { registerStart } from './start';
import { registerTable } from './table';
import { registerTeachers } from './teachers';

/** Every command: one file, one line. Commands load what they need when they run, so that `--help` is instant. */
const COMMANDS: readonly ((program: Command) => void)[] = [
  registerStart,
  registerRun,
  registerTable,
  registerClaims,
  registerReport,
  registerExport,
  registerNotebook,
  registerLab,
  registerLosses,
  registerLoss,
  registerModels,
  registerLogits,
  registerTeachers,
  registerCheck,
  registerData,
  registerBench,
];

export function buildProgram(): Command {
  const program = new Command('kdlab')
    .description('A laboratory notebook for knowledge distillation and soft labels')
    .version((require('../../package.json') as { version: string }).version);
  for (const register of COMMANDS) register(program);
  for (const command of [program, ...allCommands(program)]) {
    command.exitOverride().configureOutput({
      outputError: (text, write) => write(usageSentence(text, allowedIn(command))),
    });
  }
  program.allowExcessArguments().action((_options, command: Command) => {
    const [unknown] = command.args;
    if (unknown === undefined) return command.outputHelp();
    throw new InputError(`command: found '${unknown}', ${allowedIn(command)}`);
  });
  return program;
}

/** Entry point of the `kdlab` program. Exit codes: 0 success, 2 bad input, 1 any other failure, 130 interrupted. */
export async function main(argv: readonly string[]): Promise<void> {
  // A closed pipe (`kdlab table | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await buildProgram().parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}

/** The second half of a usage error: the commands, or where the arguments are explained. */
function allowedIn(command: Command): string {
  if (command.commands.length > 0) return `allowed is ${oneOf(command.commands.map((one) => one.name()))}`;
  return `allowed is '${pathOf(command)} ${command.usage()}', see '${pathOf(command)} --help'`;
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}
