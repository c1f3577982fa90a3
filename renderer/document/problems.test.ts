import { expect, test } from 'vitest';
import { type CheckedGraph, createChecker, type Diagnostic, parseDocument } from '../../engine';
import { findExample } from '../examples';
import { mergeProblems } from './problems';

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
