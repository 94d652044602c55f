import { SingleBar } from 'cli-progress';
import type { EpochLine, StepEvent, TrainingObserver } from './observer';

/** Where progress goes: standard error, or a stand-in for it. */
export interface ProgressStream {
  isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Progress of runs on standard error: on a terminal one live line (epoch, step, loss and its parts, accuracy,
 * images/s, time left) and a lasting line an epoch; elsewhere only the line an epoch.
 */
export function progressObserver(
  stream: ProgressStream = process.stderr,
): TrainingObserver & { stop(): void } {
  let bar: SingleBar | undefined;
  const clear = () => {
    bar?.stop();
    bar = undefined;
  };
  const print = (text: string) => {
    clear();
    stream.write(`${text}\n`);
  };
  return {
    onStep(event) {
      if (!stream.isTTY) return;
      if (!bar) {
        bar = new SingleBar({
          format: '{bar} {text}',
          barsize: 20,
          fps: 8,
          clearOnComplete: true,
          hideCursor: true,
          linewrap: false,
          gracefulExit: false, // signals belong to the run
          stream: stream as NodeJS.WritableStream,
        });
        bar.start(event.epochs * event.steps, 0, { text: '' });
      }
      bar.update((event.epoch - 1) * event.steps + event.step, { text: stepText(event) });
    },
    onEpoch: (line, last) => print(epochText(line, last)),
    onLog: print,
    stop: clear,
  };
}

/** `epoch 3/30 step 12/15 loss 0.512 (ce 0.1, kd 0.412) train 81.2 % 5100 images/s 0:12 left` */
export function stepText(event: StepEvent): string {
  return [
    `epoch ${event.epoch}/${event.epochs}`,
    `step ${event.step}/${event.steps}`,
    lossText(event),
    `train ${event.trainTop1.toFixed(1)} %`,
    `${Math.round(event.imagesPerSecond)} images/s`,
    `${clock(event.secondsLeft)} left`,
  ].join('  ');
}

/** `cnn28-small, kd, seed 1: epoch 3/30  loss … train … test …` */
export function epochText(line: EpochLine, last: StepEvent): string {
  const accuracy = (name: string, value?: number) =>
    value === undefined ? [] : [`${name} ${value.toFixed(2)} %`];
  return [
    `${last.title}: epoch ${line.epoch}/${last.epochs}`,
    lossText(line),
    `train ${line.trainTop1.toFixed(1)} %`,
    ...accuracy('validation', line.validation?.top1),
    ...accuracy('test', line.test?.top1),
    `${Math.round(line.imagesPerSecond)} images/s`,
    `${clock(last.secondsLeft)} left`,
  ].join('  ');
}

function lossText({ loss, parts }: { loss: number; parts: Record<string, number> }): string {
  const named = Object.entries(parts);
  const detail = named.map(([name, value]) => `${name} ${number(value)}`).join(', ');
  return `loss ${number(loss)}${named.length > 1 ? ` (${detail})` : ''}`;
}

const number = (value: number) => String(Number(value.toPrecision(3)));

/** Minutes and seconds, with hours where there are any. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
