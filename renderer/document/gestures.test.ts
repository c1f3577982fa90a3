/** Random gestures with random ways through the history: every step of it is a document that was there, byte for byte. */
import { expect, test } from 'vitest';
import {
  type CheckedGraph,
  createChecker,
  nodeRegistry,
  parseDocument,
  printDocument,
  withDefaults,
} from '../../engine';
import { examples } from '../examples';
import { addNode, deleteSelection, renameNode, setProbed, setRun, setSeed } from './actions';
import { applyFix, fixAll } from './fixes';
import { resetParameters, setParameters } from './parameters';
import { select } from './selection';
import { currentDocument, edit, endStep, loadDocument, redoEdit, travelBy, undoEdit, useDocument } from './store';

const GESTURES = 100;

function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const checker = createChecker();

async function check(): Promise<CheckedGraph> {
  const checked = await checker.check(currentDocument(), {});
  useDocument.setState({ checked });
  return checked;
}

async function randomGesture(random: (below: number) => number): Promise<void> {
  const { nodes } = currentDocument();
  const pick = () => nodes[random(Math.max(1, nodes.length))];
  const node = pick();
  const ids = [...new Set([pick()?.id ?? '', pick()?.id ?? '', pick()?.id ?? ''])];
  const specs = nodeRegistry.get(node?.type ?? '')?.parameters ?? {};
  const names = Object.keys(specs);
  const parameter = names[random(Math.max(1, names.length))] ?? 'units';
  endStep();
  switch (random(11)) {
    case 0:
      return setParameters(ids, parameter, random(3) === 0 ? 'text' : random(40));
    case 1: {
      // A drag of a label: many values, one step.
      const length = useDocument.getState().history.past.length;
      for (let i = 0; i < 5; i++) setParameters([node?.id ?? ''], parameter, 1 + random(99), 'scrub 1');
      expect(useDocument.getState().history.past.length).toBeLessThanOrEqual(length + 1);
      return endStep();
    }
    case 2:
      return node && resetParameters(node.id, withDefaults(specs, {}));
    case 3: {
      const fixes = (await check()).diagnostics.flatMap(({ fix }) => fix ?? []);
      const fix = fixes[random(Math.max(1, fixes.length))];
      return fix && applyFix(fix);
    }
    case 4:
      await check();
      return fixAll();
    case 5: {
      const types = [...nodeRegistry.keys()];
      addNode(types[random(types.length)] ?? 'dense', { x: random(900), y: random(600) });
      return;
    }
    case 6:
      if (nodes.length > 4) select([node?.id ?? '']);
      return deleteSelection();
    case 7:
      renameNode(node?.id ?? '', `renamed_${random(40)}`);
      return;
    case 8:
      return random(2) ? setSeed(random(9999)) : setRun({ batchSize: 1 + random(99) }, 'Batch size');
    case 9:
      return node && setProbed(node.id, random(2) === 0);
    default:
      // What changes nothing, and what is no gesture.
      edit('nothing', (document) => document);
      select(ids);
  }
}

test('every step of the history brings back its document byte for byte, whatever way led there', async () => {
  for (const [place, { text }] of examples.entries()) {
    const parsed = parseDocument(text);
    if (!parsed.ok) throw new Error('The example does not open.');
    loadDocument(parsed.value);
    const random = randomNumbers(place + 7);
    /** What the document was after each step, by the number of steps behind it. */
    const was = [printDocument(currentDocument())];
    for (let count = 0; count < GESTURES; count++) {
      const before = useDocument.getState().history;
      const [document, way] = [currentDocument(), random(6)];
      if (way === 0) undoEdit();
      else if (way === 1) redoEdit();
      else if (way === 2) travelBy(random(9) - 4);
      else await randomGesture(random);
      const { past, future } = useDocument.getState().history;
      if (currentDocument() === document) expect(past).toHaveLength(before.past.length);
      if (way > 2 && currentDocument() !== document) {
        was.length = past.length;
        was[past.length] = printDocument(currentDocument());
        expect(future).toEqual([]);
      } else expect(printDocument(currentDocument())).toBe(was[past.length]);
    }
    const { past, future } = useDocument.getState().history;
    expect(past.length + future.length).toBe(was.length - 1);
    for (let count = 0; count < 60; count++) {
      const to = random(was.length);
      travelBy(to - useDocument.getState().history.past.length);
      expect(printDocument(currentDocument())).toBe(was[to]);
    }
  }
}, 30_000);
