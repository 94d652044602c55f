import type { Command } from 'commander';
import { positiveInteger } from './arguments';
import { printJson, printTable } from './output';

export function registerModels(program: Command): void {
  program
    .command('models')
    .description('every model: parameters, multiply-adds at its input size, parameter names and shapes')
    .option('--classes <n>', 'number of classes', positiveInteger('--classes', 1_000_000), 100)
    .option('--json', 'as an array of objects')
    .action(async ({ json, classes }: { json?: boolean; classes: number }) => {
      const { MODELS, modelInfo } = await import('../models/index.js');
      const models = MODELS.map(({ name }) => modelInfo(name, classes));
      if (json) return printJson(models);
      printTable(
        ['model', 'family', 'input', 'parameters', 'multiply-adds'],
        models.map((model) => [
          model.name,
          model.family,
          `${model.input.side}×${model.input.side}×${model.input.channels}`,
          model.parameters.toLocaleString('en'),
          `${(model.multiplyAdds / 1e6).toFixed(1)} M`,
        ]),
      );
    });
}
