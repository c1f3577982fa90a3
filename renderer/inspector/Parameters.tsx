/** The form of one node's parameters, or of what several nodes have in common, in parts that can be folded. */
import { type ReactNode, useId } from 'react';
import type { GraphNode } from '../../engine';
import { definitionOf } from '../document/actions';
import { resetParameters, setParameters } from '../document/parameters';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { useFolds } from './folds';
import { type Entry, entriesOf, type Section, sectionsOf } from './form';
import { showNumber } from './format';
import { limitsOf, ParameterField } from './ParameterField';
import { Row } from './Row';
import type { Scrub } from './use-scrub';

const words = texts.inspector;

interface Props {
  nodes: readonly GraphNode[];
  /** What is drawn below a parameter. */
  below?(entry: Entry): ReactNode;
  /** What is drawn at the end of a part, by its title. */
  foot?(title: string | null): ReactNode;
}

export function Parameters({ nodes, below, foot }: Props) {
  const entries = entriesOf(nodes.map((node) => ({ specs: definitionOf(node)?.parameters ?? {}, data: node.data })));
  const ids = nodes.map(({ id }) => id);
  const values = Object.fromEntries(entries.map(({ name, value }) => [name, value]));
  return sectionsOf(entries).map((section) => (
    <Part key={section.title ?? ''} section={section} ids={ids}>
      {section.entries.map((entry) => (
        <Parameter key={entry.name} ids={ids} entry={entry} values={values}>
          {below?.(entry)}
        </Parameter>
      ))}
      {foot?.(section.title)}
    </Part>
  ));
}

function Part({ section, ids, children }: { section: Section; ids: readonly string[]; children: ReactNode }) {
  const { title, advanced, changed, entries } = section;
  const chosen = useFolds((folds) => (title === null ? undefined : folds.open[title]));
  if (title === null) {
    return (
      <div className="inspector-part">
        <h3>{words.parametersSection}</h3>
        {children}
      </div>
    );
  }
  const open = chosen ?? (!advanced || changed > 0);
  const [only] = ids.length === 1 ? ids : [];
  const defaults = Object.fromEntries(
    entries.filter((entry) => entry.changed).map(({ name, standard }) => [name, standard]),
  );
  return (
    <div className="inspector-part" data-open={open}>
      <h3 className="inspector-fold">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => useFolds.setState((folds) => ({ open: { ...folds.open, [title]: !open } }))}
        >
          <Icon name={open ? 'down' : 'right'} size={12} />
          {title}
          {!open && changed > 0 && (
            <span className="inspector-count" title={words.section(title, changed)}>
              {changed}
            </span>
          )}
        </button>
        {changed > 0 && only !== undefined && (
          <button
            type="button"
            className="row-reset"
            aria-label={words.resetSection(title)}
            title={words.resetSection(title)}
            onClick={() => resetParameters(only, defaults)}
          >
            <Icon name="revert" size={12} />
          </button>
        )}
      </h3>
      {open && children}
    </div>
  );
}

interface ParameterProps {
  ids: readonly string[];
  entry: Entry;
  /** Of all parameters, where one follows another. */
  values: Readonly<Record<string, unknown>>;
  children: ReactNode;
}

function Parameter({ ids, entry, values, children }: ParameterProps) {
  const id = useId();
  const { name, spec, value, mixed, changed, standard } = entry;
  const note = mixed ? null : noteOf(entry);
  const change = (next: unknown) => setParameters(ids, name, next);
  const scrub: Scrub | undefined =
    !mixed && (spec.kind === 'number' || spec.kind === 'integer')
      ? {
          value,
          scale: spec.kind === 'integer' ? 'integer' : (spec.scale ?? 'linear'),
          limits: limitsOf(spec),
          change: (next, gesture) => setParameters(ids, name, next, gesture),
        }
      : undefined;
  return (
    <Row
      label={spec.title}
      htmlFor={id}
      helpId={`${id}-help`}
      help={note ? `${spec.help} ${note}` : spec.help}
      live={spec.live === true}
      wide={spec.kind === 'list'}
      below={children}
      reset={changed ? () => change(standard) : null}
      resetTitle={words.reset}
      scrub={scrub}
    >
      <ParameterField
        id={id}
        spec={spec}
        value={value}
        mixed={mixed}
        beside={values}
        help={`${id}-help`}
        change={change}
      />
    </Row>
  );
}

/** A share of the old value kept says how far it remembers; batch norm's momentum also has another framework's spelling. */
function noteOf({ name, spec, value }: Entry): string | null {
  if (spec.kind !== 'number' || spec.scale !== 'oneMinusLog' || typeof value !== 'number' || value >= 1) return null;
  const rest = Number((1 - value).toPrecision(6));
  const window = words.window(Math.round(1 / rest).toLocaleString('en'));
  return name === 'momentum' && spec.unit !== undefined
    ? `${words.pytorchMomentum(showNumber(rest))} ${window}`
    : window;
}
