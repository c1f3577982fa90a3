import { runTexts } from '../texts/run';
import { formatCount, formatFixed, UNKNOWN } from './format';
import { LiveText } from './LiveText';
import { metricWord } from './metrics';
import type { RunView } from './session';
import { useRun } from './store';
import './run.css';

const texts = runTexts.chips;

const number = (value: number | null | undefined): string => (value == null ? UNKNOWN : formatFixed(value, 3));

interface ChipProps {
  label: string;
  detail: string;
  validation?: boolean;
  read(view: RunView): number | null | undefined;
  className?: string;
}

function Chip({ label, detail, validation = false, read, className = '' }: ChipProps) {
  return (
    <div className={`run-chip ${className}`} title={detail}>
      <dt>{label}</dt>
      <dd>
        <i className={validation ? 'swatch dotted' : 'swatch thin'} aria-hidden="true" />
        <LiveText className="number large" read={() => number(read(useRun.getState()))} />
      </dd>
    </div>
  );
}

/** Loss and the first metric, each said to be measured on the batch or on the test rows. */
export function RunChips() {
  const batch = useRun((view) => view.document?.run.batchSize ?? null);
  const metric = useRun((view) => view.info?.metrics[0] ?? null);
  const testRows = useRun((view) => view.info?.testRows ?? 0);
  const evaluatedAt = useRun((view) => view.validation?.step ?? null);
  if (batch === null) return null;
  const onBatch = texts.onBatch(formatCount(batch));
  const rows = formatCount(testRows);
  const onTest = evaluatedAt === null ? texts.notYet(rows) : texts.onTest(rows, formatCount(evaluatedAt));
  const word = metric === null ? '' : metricWord(metric);
  // On narrow windows the training column goes where there is a validation one.
  const training = testRows > 0 ? 'wide-only' : '';
  return (
    <dl className="run-chips" aria-label={texts.name}>
      <Chip label={texts.trainingLoss} detail={onBatch} read={(view) => view.loss} className={training} />
      {testRows > 0 && (
        <Chip label={texts.validationLoss} detail={onTest} validation read={(view) => view.validation?.loss} />
      )}
      {metric !== null && (
        <Chip label={texts.training(word)} detail={onBatch} read={(view) => view.accuracy} className={training} />
      )}
      {metric !== null && testRows > 0 && (
        <Chip
          label={texts.validation(word)}
          detail={onTest}
          validation
          read={(view) => view.validation?.metrics[metric]}
        />
      )}
    </dl>
  );
}
