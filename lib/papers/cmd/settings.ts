import type { DataSpec, MethodSpec, ProfileData, TableCell } from '../../base';
import { placedAt } from '../cells';

/** What each network of a pair learns from its labels. */
export interface LabelLoss {
  /** In columns and claim ids. */
  name: string;
  /** Registered loss and its options. */
  loss: string;
  options?: Record<string, unknown>;
}

/** What passes between the networks of a pair. */
export interface Exchange {
  row: string;
  /** Registered loss and its options; the label loss comes on top. */
  loss: 'cmd-s' | 'cmd-p';
  options: Record<string, unknown>;
  reconstruction?: string;
}

export const CE: LabelLoss = { name: 'ce', loss: 'ce' };

/** ProSelfLC as its CVPR paper prints it; B = 12 is in the middle of the values it searched. */
export const PROSELFLC: LabelLoss = {
  name: 'proselflc',
  loss: 'proselflc',
  options: { growth: 12, trust: 'global-local', transition: 0.5, temperature: 1 },
};

/**
 * ProSelfLC as its authors' later code has it: target and trust from softmax(z/0.5), trust g·max p, g = ½ at 30 % of the
 * training. In short runs the printed form comes too late: the network has memorised before g lets it correct a label.
 */
export const PROSELFLC_LOW: LabelLoss = {
  name: 'proselflc-low-temperature',
  loss: 'proselflc',
  options: { growth: 12, trust: 'global-max', transition: 0.3, temperature: 0.5 },
};

/** Without the global trust: g(t) = 1 from the second step on, so that ε = l(p). */
export const LOCAL_TRUST_ALONE: LabelLoss = {
  name: 'proselflc, l(p) alone',
  loss: 'proselflc',
  options: { growth: 1e6, trust: 'global-local', transition: 0, temperature: 1 },
};

export const LABEL_LOSSES = [CE, PROSELFLC, PROSELFLC_LOW] as const;

const FORM =
  'selection by the entropy of the source, strictly below χ(t); λ = 1, T = 1, KL(peer‖self), mean over the whole batch, one shared mini-batch, both updated at once';

/** κ = 0.5 and b = 8; zero and all knowledge are the ends of the same formula. */
export const EXCHANGES: readonly Exchange[] = [
  { row: 'zero knowledge', loss: 'cmd-s', options: { threshold: 0 } },
  { row: 'all knowledge', loss: 'cmd-s', options: { threshold: 2 } },
  {
    row: 'cmd-s',
    loss: 'cmd-s',
    options: { threshold: 0.5 },
    reconstruction: `static χ = 0.5·log C; ${FORM}`,
  },
  {
    row: 'cmd-p rising',
    loss: 'cmd-p',
    options: { threshold: 0.5, growth: 8, direction: 1 },
    reconstruction: `one of two readings: χ rises; κ = 0.5, b = 8; ${FORM}`,
  },
  {
    row: 'cmd-p tightening',
    loss: 'cmd-p',
    options: { threshold: 0.5, growth: 8, direction: -1 },
    reconstruction: `one of two readings: χ tightens; κ = 0.5, b = 8; ${FORM}`,
  },
];

export function exchangeOf(row: string): Exchange {
  const found = EXCHANGES.find((exchange) => exchange.row === row);
  if (!found) throw new Error(`cmd: no exchange '${row}'`);
  return found;
}

/** The method of a pair of networks; `options` are those of the method (batches, update, …). */
export function mutualMethod(
  { loss, options: exchanged }: Pick<Exchange, 'loss' | 'options'>,
  base: LabelLoss,
  options?: Record<string, unknown>,
): MethodSpec {
  const label = base.loss === 'ce' ? {} : { base: base.loss, baseOptions: base.options };
  return { name: 'mutual', loss, lossOptions: { ...exchanged, ...label }, ...(options && { options }) };
}

export const oneModel = ({ loss, options }: LabelLoss): MethodSpec => ({
  name: 'one-view',
  loss,
  ...(options && { lossOptions: options }),
});

/** A profile on other labels. */
export function relabelled(profile: ProfileData, labelTransform: DataSpec['labelTransform']): ProfileData {
  const { labelTransform: _before, ...data } = profile.data;
  return { ...profile, data: { ...data, ...(labelTransform && { labelTransform }) } };
}

export const symmetric = (rate: number) => ({ name: 'symmetric-noise', options: { rate } });

/** What sets a cell apart from the others of its profile. */
export interface CellChoice {
  row: string;
  column: string;
  /** One network, or several that learn together; default the profile's, twice for method `mutual`. */
  model?: string | string[];
  method: MethodSpec;
  reconstruction?: string;
  /** Share of the estimated time; default that of a pair or of one network. */
  seconds?: number;
}

/**
 * A cell at a profile. Every second epoch is evaluated: enough to see the best accuracy before a network memorises,
 * and an evaluation costs as much as a fifth of an epoch.
 */
export function cellAt(profile: ProfileData, choice: CellChoice): TableCell {
  const { method, reconstruction } = choice;
  const pair = method.name === 'mutual';
  const { plain, distilled } = profile.seconds;
  return {
    ...placedAt(profile, choice, {
      method,
      model: choice.model ?? (pair ? [profile.student, profile.student] : profile.student),
      evaluateEvery: 2,
    }),
    seconds: choice.seconds ?? (pair ? distilled : plain),
    ...(reconstruction && { reconstruction }),
  };
}

/** A column of the CMD tables: every exchange with one label loss, on the same data and networks. */
export function exchangeColumn(
  profile: ProfileData,
  base: LabelLoss,
  column: string,
  model?: string[],
): TableCell[] {
  return EXCHANGES.map((exchange) =>
    cellAt(profile, {
      row: exchange.row,
      column,
      ...(model && { model }),
      method: mutualMethod(exchange, base),
      reconstruction: exchange.reconstruction,
    }),
  );
}
