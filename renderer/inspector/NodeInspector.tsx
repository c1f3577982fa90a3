import { useId } from 'react';
import {
  type CheckedNode,
  formatShape,
  type GraphNode,
  type NodeDefinition,
  nodeRegistry,
  type Shape,
  sizeOf,
  withDefaults,
} from '../../engine';
import { focusNode } from '../canvas/viewport';
import { idProblem, renameNode, setProbed } from '../document/actions';
import { applyFix } from '../document/fixes';
import { useDocument } from '../document/store';
import { host } from '../host';
import { useProblems } from '../problems/use-problems';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { FlagButtons } from './FlagButtons';
import { Formula } from './Formula';
import { CommitField, Switch } from './fields';
import { InitializerPreview } from './InitializerPreview';
import { Parameters } from './Parameters';
import { Row } from './Row';
import { SchedulePreview } from './SchedulePreview';
import { shapesOf } from './shapes';

const words = texts.inspector;

export function NodeInspector({ node }: { node: GraphNode }) {
  const definition = nodeRegistry.get(node.type);
  const graph = useDocument((state) => state.checked);
  const checked = graph?.byId.get(node.id);
  return (
    <>
      <Head node={node} definition={definition} checked={checked} />
      <NodeProblems id={node.id} />
      {definition && (
        <>
          <Parameters
            nodes={[node]}
            below={({ name, spec }) => spec.kind === 'initializer' && <FirstWeights node={checked} parameter={name} />}
            foot={(title) => title === SCHEDULE && graph && <SchedulePreview node={node} checked={graph} />}
          />
          {checked && canProbe(definition) && <Probe node={node} checked={checked} />}
          {checked && checked.weights.length > 0 && <Weights node={checked} />}
          <About node={node} definition={definition} />
        </>
      )}
    </>
  );
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
  const shapes = shapesOf(checked);
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
        <FlagButtons nodes={[node]} />
      </div>
      <p className="inspector-shapes">
        <span className="number" title={words.framework}>
          {shapes?.framework ?? words.unknownShape}
        </span>
        {checked && checked.parameterCount > 0 && <span> · {words.parameterCount(checked.parameterCount)}</span>}
      </p>
      {shapes?.lecture && (
        <p className="inspector-lecture help" title={words.lectureHelp}>
          <span className="number">{shapes.lecture}</span> {words.lecture}
        </p>
      )}
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

/** A kernel is in × out; lectures write W as out × in. */
const lectureWeight = (shape: Shape): string | undefined =>
  shape.length === 2 ? words.lectureWeight(formatShape([...shape].reverse())) : undefined;

/** The heading under which the optimizer's schedule stands. */
const SCHEDULE = 'Schedule';

/** A weight's initializer is the parameter of its name. */
function FirstWeights({ node, parameter }: { node: CheckedNode | undefined; parameter: string }) {
  const weight = node?.weights.find(({ name }) => `${name}Initializer` === parameter);
  return weight && node ? <InitializerPreview nodeId={node.id} weight={weight} /> : null;
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
              <td className="number" title={lectureWeight(shape)}>
                {formatShape(shape)}
              </td>
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
