import type { Command } from 'commander';
import { print, printJson, printTable } from './output';

export function registerTeachers(program: Command): void {
  const teachers = program
    .command('teachers')
    .description('known released teachers with their published accuracies')
    .option('--json', 'as an array of objects, or the report of `verify` as an object')
    .action(async ({ json }: { json?: boolean }) => {
      const { knownTeachers } = await import('./known-teachers.js');
      const known = knownTeachers();
      if (json) return printJson(known.map(({ printed: _, ...teacher }) => teacher));
      printTable(
        ['teacher', 'data set', 'top-1 (%)', 'file', 'from'],
        known.map(({ model, data, printed, file, source }) => [model, data, printed, file ?? '', source]),
      );
    });

  teachers
    .command('verify <file>')
    .description("measures a weights file's test accuracy and compares it with the published one")
    .requiredOption('--model <name>', 'a model of `kdlab models`')
    .requiredOption('--data <set>', 'a data set of `kdlab data list`')
    .option('--json', 'the report as an object')
    .action(async (file: string, { model, data }: { model: string; data: string }, command: Command) => {
      const { describeTeacher, verifyTeacher } = await import('./verify-teacher.js');
      const report = verifyTeacher(file, model, data);
      // Both commands have the option, and the outer one may have taken it.
      if (command.optsWithGlobals<{ json?: boolean }>().json) return printJson(report);
      print(describeTeacher(report));
    });
}
