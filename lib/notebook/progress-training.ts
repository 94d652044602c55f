import type { StepEvent, TrainingObserver } from '../training/observer';
import { epochText } from '../training/progress';
import { progress, type ProgressDisplay } from './progress';

/**
 * Watches training runs from a notebook cell: one bar a run, updated in place, which ends with the last epoch's
 * numbers. What happens besides (a teacher found, a run resumed) is printed as text.
 */
export function trainingProgress(): TrainingObserver {
  const bars = new Map<string, ProgressDisplay>();
  const barOf = (event: StepEvent): ProgressDisplay => {
    const found = bars.get(event.title) ?? progress(event.epochs * event.steps, event.title);
    bars.set(event.title, found);
    return found;
  };
  return {
    onStep(event) {
      const done = (event.epoch - 1) * event.steps + event.step;
      const loss = Number(event.loss.toPrecision(3));
      barOf(event).update(done, `epoch ${event.epoch}/${event.epochs}  loss ${loss}`);
    },
    onEpoch(line, last) {
      if (line.epoch < last.epochs) return;
      barOf(last).finish(
        epochText(line, last)
          .replace(`${last.title}: `, '')
          .replace(/ {2}\S+ left$/, ''),
      );
      bars.delete(last.title);
    },
    onLog: (text) => process.stdout.write(`${text}\n`),
  };
}
