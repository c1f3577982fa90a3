import { useId } from 'react';
import {
  applies,
  type CheckedNode,
  defaultOf,
  formatShape,
  type GraphNode,
  type NodeDefinition,
  nodeRegistry,
  type ParameterSpec,
  type Shape,
  sizeOf,
  withDefaults,
} from '../../engine';
import { focusNode } from '../canvas/viewport';
import { applyFix, idProblem, renameNode, setParameter, setProbed } from '../document/actions';
import { useDocument } from '../document/store';
import { host } from '../host';
import { useProblems } from '../problems/use-problems';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { Formula } from './Formula';
import { CommitField, Switch } from './fields';
import { showNumber } from './format';
import { ParameterField } from './ParameterField';
import { Row } from './Row';

const words = texts.inspector;

export function NodeInspector({ node }: { node: GraphNode }) {
  const definition = nodeRegistry.get(node.type);
  const checked = useDocument((state) => state.checked?.byId.get(node.id));
  return (
    <>
      <Head node={node} definition={definition} checked={checked} />
      <NodeProblems id={node.id} />
      {definition && (
        <>
          <Parameters node={node} definition={definition} />
          {checked && canProbe(definition) && <Probe node={node} checked={checked} />}
          {checked && checked.weights.length > 0 && <Weights node={checked} />}
          <About node={node} definition={definition} />
        </>
      )}
    </>
  );
}

/** What goes in and out, in words: "60×784 → 60×100", or "60×100 in and out". */
export function shapesOf(node: CheckedNode | undefined): string {
  if (!node) return words.unknownShape;
  const shapes = (ports: readonly { name: string }[], types: Readonly<Record<string, { shape: Shape }>>): string =>
    ports.flatMap(({ name }) => (types[name] ? [formatShape(types[name].shape)] : [])).join(', ');
  const input = shapes(node.definition.inputs, node.inputs);
  const output = shapes(node.definition.outputs, node.outputs);
  if (input === '' && output === '') return words.unknownShape;
  if (output === '') return input;
  if (input === '') return words.toOutput(output);
  return input === output ? words.inAndOut(input) : words.from(input, output);
}

function Head({
  node,
  definition,
  checked,
}: {
  node: GraphNode;
  definition: NodeDefinition | undefined;
  checked: CheckedNode | undefined;
}) {
  return (
    <div className="inspector-part inspector-head">
      <div className="inspector-title">
        <Icon name={definition?.icon ?? 'node'} />
        <h2>{definition?.title ?? node.type}</h2>
        <div className="inspector-id" data-field="id">
          <CommitField
            className="field quiet-field"
            label={words.id}
            value={node.id}
            problemOf={(to) => idProblem(node.id, to)}
            commit={(to) => renameNode(node.id, to)}
            entered={focusNode}
          />
        </div>
      </div>
      <p className="inspector-shapes">
        <span className="number">{shapesOf(checked)}</span>
        {checked && checked.parameterCount > 0 && <span> · {words.parameterCount(checked.parameterCount)}</span>}
      </p>
    </div>
  );
}

