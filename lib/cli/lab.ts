import type { Command } from 'commander';

export function registerLab(program: Command): void {
  program
    .command('lab')
    .description('JupyterLab with the TypeScript kernel, on localhost, with a token')
    .argument('[arguments...]', 'handed to JupyterLab')
    .allowUnknownOption()
    .action(async (args: string[]) => {
      const { startLab } = await import('../notebook/index.js');
      process.exitCode = await startLab(args);
    });
}
