import type { LintContext } from '../graph/types';

/** Norms that subtract the mean of every unit over the batch, and with it any bias. */
const CENTRING = new Set(['batchNorm', 'batchRenorm']);

type Follower = ReturnType<LintContext['targets']>[number];

/** Moving statistics, which a frozen norm takes too, subtract a number that does not follow the bias at once. */
const centres = ({ type, parameters, frozen }: Follower): boolean =>
  CENTRING.has(type) && parameters.statistics !== 'moving' && !frozen;

/** Tells that the bias of a layer is cancelled by the norms that alone read its output. */
export function lintUselessBias(
  { id, targets, report }: Pick<LintContext, 'id' | 'targets' | 'report'>,
  useBias: boolean,
  port: string,
): void {
  const followers = targets(port);
  const norm = followers.find(centres);
  if (!useBias || !norm || !followers.every(centres)) return;
  report(
    'uselessBias',
    { parameter: 'useBias' },
    { norm: norm.id },
    {
      title: `Turn off the bias of ${id}`,
      edits: [{ kind: 'setParameter', nodeId: id, parameter: 'useBias', value: false }],
    },
  );
}
