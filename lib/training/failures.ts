/** Why a run stopped: its loss left the numbers, somebody interrupted it, storage failed, or another process has it. */
export type FailureKind = 'diverged' | 'interrupted' | 'storage' | 'locked';

/** A run that could not go on though its specification is fine; the command line exits with code 1. */
export class TrainingFailure extends Error {
  override name = 'TrainingFailure';

  constructor(
    readonly kind: FailureKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
