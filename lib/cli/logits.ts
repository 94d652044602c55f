import type { Command } from 'commander';
import { positiveInteger } from './arguments';
import type { LogitsFiles } from './logits-files';
import { note } from './output';

export function registerLogits(program: Command): void {
  program
    .command('logits')
    .description('evaluation-mode logits of a network with given weights on given images')
    .requiredOption('--model <name>', 'a model of `kdlab models`')
    .requiredOption('--classes <c>', 'number of classes', positiveInteger('--classes', 1_000_000))
    .requiredOption('--weights <file>', "its weights: .safetensors, or PyTorch's .pth/.pt of tensors")
    .requiredOption('--images <file>', 'N×3×H×W float32, .npy, already normalised')
    .requiredOption('--out <file>', 'where the logits go: N×C float32, .npy')
    .option('--features <file>', 'where the pooled penultimate features go: N×D float32, .npy')
    .action(async (options: LogitsFiles) => {
      const { writeLogits } = await import('./logits-files.js');
      const { images, classes } = writeLogits(options);
      note(`${images}×${classes} logits are in ${options.out}`);
    });
}
