import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, parseRunSpec, runId } from '../base';
import type { RunSpec } from '../base';
import type { EpochLine } from './observer';
import { lockFolder } from './lock';
import type { RunResult } from './result';
import { appendLine, makeFolder, readJsonLines, writeAtomic, writeJson } from './storage';

/**
 * The folder of one run, complete in itself:
 * `spec.json`, `environment.json`, `metrics.jsonl` (one line an epoch), `checkpoint.safetensors` (everything that
 * evolves), `log.txt`, `labels.npy` where training labels were changed; at the end `weights.safetensors` (`weights-1`, …
 * of further learners), `logits.npy` and `predictions.npy` of the test set (likewise), and last of all `result.json`; `owner.json` while a process works in it.
 */
export class RunFolder {
  readonly checkpoint: string;
  private readonly metrics: string;
  private readonly resultFile: string;

  constructor(readonly path: string) {
    this.checkpoint = this.file('checkpoint.safetensors');
    this.metrics = this.file('metrics.jsonl');
    this.resultFile = this.file('result.json');
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** The weights of a learner of a finished run. */
  weights(learner = 0): string {
    return this.file(learner === 0 ? 'weights.safetensors' : `weights-${learner}.safetensors`);
  }

  /** Test logits of a learner of a finished run, [N, C]. */
  logits(learner = 0): string {
    return this.file(learner === 0 ? 'logits.npy' : `logits-${learner}.npy`);
  }

  /** Test predictions of a learner of a finished run, [N]. */
  predictions(learner = 0): string {
    return this.file(learner === 0 ? 'predictions.npy' : `predictions-${learner}.npy`);
  }

  /** Makes the folder and this process its only owner; the returned function gives it back. */
  async open(): Promise<() => void> {
    makeFolder(this.path);
    return lockFolder(this.path);
  }

  /**
   * Prepares the folder for a run; refuses another run's folder, foreign files, and (without `resume`) an unfinished
   * run.
   */
  enter(spec: RunSpec, resume: boolean): void {
    const id = runId(spec);
    const specFile = this.file('spec.json');
    if (existsSync(specFile)) {
      const found = runId(this.spec());
      if (found !== id) {
        throw new InputError(`${this.path}: found run '${found}', allowed is an empty folder or run '${id}'`);
      }
      if (!resume && existsSync(this.checkpoint)) {
        throw new InputError(
          `${this.path}: holds an unfinished run after ${this.lines().length} of ${spec.epochs} epochs; ` +
            'resume it (--resume) or delete the folder',
        );
      }
    } else {
      const foreign = readdirSync(this.path).find((name) => !name.startsWith('.') && name !== 'owner.json');
      if (foreign) {
        throw new InputError(
          `${this.path}: found '${foreign}' but no spec.json; allowed is an empty folder or a run's`,
        );
      }
      writeJson(specFile, spec);
    }
  }

  spec(): RunSpec {
    const file = this.file('spec.json');
    return parseRunSpec(JSON.parse(readFileSync(file, 'utf8')), file);
  }

  /** The finished run's result; undefined while the run is not finished. */
  result(): RunResult | undefined {
    if (!existsSync(this.resultFile)) return undefined;
    const stored = JSON.parse(readFileSync(this.resultFile, 'utf8')) as Omit<RunResult, 'folder'>;
    return { ...stored, folder: this.path }; // the folder may have been moved
  }

  finish({ folder: _folder, ...result }: RunResult): void {
    writeJson(this.resultFile, result);
    rmSync(this.checkpoint, { force: true }); // the weights are kept, the optimiser's slots are of no more use
  }

  lines(): EpochLine[] {
    return existsSync(this.metrics) ? readJsonLines<EpochLine>(this.metrics) : [];
  }

  addLine(line: EpochLine): void {
    appendLine(this.metrics, JSON.stringify(line));
  }

  /** Cuts the metrics back to the epochs that the checkpoint has, and returns them. */
  keepLines(epochs: number): EpochLine[] {
    const kept = this.lines().filter(({ epoch }) => epoch <= epochs);
    writeAtomic(this.metrics, kept.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return kept;
  }

  log(text: string): void {
    appendLine(this.file('log.txt'), `${new Date().toISOString()} ${text}`);
  }
}
