import type { Command } from 'commander';
import { SingleBar } from 'cli-progress';
import { note, print, printJson, printTable } from './output';

export function registerData(program: Command): void {
  const data = program
    .command('data')
    .description('data sets: where they come from, licence, checksum, whether they are here');

  data
    .command('list')
    .description('every data set and whether it is here')
    .option('--json', 'as an array of objects')
    .action(async ({ json }: { json?: boolean }) => {
      const { datasetStatus } = await import('../data/index.js');
      const sets = datasetStatus();
      if (json) return printJson(sets);
      printTable(
        ['data set', 'here', 'checksum', 'licence', 'from'],
        sets.map((set) => [set.name, set.present ? 'yes' : 'no', set.checksum, set.licence, set.homepage]),
      );
    });

  data
    .command('get <name>')
    .description('downloads a data set into data/downloads and verifies it; goes on where it stopped')
    .action(async (name: string) => {
      const { getDataset } = await import('../data/index.js');
      let bar: SingleBar | undefined;
      const files = await getDataset(name, {
        onProgress: ({ file, received, total }) => {
          if (!process.stderr.isTTY) return;
          if (!bar) {
            bar = new SingleBar({
              format: '{file} {bar} {percentage} % {eta_formatted} left',
              stream: process.stderr,
            });
            bar.start(total ?? received, 0, { file });
          }
          bar.setTotal(total ?? received);
          bar.update(received, { file });
        },
      }).finally(() => bar?.stop());
      for (const file of files) print(file);
      note(`${name} is here`);
    });
}
