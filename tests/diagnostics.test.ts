/** Every diagnostic that the engine can give is provoked here, with the place it names and the help it offers. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  DIAGNOSTICS,
  type Diagnostic,
  type DiagnosticName,
  type DiagnosticPlace,
  diagnose,
} from '../engine/core/diagnostics';
import { readFeatures } from '../engine/data/csv';
import type { DataFiles } from '../engine/data/files';
import { prepareInput } from '../engine/data/input';
import { printDocument } from '../engine/document/print';
import { DOCUMENT_LIMITS, readDocument } from '../engine/document/read';
import { JSON_LIMITS, parseJson } from '../engine/document/scan';
import type { GraphDocument } from '../engine/document/types';
import { applyEdits } from '../engine/index';
import { writeSafetensors } from '../engine/interchange/safetensors';
import { applyWeights, readWeights } from '../engine/interchange/weights';
import { createChecker } from '../engine/runtime/checker';
import { inspectRows } from '../engine/runtime/inspect';
import { RunTree } from '../engine/runtime/run-tree';
import { Session } from '../engine/runtime/session';
import { reference, wasm } from '../engine/testing/backends';
import { check, named, sketch } from '../engine/testing/documents';
import { blobsNet } from '../engine/testing/networks';
import { openSession, train } from '../engine/testing/sessions';
import { serveEngine } from '../engine/worker/host';

type Sketch = Parameters<typeof sketch>[0];

interface Case {
  make(): readonly Diagnostic[] | Promise<readonly Diagnostic[]>;
  where: DiagnosticPlace;
  /** A part of the message or the hint that only this case has. */
  says: string;
}

const NOWHERE: DiagnosticPlace = { nodeId: null };
const VARIABLE = { type: 'variable', data: { initialValue: [1, 2, 3, 4], shape: [2, 2] } };
const of = (nodes: Sketch, run?: Record<string, unknown>) => () => check(sketch(nodes, { run })).diagnostics;
const file = (text: string) => () => readDocument(text).diagnostics;
const withDocument = (change: (document: GraphDocument) => void) => () => {
  const document = blobsNet();
  change(document);
  return check(document).diagnostics;
};
const withSearch = (search: unknown) => () => {
  const read = readDocument(JSON.stringify({ ...blobsNet(), search }));
  return read.ok ? check(read.value).diagnostics : read.diagnostics;
};
const withRaw = (changes: Record<string, unknown>) => file(JSON.stringify({ ...blobsNet(), ...changes }));
const opened = async (document: GraphDocument, files: DataFiles = {}) =>
  (await Session.open(document, { backend: reference.backend, files })).diagnostics;
const csv =
  (text: string, data: Record<string, unknown> = {}) =>
  () =>
    opened(blobsNet({ data: { source: 'csv', path: 'x.csv', ...data } }), { 'x.csv': text });
const weights = async (tensors: Parameters<typeof writeSafetensors>[0]) => {
  const session = await openSession(
    sketch({ w: VARIABLE, s: { type: 'square', from: { x: 'w' } } }),
    reference.backend,
  );
  const read = readWeights(writeSafetensors(tensors, {}));
  return read.ok ? applyWeights(session, read.value) : read.diagnostics;
};

