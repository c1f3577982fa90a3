import { useId } from 'react';
import { newSeed } from '../app/run-link';
import { setName, setRun, setSeed } from '../document/actions';
import { useDocument } from '../document/store';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { ChoiceField, Switch, TextField } from './fields';
import { NumberField } from './NumberField';
import { Row } from './Row';
import type { Scrub } from './use-scrub';

const words = texts.inspector;
const LARGEST_SEED = Number.MAX_SAFE_INTEGER;
const STEPS = 1000;
const EPOCHS = 10;

/** Dragging the label of a whole number. */
const scrub = (value: number | undefined, min: number, change: (value: number) => void): Scrub => ({
  value,
  scale: 'integer',
  limits: { min },
  change,
});

/** What belongs to the whole graph: shown when nothing is selected. */
export function GraphSettings() {
  const name = useDocument((state) => state.document.name);
  const seed = useDocument((state) => state.document.seed);
  const run = useDocument((state) => state.document.run);
  const nodes = useDocument((state) => state.document.nodes.length);
  const wires = useDocument((state) => state.document.edges.length);
  const parameters = useDocument((state) => state.checked?.parameterCount);
  const id = useId();
  const length = run.epochs === undefined ? 'steps' : 'epochs';
  return (
    <>
      <div className="inspector-part inspector-head">
        <div className="inspector-title">
          <h2>{words.graph}</h2>
        </div>
      </div>
      <div className="inspector-part">
        <h3>{words.graphSection}</h3>
        <Row label={words.name} htmlFor={`${id}-name`}>
          <TextField id={`${id}-name`} label={words.name} value={name} maxLength={200} change={setName} />
        </Row>
        <Row label={words.seed} htmlFor={`${id}-seed`} help={words.seedHelp}>
          <div className="seed-field">
            <div>
              <NumberField
                id={`${id}-seed`}
                label={words.seed}
                value={seed}
                scale="integer"
                min={0}
                max={LARGEST_SEED}
                change={(value) => setSeed(value)}
              />
            </div>
            <button
              type="button"
              className="button small icon-only bordered"
              aria-label={words.newSeed}
              title={words.newSeed}
              onClick={newSeed}
            >
              <Icon name="dice" />
            </button>
          </div>
        </Row>
      </div>
      <div className="inspector-part">
        <h3>{words.training}</h3>
        <Row
          label={words.batchSize}
          htmlFor={`${id}-batch`}
          help={words.batchHelp}
          scrub={scrub(run.batchSize, 1, (batchSize) => setRun({ batchSize }, words.batchSize))}
        >
          <NumberField
            id={`${id}-batch`}
            label={words.batchSize}
            value={run.batchSize}
            scale="integer"
            min={1}
            unit={words.examplesUnit}
            change={(batchSize) => setRun({ batchSize }, words.batchSize)}
          />
        </Row>
        <Row label={words.length} help={length === 'steps' ? words.stepsHelp : words.epochsHelp}>
          <ChoiceField
            id={`${id}-length`}
            label={words.length}
            choices={[
              { value: 'steps', title: words.steps },
              { value: 'epochs', title: words.epochs },
            ]}
            value={length}
            change={(chosen) =>
              setRun(
                chosen === 'steps' ? { steps: STEPS, epochs: undefined } : { steps: undefined, epochs: EPOCHS },
                words.length,
              )
            }
          />
        </Row>
        <Row
          label={length === 'steps' ? words.steps : words.epochs}
          htmlFor={`${id}-count`}
          scrub={scrub(run[length], 1, (value) =>
            setRun({ [length]: value }, length === 'steps' ? words.steps : words.epochs),
          )}
        >
          <NumberField
            id={`${id}-count`}
            label={length === 'steps' ? words.steps : words.epochs}
            value={length === 'steps' ? run.steps : run.epochs}
            scale="integer"
            min={1}
            change={(value) => setRun({ [length]: value }, length === 'steps' ? words.steps : words.epochs)}
          />
        </Row>
        <Row label={words.shuffle} htmlFor={`${id}-shuffle`} help={words.shuffleHelp}>
          <Switch
            id={`${id}-shuffle`}
            label={words.shuffle}
            value={run.shuffle}
            change={(shuffle) => setRun({ shuffle }, words.shuffle)}
          />
        </Row>
        <Row
          label={words.evaluateEvery}
          htmlFor={`${id}-evaluate`}
          help={words.evaluateHelp}
          scrub={scrub(run.evaluateEvery, 1, (evaluateEvery) => setRun({ evaluateEvery }, words.evaluateEvery))}
        >
          <NumberField
            id={`${id}-evaluate`}
            label={words.evaluateEvery}
            value={run.evaluateEvery}
            scale="integer"
            min={1}
            unit={words.stepsUnit}
            change={(evaluateEvery) => setRun({ evaluateEvery }, words.evaluateEvery)}
          />
        </Row>
        <Row
          label={words.probeEvery}
          htmlFor={`${id}-probe`}
          help={words.probeHelp}
          scrub={scrub(run.probeEvery, 0, (probeEvery) => setRun({ probeEvery }, words.probeEvery))}
        >
          <NumberField
            id={`${id}-probe`}
            label={words.probeEvery}
            value={run.probeEvery}
            scale="integer"
            min={0}
            unit={words.stepsUnit}
            change={(probeEvery) => setRun({ probeEvery }, words.probeEvery)}
          />
        </Row>
      </div>
      <div className="inspector-part">
        <h3>{words.totals}</h3>
        <dl className="totals">
          <dt>{words.nodes}</dt>
          <dd className="number">{nodes.toLocaleString('en')}</dd>
          <dt>{words.wires}</dt>
          <dd className="number">{wires.toLocaleString('en')}</dd>
          <dt>{words.parameters}</dt>
          <dd className="number">{parameters?.toLocaleString('en') ?? '–'}</dd>
        </dl>
      </div>
    </>
  );
}
