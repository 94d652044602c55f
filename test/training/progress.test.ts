import { describe, expect, it } from 'vitest';
import type { EpochLine, StepEvent } from '../../lib/training/observer';
import { clock, progressObserver, stepText } from '../../lib/training/progress';

const event: StepEvent = {
  title: 'cnn28-small, kd, seed 1',
  epoch: 3,
  epochs: 30,
  step: 12,
  steps: 15,
  loss: 0.51234,
  parts: { ce: 0.1, kd: 0.41234 },
  trainTop1: 81.25,
  imagesPerSecond: 5123.4,
  secondsLeft: 72.4,
};
const line: EpochLine = {
  epoch: 3,
  learningRate: 0.01,
  loss: 0.5,
  parts: { ce: 0.5 },
  trainTop1: 80,
  test: { epoch: 3, top1: 79.123, top5: 99, nll: 1, ece: 0.1, aurc: 10 },
  imagesPerSecond: 5000,
  seconds: 0.3,
};

function recorder(isTTY: boolean) {
  let text = '';
  return { isTTY, write: (piece: string) => (text += piece), read: () => text };
}

describe('progress', () => {
  it('shows epoch, step, loss and parts, accuracy, speed and time left', () => {
    expect(stepText(event)).toBe(
      'epoch 3/30  step 12/15  loss 0.512 (ce 0.1, kd 0.412)  train 81.3 %  5123 images/s  1:12 left',
    );
  });

  it('is one line an epoch where there is no terminal', () => {
    const stream = recorder(false);
    const progress = progressObserver(stream);
    progress.onStep!(event);
    expect(stream.read()).toBe('');
    progress.onEpoch!(line, event);
    progress.onLog!('finished');
    progress.stop();
    expect(stream.read()).toBe(
      'cnn28-small, kd, seed 1: epoch 3/30  loss 0.5  train 80.0 %  test 79.12 %  5000 images/s  1:12 left\nfinished\n',
    );
  });

  it('writes hours only where there are any', () => {
    expect([0, 59.6, 61, 3600, 7325].map(clock)).toEqual(['0:00', '1:00', '1:01', '1:00:00', '2:02:05']);
  });
});