const CASES: Readonly<Partial<Record<DiagnosticName, Case>>> = {
  fileTooLarge: {
    make: () => {
      const parsed = parseJson(' '.repeat(JSON_LIMITS.bytes + 1));
      return 'problem' in parsed ? [parsed.problem] : [];
    },
    where: NOWHERE,
    says: String(JSON_LIMITS.bytes),
  },
  fileTooDeep: { make: file('['.repeat(65)), where: NOWHERE, says: 'line 1, column 65' },
  fileNotJson: { make: file('{\n  "format": zlens }'), where: NOWHERE, says: 'line 2, column 13' },
  fileNotGraph: { make: file('{ "format": "onnx" }'), where: NOWHERE, says: '"onnx"' },
  fileTooNew: { make: withRaw({ version: 99 }), where: NOWHERE, says: 'version 99' },
  fileBadVersion: { make: withRaw({ version: 'two' }), where: NOWHERE, says: '"two"' },
  fileShape: {
    make: withRaw({ nodes: [{ id: 'a', type: 'dense', data: 7 }] }),
    where: { nodeId: 'a' },
    says: '"data" of the node "a" must be an object, but is 7',
  },
  fileTooMany: {
    make: withRaw({ nodes: new Array(DOCUMENT_LIMITS.nodes + 1).fill({}) }),
    where: NOWHERE,
    says: '20001',
  },
  fileDuplicateKey: { make: file('{ "seed": 1, "seed": 2 }'), where: NOWHERE, says: 'column 14' },
  runSetting: { make: withRaw({ run: { batchSize: 0 } }), where: NOWHERE, says: 'batchSize' },

  emptyGraph: { make: of({}), where: NOWHERE, says: 'no nodes' },
  duplicateNode: {
    make: withDocument(({ nodes }) => nodes.push({ ...(nodes[1] as GraphDocument['nodes'][0]) })),
    where: { nodeId: 'dense_1' },
    says: '"dense_1"',
  },
  unknownType: { make: of({ a: { type: 'quantum' } }), where: { nodeId: 'a' }, says: '"quantum"' },
  nodeId: { make: of({ '2 b': VARIABLE }), where: { nodeId: '2 b' }, says: '"2 b"' },
  edgeEnd: {
    make: withDocument(({ edges }) => {
      (edges[0] as GraphDocument['edges'][0]).source = 'ghost';
    }),
    where: { nodeId: 'dense_1', edgeId: 'data.features-dense_1.x' },
    says: 'no source node "ghost"',
  },
  edgePort: {
    make: of({ a: VARIABLE, b: { type: 'square', from: { x: 'a:z' } } }),
    where: { nodeId: 'a', port: 'z', edgeId: 'a.z-b.x' },
    says: 'Its output ports are: value',
  },
  duplicateEdge: {
    make: withDocument(({ edges }) => {
      (edges[1] as GraphDocument['edges'][0]).id = (edges[0] as GraphDocument['edges'][0]).id;
    }),
    where: { nodeId: 'bn', edgeId: 'data.features-dense_1.x' },
    says: 'data.features-dense_1.x',
  },
  inputTaken: {
    make: withDocument(({ edges }) => {
      edges.push({ id: 'other', source: 'data', sourceHandle: 'features', target: 'bn', targetHandle: 'x' });
    }),
    where: { nodeId: 'bn', port: 'x' },
    says: 'has 2 wires',
  },
  inputMissing: {
    make: of({ a: { type: 'square' } }),
    where: { nodeId: 'a', port: 'x' },
    says: 'a tensor or one number',
  },
  portKind: {
    make: async () => opened(sketch({ data: { type: 'dataset' }, a: { type: 'dense', from: { x: 'data:labels' } } })),
    where: { nodeId: 'a', port: 'x' },
    says: 'takes a tensor, but the wire carries labels',
  },
  cycle: {
    make: of({ a: { type: 'square', from: { x: 'b' } }, b: { type: 'square', from: { x: 'a' } } }),
    where: { nodeId: 'b' },
    says: 'b → a → b',
  },
  noOptimizer: { make: of({ a: VARIABLE }), where: NOWHERE, says: 'cannot be trained' },
  severalOptimizers: {
    make: of({
      w: { type: 'variable' },
      first: { type: 'optimizer', from: { loss: 'w' } },
      second: { type: 'optimizer', from: { loss: 'w' } },
    }),
    where: { nodeId: 'second' },
    says: '2 optimizers',
  },
  nothingToTrain: {
    make: of({ c: { type: 'constant' }, optimizer: { type: 'optimizer', from: { loss: 'c' } } }),
    where: { nodeId: 'optimizer' },
    says: 'no trainable weight',
  },
  unusedNode: { make: of({ a: VARIABLE }), where: { nodeId: 'a' }, says: '"a"' },
  parentMissing: {
    make: of({ a: { ...VARIABLE, parentId: 'ghost' } }),
    where: { nodeId: 'a' },
    says: '"ghost", which does not exist',
  },
  parentKind: {
    make: of({ a: VARIABLE, b: { ...VARIABLE, parentId: 'a' } }),
    where: { nodeId: 'b' },
    says: '"a", which is no group',
  },
  parentCircle: {
    make: of({ a: { type: 'group', parentId: 'b' }, b: { type: 'group', parentId: 'a' } }),
    where: { nodeId: 'a' },
    says: 'a → b → a',
  },
  portOutside: { make: of({ a: { type: 'subgraphInput' } }), where: { nodeId: 'a' }, says: 'stands in no subgraph' },
  portDoubled: {
    make: of({
      box: { type: 'subgraph' },
      a: { type: 'subgraphInput', data: { name: 'x' }, parentId: 'box' },
      b: { type: 'subgraphInput', data: { name: 'x' }, parentId: 'box' },
    }),
    where: { nodeId: 'b', parameter: 'name', subgraphId: 'box' },
    says: 'two input ports with the name "x"',
  },
  borderCrossed: {
    make: of({ w: VARIABLE, box: { type: 'subgraph' }, b: { type: 'square', from: { x: 'w' }, parentId: 'box' } }),
    where: { nodeId: 'b', port: 'x', edgeId: 'w.value-b.x', subgraphId: 'box' },
    says: 'crosses the border of the subgraph "box"',
  },
  bypassKind: {
    make: of({
      w: VARIABLE,
      labels: { type: 'constant', data: { value: [0, 1] } },
      loss: { type: 'crossEntropy', bypassed: true, from: { prediction: 'w', labels: 'labels' } },
      optimizer: { type: 'optimizer', from: { loss: 'loss' } },
    }),
    where: { nodeId: 'loss', port: 'prediction' },
    says: 'carries a tensor, its output gives one number',
  },
  bypassNothing: { make: of({ w: { ...VARIABLE, bypassed: true } }), where: { nodeId: 'w' }, says: 'has no effect' },
  bypassOutput: {
    make: of({
      box: { type: 'subgraph', bypassed: true },
      out: { type: 'subgraphOutput', data: { name: 'y' }, parentId: 'box' },
      b: { type: 'square', from: { x: 'box:y' } },
    }),
    where: { nodeId: 'box', port: 'y' },
    says: 'The output "y" of the bypassed "box"',
  },
  searchPath: {
    make: withSearch({ parameters: [{ path: 'ghost.units', choices: [1] }] }),
    where: NOWHERE,
    says: 'there is no node "ghost"',
  },
  searchValue: {
    make: withSearch({ parameters: [{ path: 'dense_1.units', type: 'integer', low: 0, high: 8 }] }),
    where: { nodeId: 'dense_1', parameter: 'units' },
    says: 'gives "dense_1.units" the value 0; it must be from 1 to 65536',
  },
  metricUnknown: {
    make: withSearch({ objective: { metric: 'ghost' } }),
    where: NOWHERE,
    says: '"search.objective" names the metric "ghost"',
  },
  noTrainableOptimizer: {
    make: async () => [(await openSession(sketch({ a: VARIABLE }), reference.backend)).notTrainable()],
    where: NOWHERE,
    says: 'nothing to train',
  },

  parameterType: {
    make: of({ a: { type: 'dense', data: { units: 'many' } } }),
    where: { nodeId: 'a', parameter: 'units' },
    says: 'must be a whole number, but is "many"',
  },
  parameterRange: {
    make: of({ a: { type: 'dense', data: { units: 0 } } }),
    where: { nodeId: 'a', parameter: 'units' },
    says: 'must be from 1 to 65536, but is 0',
  },
  parameterChoice: {
    make: of({ a: { type: 'activation', data: { function: 'swish' } } }),
    where: { nodeId: 'a', parameter: 'function' },
    says: 'relu, leakyRelu',
  },
  parameterUnknown: {
    make: of({ a: { type: 'dense', data: { neurons: 5 } } }),
    where: { nodeId: 'a', parameter: 'neurons' },
    says: 'units, useBias',
  },
  shapeMismatch: {
    make: of({
      a: VARIABLE,
      b: { type: 'constant', data: { value: [1, 2, 3] } },
      y: { type: 'add', from: { a: 'a', b: 'b' } },
    }),
    where: { nodeId: 'y', port: 'b' },
    says: '2×2 and 3',
  },
  rankMismatch: {
    make: of({ a: { type: 'constant', data: { value: [1, 2] } }, y: { type: 'batchNorm', from: { x: 'a' } } }),
    where: { nodeId: 'y', port: 'x' },
    says: 'Batch norm goes between',
  },
  windowTooLarge: {
    make: of({
      a: { type: 'variable', data: { initialValue: 0, shape: [1, 4, 5, 1] } },
      y: { type: 'conv2d', data: { kernelSize: [5, 3] }, from: { x: 'a' } },
    }),
    where: { nodeId: 'y', parameter: 'kernelSize' },
    says: 'spans 5×3 pixels, but the image has 4×5',
  },
  groupsDivide: {
    make: of({ a: VARIABLE, y: { type: 'groupNorm', data: { groups: 4 }, from: { x: 'a' } } }),
    where: { nodeId: 'y', parameter: 'groups' },
    says: 'divides 2',
  },
  notScalar: {
    make: of({ a: VARIABLE, optimizer: { type: 'optimizer', from: { loss: 'a' } } }),
    where: { nodeId: 'optimizer', port: 'loss' },
    says: '2×2',
  },
  tooManyClasses: {
    make: async () => {
      const document = blobsNet();
      const nodes = document.nodes.map((node) => (node.id === 'dense_2' ? { ...node, data: { units: 2 } } : node));
      return opened({ ...document, nodes });
    },
    where: { nodeId: 'loss', port: 'prediction' },
    says: 'Give the last dense layer 3 units',
  },
  unusedClasses: {
    make: async () => {
      const document = blobsNet();
      const nodes = document.nodes.map((node) => (node.id === 'dense_2' ? { ...node, data: { units: 5 } } : node));
      return opened({ ...document, nodes });
    },
    where: { nodeId: 'loss', port: 'prediction' },
    says: '5 values for 3 classes',
  },
  placeholderUnset: {
    make: of({ x: { type: 'placeholder' } }),
    where: { nodeId: 'x', parameter: 'value' },
    says: 'no value',
  },
  valueShape: {
    make: of({ x: { type: 'constant', data: { value: [1, 2, 3], shape: [2, 2] } } }),
    where: { nodeId: 'x', parameter: 'value' },
    says: '3 values, but its shape 2×2 holds 4',
  },
  batchTooLarge: {
    make: () => opened(blobsNet({ run: { batchSize: 73 } })),
    where: { nodeId: 'data' },
    says: 'larger than the 72 training rows',
  },
  tensorTooLarge: {
    make: of({ x: { type: 'variable', data: { shape: [20000, 20000] } } }),
    where: { nodeId: 'x' },
    says: '400000000',
  },

  initializerShape: {
    make: of({
      a: VARIABLE,
      dense: { type: 'dense', data: { kernelInitializer: 'dirac' }, from: { x: 'a' } },
    }),
    where: { nodeId: 'dense', parameter: 'kernelInitializer' },
    says: 'the kernel of a convolution',
  },
  labelOutside: {
    make: of({
      a: VARIABLE,
      y: { type: 'constant', data: { value: [0, 2] } },
      loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'a', labels: 'y' } },
    }),
    where: { nodeId: 'loss', port: 'labels' },
    says: 'hold 2; they must be whole numbers from 0 to 1',
  },
  notBinary: {
    make: async () =>
      opened(
        sketch({
          data: { type: 'dataset', data: { source: 'blobs', classes: 3 } },
          z: { type: 'dense', data: { units: 1 }, from: { x: 'data' } },
          loss: { type: 'sigmoidCrossEntropy', from: { prediction: 'z', labels: 'data:labels' } },
        }),
      ),
    where: { nodeId: 'loss', port: 'labels' },
    says: '3 classes',
  },

  uselessBias: {
    make: of({
      a: VARIABLE,
      dense: { type: 'dense', from: { x: 'a' } },
      bn: { type: 'batchNorm', from: { x: 'dense' } },
    }),
    where: { nodeId: 'dense', parameter: 'useBias' },
    says: '"bn"',
  },
  inputUnfit: {
    make: async () => {
      const session = await openSession(blobsNet(), reference.backend);
      const data = session.data.get('data') ?? expect.fail('There is no data.');
      return (await prepareInput({ images: [] }, data, '', { nodeId: 'data' })).diagnostics;
    },
    where: { nodeId: 'data' },
    says: 'has pictures; the graph was made for rows of 2',
  },
  dataFileChanged: {
    make: () =>
      opened(blobsNet({ data: { source: 'csv', path: 'x.csv' } }), {
        'x.csv': { size: 100, read: () => new TextEncoder().encode('a,b,y\n1,2,0\n') },
      }),
    where: { nodeId: 'data', parameter: 'path' },
    says: 'it has become shorter',
  },
  dataBeingRead: {
    make: () => createChecker(() => new Promise(() => undefined)).checkNow(blobsNet(), {}).checked.diagnostics,
    where: { nodeId: 'data' },
    says: 'is being read',
  },
  labelsNotClasses: {
    make: async () =>
      opened(
        sketch({
          data: { type: 'dataset', data: { source: 'csv', path: 'x.csv', task: 'regression' } },
          z: { type: 'dense', data: { units: 2 }, from: { x: 'data' } },
          loss: { type: 'crossEntropy', from: { prediction: 'z', labels: 'data:labels' } },
        }),
        { 'x.csv': `${'1,2.5\n'.repeat(40)}` },
      ),
    where: { nodeId: 'loss', port: 'labels' },
    says: 'numbers to predict',
  },
  doubleSoftmax: {
    make: of({
      a: VARIABLE,
      p: { type: 'softmax', from: { x: 'a' } },
      y: { type: 'constant', data: { value: [0, 1] } },
      loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'p', labels: 'y' } },
    }),
    where: { nodeId: 'loss', parameter: 'fromLogits' },
    says: '"p"',
  },
  batchOfOne: {
    make: of(
      {
        a: { type: 'variable', data: { initialValue: [1, 2], shape: [1, 2] } },
        bn: { type: 'batchNorm', from: { x: 'a' } },
      },
      { batchSize: 1 },
    ),
    where: { nodeId: 'bn' },
    says: 'beta for every input',
  },
  lossNeedsProbabilities: {
    make: of({
      a: VARIABLE,
      z: { type: 'dense', data: { units: 2 }, from: { x: 'a' } },
      y: { type: 'constant', data: { value: [0, 1] } },
      loss: { type: 'crossEntropy', from: { prediction: 'z', labels: 'y' } },
    }),
    where: { nodeId: 'loss', port: 'prediction' },
    says: '"z"',
  },

  doubleSigmoid: {
    make: of({
      a: VARIABLE,
      p: { type: 'activation', data: { function: 'sigmoid' }, from: { x: 'a' } },
      y: { type: 'constant', data: { value: [0, 1, 1, 0], shape: [2, 2] } },
      loss: { type: 'sigmoidCrossEntropy', from: { prediction: 'p', labels: 'y' } },
    }),
    where: { nodeId: 'loss', parameter: 'fromLogits' },
    says: 'the sigmoid "p"',
  },
  softmaxIntoSigmoid: {
    make: of({
      a: VARIABLE,
      p: { type: 'softmax', from: { x: 'a' } },
      y: { type: 'constant', data: { value: [0, 1, 1, 0], shape: [2, 2] } },
      loss: { type: 'sigmoidCrossEntropy', from: { prediction: 'p', labels: 'y' } },
    }),
    where: { nodeId: 'loss', port: 'prediction' },
    says: 'the softmax "p"',
  },
  thresholdOfLogits: {
    make: of({
      a: VARIABLE,
      z: { type: 'dense', data: { units: 1 }, from: { x: 'a' } },
      y: { type: 'constant', data: { value: [0, 1] } },
      accuracy: { type: 'accuracy', from: { prediction: 'z', labels: 'y' } },
    }),
    where: { nodeId: 'accuracy', parameter: 'threshold' },
    says: '"z" gives logits',
  },

  dataFileMissing: {
    make: () => opened(blobsNet({ data: { source: 'csv', path: 'gone.csv' } })),
    where: { nodeId: 'data', parameter: 'path' },
    says: 'gone.csv',
  },
  csvSyntax: { make: csv('a,b\n"1,2\n'), where: { nodeId: 'data' }, says: 'line 2' },
  csvNoRows: { make: csv('a,b,c\n', { header: 'yes' }), where: { nodeId: 'data' }, says: 'no rows' },
  csvNotNumber: {
    make: csv('a,b\n1,0\nx,1\n', { header: 'yes' }),
    where: { nodeId: 'data' },
    says: 'line 3, column 1 ("a")',
  },
  csvRaggedRow: { make: csv('a,b\n1,0\n1,2,1\n'), where: { nodeId: 'data' }, says: 'Line 3' },
  csvLabelUnknown: {
    make: csv('a,b\n1,0\n2,1\n', { label: 'c' }),
    where: { nodeId: 'data', parameter: 'label' },
    says: 'a, b',
  },
  csvMissingLabel: { make: csv('a,b\n1,0\n2,\n'), where: { nodeId: 'data' }, says: 'line 3' },
  csvMissingValues: {
    make: csv(`a,b,c\n${'1,2,0\n3,4,1\n'.repeat(20)},2,0\n`),
    where: { nodeId: 'data', parameter: 'missing' },
    says: '1 missing values',
  },
  csvMissingValue: {
    make: csv('a,b,c\n1,2,0\n,2,1\n', { missing: 'error' }),
    where: { nodeId: 'data', parameter: 'missing' },
    says: 'line 3, column 1 ("a")',
  },
  csvFeatureMissing: {
    make: () => readFeatures('x,q\n1,2\n', ['x', 'y'], { nodeId: 'data' }).diagnostics,
    where: { nodeId: 'data' },
    says: '"y"',
  },
  csvFeatures: {
    make: () => {
      const read = readFeatures('a,b\n1,2\n', ['x', 'y', 'z'], { nodeId: 'data' });
      return read.diagnostics;
    },
    where: { nodeId: 'data' },
    says: 'x, y, z',
  },
  shiftUnfit: {
    make: csv('a,y\n1,0\n2,1\n', { testFraction: 0, shift: [{ kind: 'recolour' }] }),
    where: { nodeId: 'data', parameter: 'shift' },
    says: 'no colours',
  },
  npzBroken: {
    make: () => opened(blobsNet({ data: { source: 'npz', path: 'x.npz' } }), { 'x.npz': new Uint8Array(40) }),
    where: { nodeId: 'data', parameter: 'path' },
    says: 'no ZIP archive',
  },
  imagesBroken: {
    make: () => opened(blobsNet({ data: { source: 'images', path: 'pets' } }), { pets: { images: [] } }),
    where: { nodeId: 'data', parameter: 'path' },
    says: 'there is none',
  },
  dataParameter: {
    make: csv('a,b\n1,0\n', { testFraction: 0.5 }),
    where: { nodeId: 'data', parameter: 'testFraction' },
    says: 'one row cannot be split',
  },

  notFinite: {
    make: async () => {
      const optimizer = { algorithm: 'sgd', learningRate: 1e200 };
      const session = await openSession(blobsNet({ norm: false, activation: 'relu', optimizer }), reference.backend);
      return [session.update() ?? session.update() ?? []].flat();
    },
    where: { nodeId: 'dense_2' },
    says: 'at step 2, first in "dense_2"',
  },
  hyperparameterUnknown: {
    make: async () => [(await openSession(blobsNet(), reference.backend)).set('dense_1', 'units', 9) ?? []].flat(),
    where: { nodeId: 'dense_1', parameter: 'units' },
    says: '"dense_1.units" cannot be set: it changes the graph',
  },
  dataDoesNotFit: {
    make: async () => {
      const [session, other] = await Promise.all(
        [3, 2].map((classes) => openSession(blobsNet({ data: { classes } }), reference.backend)),
      );
      const data = other?.data.get('data') ?? expect.fail('There is no data.');
      return [session?.setData('data', data) ?? []].flat();
    },
    where: { nodeId: 'data' },
    says: 'it has 2 classes, the graph was compiled for 3',
  },
  stepUnreachable: {
    make: async () => [train(await openSession(blobsNet(), reference.backend), 4).seek(5) ?? []].flat(),
    where: NOWHERE,
    says: 'Step 5 is not in this history, which goes from 0 to 4',
  },
  rowUnknown: {
    make: async () => inspectRows(await openSession(blobsNet(), reference.backend), [90], 'train').diagnostics,
    where: { nodeId: 'data' },
    says: 'has no row 90',
  },
  sessionUnknown: {
    make: () =>
      new Promise((resolve) => {
        serveEngine(
          {
            post: (message) => resolve('reply' in message && !message.reply.ok ? message.reply.diagnostics : []),
            onMessage: (listener) => listener({ id: 1, request: { kind: 'run', session: 'twin' } }),
          },
          (milliseconds, run) => setTimeout(run, milliseconds),
        );
      }),
    where: NOWHERE,
    says: 'There is no session "twin"',
  },
  branchUnknown: {
    make: async () => {
      const session = await openSession(blobsNet(), reference.backend);
      return new RunTree(session, (document) => Session.open(document, { backend: reference.backend })).goTo('b', 0);
    },
    where: NOWHERE,
    says: 'The branches are: branch_1',
  },
  feedUnknown: {
    make: async () => [(await openSession(blobsNet(), reference.backend)).feedPlaceholder('x', [1]) ?? []].flat(),
    where: NOWHERE,
    says: 'The placeholders are: none',
  },
  splitEmpty: {
    make: async () =>
      (await openSession(blobsNet({ data: { testFraction: 0 } }), reference.backend)).evaluate('test').diagnostics,
    where: { nodeId: 'data' },
    says: 'no test rows',
  },
  wasmMissing: {
    make: async () => {
      vi.stubGlobal('WebAssembly', undefined);
      return (await Session.open(blobsNet(), { backend: wasm.backend })).diagnostics;
    },
    where: NOWHERE,
    says: 'WebAssembly',
  },
  outOfMemory: {
    make: async () => {
      const huge = { type: 'variable', data: { shape: [2 ** 14, 2 ** 14] } };
      const weights = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`w${i}`, huge]));
      const sums = Object.fromEntries(
        Array.from({ length: 4 }, (_, i) => {
          const from = { a: i === 0 ? 'w0' : `sum${i - 1}`, b: `w${i + 1}` };
          return [`sum${i}`, { type: 'add', from }];
        }),
      );
      const document = sketch({
        ...weights,
        ...sums,
        labels: { type: 'constant', data: { value: 0, shape: [2 ** 14] } },
        loss: { type: 'crossEntropy', data: { fromLogits: true }, from: { prediction: 'sum3', labels: 'labels' } },
        optimizer: { type: 'optimizer', from: { loss: 'loss' } },
      });
      return (await Session.open(document, { backend: wasm.backend })).diagnostics;
    },
    where: NOWHERE,
    says: 'needs 7.5 GB of memory',
  },

  weightsBroken: { make: () => readWeights(new Uint8Array(4)).diagnostics, where: NOWHERE, says: 'broken' },
  weightsMissing: { make: () => weights(new Map()), where: { nodeId: 'w' }, says: '"w/value"' },
  weightsShape: {
    make: () => weights(new Map([['w/value', { shape: [3], values: new Float32Array(3) }]])),
    where: { nodeId: 'w' },
    says: 'has shape 3; the graph needs 2×2',
  },
  weightsDtype: {
    make: async () => {
      const bytes = writeSafetensors(new Map([['w/value', { shape: [2, 2], values: new Float32Array(4) }]]), {});
      const text = new TextDecoder('latin1').decode(bytes).replace('"F32"', '"I32"');
      const read = readWeights(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
      const session = await openSession(sketch({ w: VARIABLE }), reference.backend);
      return read.ok ? applyWeights(session, read.value) : read.diagnostics;
    },
    where: { nodeId: 'w' },
    says: 'type I32',
  },
  weightsExtra: {
    make: () =>
      weights(
        new Map([
          ['w/value', { shape: [2, 2], values: new Float32Array(4) }],
          ['v/value', { shape: [], values: new Float32Array(1) }],
        ]),
      ),
    where: NOWHERE,
    says: 'v/value',
  },
};

