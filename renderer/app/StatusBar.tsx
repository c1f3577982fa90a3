import { isError } from '../../engine';
import { findNode } from '../document/lookup';
import { isChanged, isSilent } from '../document/meaning';
import { useDocument } from '../document/store';
import { useProblems } from '../problems/use-problems';
import { StatusBarRun } from '../run/StatusBarRun';
import { useRun } from '../run/store';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { revealNode } from './commands-node';
import { showTab } from './layout';

const words = texts.status;

export function StatusBar() {
  return (
    <footer className="status-bar">
      <Stopped />
      <Compiled />
      <Changes />
      <Problems />
      <StatusBarRun />
    </footer>
  );
}

/** Why the run stopped by itself: a number that is none, or a worker that broke. */
function Stopped() {
  const crash = useRun((run) => run.crash);
  const reason = useRun((run) => (run.state === 'failed' ? run.diagnostics.find(isError) : undefined));
  const nodeId = useDocument((state) => {
    const id = reason?.where.nodeId ?? null;
    return id !== null && findNode(state.document, id) ? id : null;
  });
  const message = crash ?? reason?.message;
  if (message === undefined) return null;
  return (
    <span className="status-stopped" role="alert">
      <Icon name="warning" size={14} />
      {message}
      {nodeId !== null && (
        <button type="button" className="status-link" onClick={() => revealNode(nodeId)}>
          {words.goToNode}
        </button>
      )}
    </span>
  );
}

function Compiled() {
  const compileMs = useRun((run) => run.info?.compileMs ?? null);
  const compiling = useRun((run) => run.compiling);
  if (compileMs !== null) {
    return (
      <span>
        <Icon name="check" size={14} />
        {words.compiled(compileMs < 10 ? compileMs.toFixed(1) : compileMs.toFixed(0))}
      </span>
    );
  }
  return <span>{compiling ? words.compiling : words.notCompiled}</span>;
}

function Changes() {
  const document = useDocument((state) => state.document);
  const compiled = useRun((run) => run.document);
  if (!compiled) return null;
  const changed = document.nodes.filter((node) => isChanged(compiled, document, node)).length;
  const removed = compiled.nodes.filter(
    (old) => !isSilent(old) && !document.nodes.some(({ id }) => id === old.id),
  ).length;
  const wires = changed + removed === 0 && !sameWires(document.edges, compiled.edges) ? 1 : 0;
  const settings = document.seed !== compiled.seed || !sameSettings(document.run, compiled.run) ? 1 : 0;
  const count = changed + removed + wires + settings;
  if (count === 0) return null;
  return (
    <span>
      <i className="status-dot" />
      {words.changes(count)}
    </span>
  );
}

const sameSettings = (a: object, b: object): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

type Wires = readonly { source: string; sourceHandle: string; target: string; targetHandle: string }[];

function sameWires(a: Wires, b: Wires): boolean {
  if (a === b) return true;
  const key = (wires: Wires): string =>
    wires
      .map((wire) => `${wire.source}/${wire.sourceHandle}>${wire.target}/${wire.targetHandle}`)
      .sort()
      .join();
  return a.length === b.length && key(a) === key(b);
}

function Problems() {
  const problems = useProblems();
  const count = (severity: string): number => problems.filter((problem) => problem.severity === severity).length;
  const errors = count('error');
  const warnings = count('warning');
  if (errors + warnings === 0) return null;
  const said = [
    ...(errors > 0 ? [texts.problems.errors(errors)] : []),
    ...(warnings > 0 ? [texts.problems.warnings(warnings)] : []),
  ];
  return (
    <button
      type="button"
      className="status-problems"
      data-severity={errors > 0 ? 'error' : 'warning'}
      onClick={() => showTab('problems')}
    >
      <Icon name="warning" size={14} />
      {said.join(', ')}
    </button>
  );
}
