import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { type Diagnostic, type GraphNode, type NodePorts, nodeRegistry, type Severity } from '../../engine';
import { showTab } from '../app/layout';
import { isChanged, sameNode } from '../document/meaning';
import { currentDocument, useDocument } from '../document/store';
import { NodeSpark } from '../run/NodeSpark';
import { NodeStatus } from '../run/NodeStatus';
import { useRun } from '../run/store';
import { useNode } from '../run/use-node';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { cardNote, cardShape, cardTitle } from './card-title';
import { FunctionCurve } from './FunctionCurve';
import { BypassLine, FlagMarks, flagData } from './flags';
import type { FlowNode } from './flow-elements';
import { curveOf } from './function-curve';
import { Port } from './Port';
import { useView } from './viewport';

/** The generic card: everything on it follows from the node's definition. */
export function NodeCard({ data, selected }: NodeProps<FlowNode>) {
  return <Card node={data.node} ports={data.ports} selected={selected} />;
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

function worst(diagnostics: readonly Diagnostic[] | undefined, id: string): Diagnostic | null {
  let found: Diagnostic | null = null;
  for (const diagnostic of diagnostics ?? []) {
    if (diagnostic.where.nodeId !== id || diagnostic.severity === 'info') continue;
    if (!found || RANK[diagnostic.severity] < RANK[found.severity]) found = diagnostic;
  }
  return found;
}

interface Props {
  node: GraphNode;
  ports: NodePorts;
  selected: boolean;
}

/** A move changes the place only, which React Flow applies by itself. */
const sameCard = (before: Props, after: Props): boolean =>
  before.selected === after.selected &&
  before.ports === after.ports &&
  before.node.id === after.node.id &&
  sameNode(before.node, after.node);

const Card = memo(function Card({ node, ports, selected }: Props) {
  const { id } = node;
  const definition = nodeRegistry.get(node.type);
  const detail = useView((view) => view.detail);
  const { shape, note } = useDocument(
    useShallow(({ checked }) => {
      const own = checked?.byId.get(id);
      return own && checked ? { shape: cardShape(own), note: cardNote(own, checked) } : { shape: '', note: '' };
    }),
  );
  const broken = useRun(
    (run) =>
      run.state === 'failed' &&
      run.diagnostics.some(({ where, severity }) => where.nodeId === id && severity === 'error'),
  );
  const title = cardTitle(node);
  return (
    <div
      className={`card${selected ? ' selected' : ''}`}
      data-detail={detail}
      data-broken={broken || undefined}
      {...flagData(node)}
    >
      <div className="card-head">
        <Icon name={definition?.icon ?? 'node'} />
        <span className="card-names">
          <b className="card-title">{title}</b>
          <span className="card-id number">{id}</span>
        </span>
        <FlagMarks node={node} />
        <Marks node={node} />
      </div>
      {detail === 'full' && (
        <div className="card-meta number">
          <span>{definition ? shape : texts.canvas.unknownType}</span>
          <span>{note}</span>
        </div>
      )}
      {detail !== 'far' && (
        <>
          <Spark node={node} height={detail === 'full' ? 28 : 36} />
          <div className="card-status">
            <NodeStatus nodeId={id} />
          </div>
        </>
      )}
      {node.bypassed === true && <BypassLine ports={ports} />}
      {ports.inputs.map((spec, place) => (
        <Port key={spec.name} nodeId={id} side="input" spec={spec} index={place} count={ports.inputs.length} />
      ))}
      {ports.outputs.map((spec, place) => (
        <Port key={spec.name} nodeId={id} side="output" spec={spec} index={place} count={ports.outputs.length} />
      ))}
    </div>
  );
}, sameCard);

/** The run so far; what has nothing to show of it shows what it computes: its curve, or else its formula. */
function Spark({ node, height }: { node: GraphNode; height: number }) {
  const { kind } = useNode(node.id);
  const curve = useDocument(({ checked }) => {
    const own = kind === 'none' ? checked?.byId.get(node.id) : undefined;
    return own ? curveOf(own) : null;
  });
  if (curve) {
    return (
      <div className="card-spark">
        <FunctionCurve curve={curve} width={140} height={height} />
      </div>
    );
  }
  if (kind === 'none') {
    const definition = nodeRegistry.get(node.type);
    // A port of a subgraph says its name.
    const name = definition?.structure === undefined ? definition?.documentation.formula : String(node.data.name ?? '');
    return <div className="card-formula">{name}</div>;
  }
  return (
    <div className="card-spark">
      <NodeSpark nodeId={node.id} width={140} height={height} />
    </div>
  );
}

/** The corner of the head: a triangle for a problem, else a dot for what the running program does not know yet. */
function Marks({ node }: { node: GraphNode }) {
  const { id } = node;
  const checked = useDocument((state) => worst(state.checked?.diagnostics, id));
  const running = useRun((run) => worst(run.diagnostics, id));
  const changed = useRun((run) => isChanged(run.document, currentDocument(), node));
  const problem = checked ?? running;
  if (!problem && !changed) return null;
  return (
    <span className="card-marks">
      {problem && (
        <button
          type="button"
          className="card-problem nodrag"
          data-severity={problem.severity}
          tabIndex={-1}
          title={problem.message}
          aria-label={texts.canvas.problem(problem.message)}
          onClick={() => showTab('problems')}
        >
          <Icon name="warning" size={14} />
        </button>
      )}
      {!problem && changed && (
        <span className="card-changed" role="img" aria-label={texts.canvas.changed} title={texts.canvas.changed} />
      )}
    </span>
  );
}