/** Those that only the command line gives; its own tests provoke them. */
const OF_THE_COMMAND_LINE = new Set([
  'noLoss',
  'noPrediction',
  'fileUnreadable',
  'outputFolder',
  'outputFailed',
  'usage',
]);

const names = (Object.keys(DIAGNOSTICS) as DiagnosticName[]).filter((name) => !OF_THE_COMMAND_LINE.has(name));

afterEach(() => void vi.unstubAllGlobals());

test.each(names)('%s is provoked, and names its place', async (name) => {
  const item = CASES[name];
  if (!item) throw new Error(`There is no case for "${name}".`);
  const found = named(await item.make(), name);
  expect(found.length, 'it is among the diagnostics').toBeGreaterThan(0);
  const there = found.find(({ where }) => where.nodeId === item.where.nodeId);
  const diagnostic = there ?? (found[0] as Diagnostic);
  const { code, severity } = DIAGNOSTICS[name];
  expect(diagnostic).toMatchObject({ code, severity });
  expect(diagnostic.where).toEqual(item.where);
  const text = `${diagnostic.message} ${diagnostic.hint}`;
  expect(text).toContain(item.says);
  expect(text, 'every slot is filled').not.toMatch(/\{\w+\}/);
  expect(diagnostic.message.length).toBeGreaterThan(10);
  expect(diagnostic.hint.length).toBeGreaterThan(10);
  const ids = [item.where.nodeId, item.where.edgeId].filter((id) => typeof id === 'string');
  if (ids.length > 0)
    expect(
      ids.some((id) => diagnostic.message.includes(id)),
      'the message names it',
    ).toBe(true);
});