function NodeProblems({ id }: { id: string }) {
  const problems = useProblems().filter(({ where }) => where.nodeId === id);
  if (problems.length === 0) return null;
  return (
    <div className="inspector-part">
      <ul className="inspector-problems">
        {problems.map(({ code, severity, message, hint, fix }) => (
          <li key={`${code} ${message}`} data-severity={severity}>
            <Icon name={severity === 'info' ? 'info' : 'warning'} size={14} />
            <div>
              <p>{message}</p>
              <p className="help">{hint}</p>
              {fix && (
                <button type="button" className="button small bordered" onClick={() => applyFix(fix)}>
                  <Icon name="wrench" size={14} />
                  {fix.title}
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Parameters({ node, definition }: { node: GraphNode; definition: NodeDefinition }) {
  const values = withDefaults(definition.parameters, node.data);
  const shown = Object.entries(definition.parameters).filter(([, spec]) => applies(spec, values));
  if (shown.length === 0) return null;
  return (
    <div className="inspector-part">
      <h3>{words.parametersSection}</h3>
      {shown.map(([name, spec]) => (
        <Parameter key={name} nodeId={node.id} name={name} spec={spec} values={values} />
      ))}
    </div>
  );
}

function Parameter({
  nodeId,
  name,
  spec,
  values,
}: {
  nodeId: string;
  name: string;
  spec: ParameterSpec;
  values: Readonly<Record<string, unknown>>;
}) {
  const id = useId();
  const value = values[name];
  const standard = defaultOf(spec, values);
  const changed = JSON.stringify(standard) !== JSON.stringify(value);
  const note = noteOf(name, spec, value);
  return (
    <Row
      label={spec.title}
      htmlFor={id}
      helpId={`${id}-help`}
      help={[spec.help, ...(note ? [note] : []), ...(spec.live ? [words.live] : [])].join(' ')}
      reset={changed ? () => setParameter(nodeId, name, standard) : null}
      resetTitle={words.reset}
    >
      <ParameterField
        id={id}
        spec={spec}
        value={value}
        beside={values}
        help={`${id}-help`}
        change={(next) => setParameter(nodeId, name, next)}
      />
    </Row>
  );
}

/** A share of the old value kept says how far it remembers; batch norm's momentum also has another framework's spelling. */
function noteOf(name: string, spec: ParameterSpec, value: unknown): string | null {
  if (spec.kind !== 'number' || spec.scale !== 'oneMinusLog' || typeof value !== 'number' || value >= 1) return null;
  const rest = Number((1 - value).toPrecision(6));
  const window = words.window(Math.round(1 / rest).toLocaleString('en'));
  return name === 'momentum' && spec.unit !== undefined
    ? `${words.pytorchMomentum(showNumber(rest))} ${window}`
    : window;
}

/** Layers whose z is always followed have no switch; neither has what gives no tensor. */
const canProbe = ({ probe, role, outputs }: NodeDefinition): boolean =>
  !probe && role === undefined && outputs[0]?.kinds.includes('tensor') === true;

function Probe({ node, checked }: { node: GraphNode; checked: CheckedNode }) {
  const id = useId();
  return (
    <div className="inspector-part">
      <Row label={words.statistics} htmlFor={id} helpId={`${id}-help`} help={words.statisticsHelp}>
        <Switch
          id={id}
          label={words.statistics}
          value={checked.probed}
          help={`${id}-help`}
          change={(probed) => setProbed(node.id, probed)}
        />
      </Row>
    </div>
  );
}

function Weights({ node }: { node: CheckedNode }) {
  return (
    <div className="inspector-part">
      <h3>{words.weights}</h3>
      <table className="weights">
        <tbody>
          {node.weights.map(({ name, shape, trainable }) => (
            <tr key={name}>
              <th scope="row" className="number">
                {name}
              </th>
              <td className="number">{formatShape(shape)}</td>
              <td className="number">{sizeOf(shape).toLocaleString('en')}</td>
              <td className="quiet">{trainable ? words.weightTrained : words.weightMoving}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function About({ node, definition }: { node: GraphNode; definition: NodeDefinition }) {
  const { text, formula, choices = [], ...general } = definition.documentation;
  const values = withDefaults(definition.parameters, node.data);
  const chosen = choices.flatMap((choice) => choice.values[String(values[choice.parameter])] ?? []);
  const sources = [...chosen, general].flatMap(({ references }) => references);
  const references = sources.filter(({ title }, place) => sources.findIndex((item) => item.title === title) === place);
  return (
    <div className="inspector-part">
      {formula !== undefined && (
        <>
          <h3>{words.formula}</h3>
          <Formula text={formula} />
          {chosen
            .flatMap(({ formulas }) => formulas)
            .map((item) => (
              <div key={`${item.title} ${item.formula}`}>
                {item.title !== undefined && <p className="help">{item.title}</p>}
                <Formula text={item.formula} />
              </div>
            ))}
        </>
      )}
      <h3>{words.about}</h3>
      <p className="inspector-text">{text}</p>
      {references.length > 0 && (
        <ul className="references" aria-label={words.references}>
          {references.map(({ title, url }) => (
            <li key={title}>
              {url === undefined ? (
                title
              ) : (
                <a
                  href={url}
                  onClick={(event) => {
                    event.preventDefault();
                    void host.openExternal({ url });
                  }}
                >
                  {title}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
