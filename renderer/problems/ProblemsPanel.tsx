/** The list of problems: a click goes to the node, a button applies the fix. */
import type { Diagnostic } from '../../engine';
import { revealNode } from '../app/commands-node';
import { applyFix, fixAll } from '../document/fixes';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { useProblems } from './use-problems';
import './problems.css';

const words = texts.problems;

export function ProblemsPanel() {
  const problems = useProblems();
  const fixable = problems.filter(({ fix }) => fix);
  return (
    <section className="problems" aria-label={texts.regions.problems}>
      {problems.length === 0 ? (
        <p className="problems-none">{words.none}</p>
      ) : (
        <>
          <div className="problems-tools">
            <span>{countsOf(problems)}</span>
            {fixable.length > 1 && (
              <button type="button" className="button small bordered" onClick={fixAll}>
                <Icon name="wrench" size={14} />
                {words.fixAll}
              </button>
            )}
          </div>
          <ul className="problems-list">
            {problems.map((problem) => (
              <Problem
                key={`${problem.code} ${problem.where.nodeId} ${problem.where.port} ${problem.message}`}
                problem={problem}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** "2 errors, 1 warning" */
function countsOf(problems: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const [errors, warnings, notes] = [count('error'), count('warning'), count('info')];
  return [
    ...(errors > 0 ? [words.errors(errors)] : []),
    ...(warnings > 0 ? [words.warnings(warnings)] : []),
    ...(notes > 0 ? [words.notes(notes)] : []),
  ].join(', ');
}

/** "dense_1 · x" */
function placeOf({ where }: Diagnostic): string {
  const inside = where.port ?? where.parameter;
  const node = where.nodeId ?? words.graph;
  return inside === undefined ? node : `${node} · ${inside}`;
}

function Problem({ problem }: { problem: Diagnostic }) {
  const { code, severity, where, message, hint, fix } = problem;
  const body = (
    <>
      <span className="problem-severity" data-severity={severity}>
        <Icon name={severity === 'info' ? 'info' : 'warning'} size={14} />
        <span className="visually-hidden">{words.severities[severity]}</span>
      </span>
      <span className="number problem-code">{code}</span>
      <span className="number problem-place">{placeOf(problem)}</span>
      <span className="problem-text">
        {message} <span className="quiet">{hint}</span>
      </span>
    </>
  );
  return (
    <li className="problem">
      {where.nodeId === null ? (
        <div className="problem-body">{body}</div>
      ) : (
        <button type="button" className="problem-body" onClick={() => revealNode(where.nodeId as string)}>
          {body}
        </button>
      )}
      {fix && (
        <button type="button" className="button small bordered" onClick={() => applyFix(fix)}>
          <Icon name="wrench" size={14} />
          {fix.title}
        </button>
      )}
    </li>
  );
}