test('codes are unique and rise', () => {
  const codes = Object.values(DIAGNOSTICS).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.every((code) => /^ZL\d{3}$/.test(code))).toBe(true);
});

test('long and odd values are cut, so that a message stays readable', () => {
  const { message } = diagnose('unknownType', { nodeId: 'a' }, { type: 'x'.repeat(5000) });
  expect(message.length).toBeLessThan(300);
});

describe('fixes', () => {
  const fixOf = (diagnostics: readonly Diagnostic[], name: DiagnosticName) => named(diagnostics, name)[0]?.fix;

  test('a useless bias is turned off in the document, and the lint is gone', async () => {
    const document = blobsNet();
    const biased = {
      ...document,
      nodes: document.nodes.map((node) => (node.id === 'dense_1' ? { ...node, data: { units: 6 } } : node)),
    };
    const before = await opened(biased);
    const fix = fixOf(before, 'uselessBias');
    expect(fix?.title).toContain('dense_1');
    const fixed = applyEdits(biased, fix?.edits ?? []);
    expect(fixed.nodes.find(({ id }) => id === 'dense_1')?.data.useBias).toBe(false);
    expect(biased.nodes.find(({ id }) => id === 'dense_1')?.data.useBias).toBeUndefined();
    expect(named(await opened(fixed), 'uselessBias')).toEqual([]);
    train(await openSession(fixed, reference.backend), 3);
  });

  test.each([
    { fromLogits: true, softmax: true, name: 'doubleSoftmax' },
    { fromLogits: false, softmax: false, name: 'lossNeedsProbabilities' },
  ] as const)('$name is mended by its fix', async ({ fromLogits, softmax, name }) => {
    const document = sketch({
      a: VARIABLE,
      z: { type: 'dense', data: { units: 2 }, from: { x: 'a' } },
      p: { type: 'softmax', from: { x: 'z' } },
      y: { type: 'constant', data: { value: [0, 1] } },
      loss: { type: 'crossEntropy', data: { fromLogits }, from: { prediction: softmax ? 'p' : 'z', labels: 'y' } },
    });
    const fixed = applyEdits(document, fixOf(check(document).diagnostics, name)?.edits ?? []);
    expect(named(check(document).diagnostics, name)).toHaveLength(1);
    expect(named(check(fixed).diagnostics, name)).toEqual([]);
  });

  test('a batch that is too large is set to what there is', async () => {
    const document = blobsNet({ run: { batchSize: 500 } });
    const fixed = applyEdits(document, fixOf(await opened(document), 'batchTooLarge')?.edits ?? []);
    expect(fixed.run.batchSize).toBe(72);
    expect(named(await opened(fixed), 'batchTooLarge')).toEqual([]);
  });

  test('a bias that also feeds something else than batch norm is left alone', () => {
    const document = sketch({
      a: VARIABLE,
      dense: { type: 'dense', data: { units: 2 }, from: { x: 'a' } },
      bn: { type: 'batchNorm', from: { x: 'dense' } },
      act: { type: 'activation', from: { x: 'dense' } },
    });
    expect(named(check(document).diagnostics, 'uselessBias')).toEqual([]);
  });
});

