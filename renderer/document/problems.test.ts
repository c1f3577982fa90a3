import { expect, test } from 'vitest';
import { type CheckedGraph, createChecker, type Diagnostic, parseDocument } from '../../engine';
import { findExample } from '../examples';
import { markedWires, mergeProblems } from './problems';

const parsed = parseDocument(findExample('iris')?.text ?? '');
if (!parsed.ok) throw new Error('The example does not open.');
const document = parsed.value;

const problem = (code: string, severity: Diagnostic['severity'], nodeId: string | null): Diagnostic => ({
  code,
  severity,
  where: { nodeId },
  message: `${code} of ${nodeId}`,
  hint: '',
});

const checkedWith = async (diagnostics: Diagnostic[], ok: boolean): Promise<CheckedGraph> => ({
  ...(await createChecker().check(document, {})),
  diagnostics,
  ok,
});

test('names each problem once, errors first', async () => {
  const warning = problem('ZL401', 'warning', 'dense_1');
  const error = problem('ZL206', 'error', 'softmax');
  const checked = await checkedWith([warning, error], true);
  expect(mergeProblems({ document, checked }, [warning]).map(({ code }) => code)).toEqual(['ZL206', 'ZL401']);
});

test('leaves out what the run said about nodes that are gone', async () => {
  const checked = await checkedWith([], true);
  expect(mergeProblems({ document, checked }, [problem('ZL601', 'error', 'gone')])).toEqual([]);
});

test('leaves out what compiling an older version said, but not what stopped the run', async () => {
  const checked = await checkedWith([], false);
  const said = [problem('ZL214', 'error', 'dense_1'), problem('ZL601', 'error', 'dense_1')];
  expect(mergeProblems({ document, checked }, said).map(({ code }) => code)).toEqual(['ZL601']);
});

test('among equals the problems follow the flow of the data, those of no node last', async () => {
  const found = [
    problem('ZL211', 'warning', null),
    problem('ZL404', 'warning', 'loss'),
    problem('ZL401', 'warning', 'dense_2'),
    problem('ZL401', 'warning', 'dense_1'),
    problem('ZL206', 'error', 'optimizer'),
  ];
  const checked = await checkedWith(found, false);
  expect(mergeProblems({ document, checked }, []).map(({ where }) => where.nodeId)).toEqual([
    'optimizer',
    'dense_1',
    'dense_2',
    'loss',
    null,
  ]);
});

test('wires are marked by the worst problem of their input, and by their own; notes mark none', () => {
  const at = (severity: Diagnostic['severity'], where: Diagnostic['where']): Diagnostic => ({
    ...problem('ZL208', severity, null),
    where,
  });
  const marked = markedWires([
    at('error', { nodeId: 'a', port: 'x' }),
    at('warning', { nodeId: 'a', port: 'x' }),
    at('warning', { nodeId: 'b', port: 'y', edgeId: 'wire' }),
    at('info', { nodeId: 'c', port: 'x' }),
    at('error', { nodeId: 'd' }),
  ]);
  expect([...marked]).toEqual([
    ['a/x', 'error'],
    ['wire', 'warning'],
  ]);
});
