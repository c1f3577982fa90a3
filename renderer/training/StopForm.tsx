import { useId } from 'react';
import { nodeRegistry, type StopWhen } from '../../engine';
import { setRun } from '../document/actions';
import { endStep, useDocument } from '../document/store';
import { ChoiceField, Switch } from '../inspector/fields';
import { NumberField } from '../inspector/NumberField';
import { formatCount } from '../run/format';
import { metricTitle } from '../run/metrics';
import { useRun } from '../run/store';
import { trainingTexts } from '../texts/training';
import '../inspector/inspector.css';

const texts = trainingTexts.stop;

type Rule = 'below' | 'above' | 'patience';
const RULES: readonly Rule[] = ['below', 'above', 'patience'];
const START: StopWhen = { metric: 'loss', split: 'test', patience: 5 };

const ruleOf = (stop: StopWhen): Rule => RULES.find((rule) => stop[rule] !== undefined) ?? 'below';

/** A bound to begin with: shares are stopped near their best. */
const boundOf = (rule: Rule, metric: string): number =>
  rule === 'patience' ? 5 : metric === 'loss' ? (rule === 'below' ? 0.1 : 10) : rule === 'above' ? 0.95 : 0.1;

/** When a run ends before its last step: the document's own condition, as a form. */
export function StopForm() {
  const id = useId();
  const stop = useDocument((state) => state.document.run.stopWhen);
  const every = useDocument((state) => state.document.run.evaluateEvery);
  const nodes = useDocument((state) => state.document.nodes);
  const testRows = useRun((view) => view.info?.testRows ?? null);
  const metrics = nodes.filter(({ type }) => nodeRegistry.get(type)?.role === 'metric');
  const set = (next: StopWhen | undefined) => setRun({ stopWhen: next }, texts.title);
  /** A choice is a step of its own; what is typed is one as a whole. */
  const choose = (next: StopWhen | undefined) => {
    endStep();
    set(next);
    endStep();
  };
  if (!stop) {
    const begin: StopWhen = testRows === 0 ? { ...START, split: 'train', patience: 100 } : START;
    return (
      <section className="plan-form">
        <Head id={id} on={false} change={() => choose(begin)} />
        <p className="help">{texts.help}</p>
      </section>
    );
  }
  const rule = ruleOf(stop);
  const onTest = stop.split === 'test';
  const withRule = (next: Rule, metric = stop.metric): StopWhen => {
    const { below: _, above: __, patience: ___, ...rest } = stop;
    return { ...rest, metric, [next]: next === rule && metric === stop.metric ? stop[next] : boundOf(next, metric) };
  };
  return (
    <section className="plan-form">
      <Head id={id} on change={() => choose(undefined)} />
      <div className="plan-fields">
        <label htmlFor={`${id}-metric`}>{texts.metric}</label>
        <ChoiceField
          id={`${id}-metric`}
          label={texts.metric}
          choices={[
            { value: 'loss', title: texts.loss },
            ...metrics.map(({ id: metric }) => ({ value: metric, title: metricTitle(metric) })),
          ]}
          value={stop.metric}
          change={(metric) => choose(withRule(rule, metric))}
        />
        <span>{texts.split}</span>
        <ChoiceField
          id={`${id}-split`}
          label={texts.split}
          choices={[
            { value: 'train', title: texts.train },
            { value: 'test', title: texts.test },
          ]}
          value={onTest ? 'test' : 'train'}
          change={(split) => choose({ ...stop, split: split === 'test' ? 'test' : 'train' })}
        />
        <label htmlFor={`${id}-rule`}>{texts.rule}</label>
        <ChoiceField
          id={`${id}-rule`}
          label={texts.rule}
          choices={RULES.map((value) => ({ value, title: texts[value] }))}
          value={rule}
          change={(next) => choose(withRule(next as Rule))}
        />
        <label htmlFor={`${id}-bound`}>{rule === 'patience' ? texts.patience : texts.bound}</label>
        <div>
          <NumberField
            key={rule}
            id={`${id}-bound`}
            label={rule === 'patience' ? texts.patience : texts.bound}
            value={stop[rule]}
            scale={rule === 'patience' ? 'integer' : 'linear'}
            {...(rule === 'patience' && { min: 1, unit: onTest ? texts.evaluations : texts.batches })}
            change={(value) => set({ ...stop, [rule]: value })}
          />
        </div>
      </div>
      {onTest && <p className="help">{testRows === 0 ? texts.noTest : texts.every(formatCount(every))}</p>}
    </section>
  );
}

function Head({ id, on, change }: { id: string; on: boolean; change(): void }) {
  return (
    <div className="plan-form-head">
      <h3>{texts.title}</h3>
      <Switch id={`${id}-on`} label={texts.on} value={on} change={change} />
    </div>
  );
}