test('all problems are told at once', () => {
  const { diagnostics, ok } = check(
    sketch({
      a: { type: 'dense', data: { units: 0, useBias: 3 } },
      b: { type: 'quantum' },
      c: { type: 'activation', data: { function: 'swish' } },
      d: { type: 'crossEntropy' },
      e: { type: 'add', from: { a: 'f', b: 'f' } },
      f: { type: 'square', from: { x: 'e' } },
      optimizer: { type: 'optimizer', data: { learningRate: -1 } },
    }),
  );
  expect(ok).toBe(false);
  const told = diagnostics.map(({ code, where }) =>
    `${code} ${where.nodeId} ${where.parameter ?? where.port ?? ''}`.trim(),
  );
  expect(told.sort()).toEqual(
    [
      'ZL202 b',
      'ZL206 a x',
      'ZL206 c x',
      'ZL206 d labels',
      'ZL206 d prediction',
      'ZL206 optimizer loss',
      'ZL207 f',
      'ZL215 a',
      'ZL215 c',
      'ZL301 a useBias',
      'ZL302 a units',
      'ZL302 optimizer learningRate',
      'ZL303 c function',
    ].sort(),
  );
});

test('one mistake in the middle does not hide another behind it', () => {
  const { diagnostics } = check(
    sketch({
      a: VARIABLE,
      broken: { type: 'dense', data: { units: -3 }, from: { x: 'a' } },
      act: { type: 'activation', from: { x: 'broken' } },
      row: { type: 'constant', data: { value: [1, 2, 3] } },
      sum: { type: 'add', from: { a: 'a', b: 'row' } },
      behind: { type: 'dense', data: { units: 'x' }, from: { x: 'sum' } },
    }),
  );
  const told = diagnostics.filter(({ severity }) => severity === 'error').map(({ where }) => where.nodeId);
  expect(told.sort()).toEqual(['behind', 'broken', 'sum']);
});

test('unknown parameters have no effect and stay in the file', () => {
  const document = sketch({ a: VARIABLE, b: { type: 'square', data: { colour: 'red' }, from: { x: 'a' } } });
  expect(check(document).ok).toBe(true);
  expect(printDocument(document)).toContain('"colour": "red"');
});
