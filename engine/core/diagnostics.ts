/**
 * Diagnostics: everything that a user can get wrong, as values. Bugs are throws; user mistakes never are.
 *
 * This file is the numbered table of all codes with their texts, so that the interface, the command line and the
 * documentation speak with one voice. ZL1xx file, ZL2xx graph, ZL3xx shapes and parameters, ZL4xx lints, ZL5xx data,
 * ZL6xx running, ZL7xx weights, ZL8xx the command line.
 */

export type Severity = 'error' | 'warning' | 'info';

/** Where a diagnostic belongs. `nodeId` is null only when no node is concerned (a broken file, the run settings). */
export interface DiagnosticPlace {
  nodeId: string | null;
  port?: string;
  parameter?: string;
  edgeId?: string;
  /** The innermost subgraph that the node stands in. */
  subgraphId?: string;
}

/** One change of a document, as plain data; a fix is a list of these. */
export type DocumentEdit =
  | { kind: 'setParameter'; nodeId: string; parameter: string; value: unknown }
  | { kind: 'removeNode'; nodeId: string }
  | { kind: 'removeEdge'; edgeId: string }
  | {
      kind: 'addNode';
      nodeId: string;
      type: string;
      data: Record<string, unknown>;
      position: { x: number; y: number };
      parentId?: string;
    }
  | { kind: 'setFlag'; nodeId: string; flag: 'bypassed' | 'frozen' | 'probed'; value: boolean }
  | { kind: 'setParent'; nodeId: string; parentId: string | null }
  | { kind: 'connect'; source: string; sourceHandle: string; target: string; targetHandle: string }
  | { kind: 'setRun'; key: string; value: unknown };

export interface Fix {
  title: string;
  edits: DocumentEdit[];
}

export interface Diagnostic {
  code: string;
  severity: Severity;
  where: DiagnosticPlace;
  message: string;
  hint: string;
  fix?: Fix;
}

interface Entry {
  code: string;
  severity: Severity;
  /** Text with `{name}` slots, filled by {@link diagnose}. */
  message: string;
  hint: string;
}

const entry = (code: string, severity: Severity, message: string, hint: string): Entry => ({
  code,
  severity,
  message,
  hint,
});

/** The table of all diagnostics. Codes are never reused; texts may be improved. */
export const DIAGNOSTICS = {
  // The file
  fileTooLarge: entry(
    'ZL101',
    'error',
    'The file has {size} bytes; the limit is {limit}.',
    'Open a smaller file, or move embedded data out of it.',
  ),
  fileTooDeep: entry(
    'ZL102',
    'error',
    'The file is nested deeper than {limit} levels (line {line}, column {column}).',
    'A graph file needs no such nesting; it may be damaged.',
  ),
  fileNotJson: entry(
    'ZL103',
    'error',
    'The file is not valid JSON: {detail} (line {line}, column {column}).',
    'Open it in a text editor at that place, or open a backup.',
  ),
  fileNotGraph: entry(
    'ZL104',
    'error',
    'This is not a Zlens graph: "format" is {found}.',
    'Open a file that was saved by Zlens ("format": "zlens-graph").',
  ),
  fileTooNew: entry(
    'ZL105',
    'error',
    'The file has version {found}; this Zlens reads up to version {known}.',
    'Install a newer Zlens. The file was not changed.',
  ),
  fileShape: entry('ZL106', 'error', '{what} must be {expected}, but is {found}.', 'Correct the file at that place.'),
  fileTooMany: entry(
    'ZL107',
    'error',
    'The file has {count} {what}; the limit is {limit}.',
    'Split the graph into smaller files.',
  ),
  fileDuplicateKey: entry(
    'ZL108',
    'error',
    'The key "{key}" stands twice in one object (line {line}, column {column}).',
    'Keep one of the two.',
  ),
  fileBadVersion: entry(
    'ZL109',
    'error',
    '"version" must be a whole number from 1, but is {found}.',
    'Set it to the version the file was saved with.',
  ),

  // The graph
  duplicateNode: entry(
    'ZL201',
    'error',
    'Two nodes have the id "{id}".',
    'Give each node an id of its own; edges and weights are named by it.',
  ),
  unknownType: entry(
    'ZL202',
    'error',
    'The node "{id}" has the unknown type "{type}".',
    'Use one of the node types that `zlens schema` lists.',
  ),
  edgeEnd: entry(
    'ZL203',
    'error',
    'The edge "{edge}" has no {end} node "{id}".',
    'Remove the edge, or add the node it names.',
  ),
  edgePort: entry('ZL204', 'error', 'The node "{id}" has no {side} port "{port}".', 'Its {side} ports are: {known}.'),
  inputTaken: entry(
    'ZL205',
    'error',
    'The input "{port}" of "{id}" has {count} wires; an input takes one.',
    'Remove all but one, or join them with an add node.',
  ),
  inputMissing: entry(
    'ZL206',
    'error',
    'The input "{port}" of "{id}" has no wire.',
    'Connect an output that carries {carries}.',
  ),
  cycle: entry(
    'ZL207',
    'error',
    'The wires make a circle through {path}.',
    'Remove one of its wires: a static graph has no way back.',
  ),
  portKind: entry(
    'ZL208',
    'error',
    'The input "{port}" of "{id}" takes {takes}, but the wire carries {carries}.',
    'Connect an output that carries {takes}.',
  ),
  duplicateEdge: entry('ZL209', 'error', 'Two edges have the id "{id}".', 'Give each edge an id of its own.'),
  emptyGraph: entry('ZL210', 'error', 'The graph has no nodes.', 'Add a node from the palette, or open an example.'),
  noOptimizer: entry(
    'ZL211',
    'warning',
    'The graph has no optimizer, so it cannot be trained.',
    'Add an optimizer and connect the loss to it.',
  ),
  severalOptimizers: entry(
    'ZL212',
    'error',
    'The graph has {count} optimizers, "{id}" among them; it takes one.',
    'Keep one; join several losses with an add node.',
  ),
  noLoss: entry('ZL213', 'error', 'The graph has no loss to evaluate.', 'Add a loss node.'),
  nothingToTrain: entry(
    'ZL214',
    'error',
    'The loss that "{id}" minimises depends on no trainable weight.',
    'Put a dense or variable node between the data and the loss.',
  ),
  unusedNode: entry(
    'ZL215',
    'info',
    'Nothing uses the output of "{id}".',
    'Connect it, or remove it; it is not computed.',
  ),
  nodeId: entry(
    'ZL216',
    'error',
    'The node id "{id}" cannot be used.',
    'Use 1 to 64 letters (a to z), digits, "_", "-" or ".", and begin with a letter, a digit or "_".',
  ),
  noTrainableOptimizer: entry(
    'ZL217',
    'error',
    'The graph has no optimizer, so there is nothing to train.',
    'Add an optimizer and connect the loss to it.',
  ),
  noPrediction: entry(
    'ZL218',
    'error',
    'The graph has no prediction: no loss or metric node has a wire at "prediction".',
    'Connect the model to the prediction input of a loss.',
  ),

  // Groups, subgraphs, and what passes through
  parentMissing: entry(
    'ZL221',
    'warning',
    'The node "{id}" stands in "{parent}", which does not exist; it counts as standing outside.',
    'Take its "parentId" away, or add a group or a subgraph with that id.',
  ),
  parentKind: entry(
    'ZL222',
    'warning',
    'The node "{id}" stands in "{parent}", which is no group or subgraph; it counts as standing outside.',
    'Take its "parentId" away, or name a group or a subgraph.',
  ),
  parentCircle: entry(
    'ZL223',
    'error',
    'The containers {path} stand in each other.',
    'Take one of them out: a container cannot stand in itself.',
  ),
  portOutside: entry(
    'ZL224',
    'error',
    'The port "{id}" stands in no subgraph.',
    'Move it into a subgraph, or remove it.',
  ),
  portDoubled: entry(
    'ZL225',
    'error',
    'The subgraph "{subgraph}" has two {side} ports with the name "{port}", "{id}" among them.',
    'Give each port a name of its own.',
  ),
  borderCrossed: entry(
    'ZL226',
    'error',
    'The wire from "{source}" to "{target}" crosses the border of the subgraph "{subgraph}".',
    'Lead it through a port of the subgraph.',
  ),
  bypassKind: entry(
    'ZL227',
    'error',
    'The node "{id}" cannot be bypassed: its input "{port}" carries {carries}, its output gives {gives}.',
    'Switch the bypass off, or remove the node.',
  ),
  bypassNothing: entry(
    'ZL228',
    'warning',
    'The node "{id}" has no input that could pass through; its bypass has no effect.',
    'Switch the bypass off.',
  ),
  bypassOutput: entry(
    'ZL229',
    'error',
    'The output "{port}" of the bypassed "{id}" has nothing to give: only the first input passes, to the first output.',
    'Switch the bypass off, or remove the wire.',
  ),
  searchPath: entry(
    'ZL230',
    'warning',
    'The search names "{path}": {detail}.',
    'Name a node and one of its parameters: nodeId.parameter.',
  ),
  searchValue: entry(
    'ZL231',
    'warning',
    'The search gives "{path}" the value {found}; it must be {expected}.',
    'Change the range or the choices of the search.',
  ),
  metricUnknown: entry(
    'ZL232',
    'warning',
    '"{key}" names the metric "{metric}", which the graph has not.',
    'Name "loss" or a metric node: {known}.',
  ),

  // Shapes and parameters
  parameterType: entry(
    'ZL301',
    'error',
    'The parameter "{parameter}" of "{id}" must be {expected}, but is {found}.',
    'Change it in the inspector or in the file.',
  ),
  parameterRange: entry(
    'ZL302',
    'error',
    'The parameter "{parameter}" of "{id}" must be {expected}, but is {found}.',
    'Change it in the inspector or in the file.',
  ),
  parameterChoice: entry(
    'ZL303',
    'error',
    'The parameter "{parameter}" of "{id}" is {found}; it must be one of {choices}.',
    'Choose one of them.',
  ),
  parameterUnknown: entry(
    'ZL304',
    'warning',
    'The node "{id}" has no parameter "{parameter}"; it is kept but has no effect.',
    'Its parameters are: {known}.',
  ),
  shapeMismatch: entry('ZL305', 'error', 'The node "{id}" cannot combine {a} and {b}.', '{hint}'),
  rankMismatch: entry('ZL306', 'error', 'The input "{port}" of "{id}" must be {expected}, but is {found}.', '{hint}'),
  notScalar: entry(
    'ZL307',
    'error',
    'The loss of "{id}" must be one number, but its wire carries {found}.',
    'Connect the output of a loss node, or reduce it to a single value.',
  ),
  tooManyClasses: entry(
    'ZL308',
    'error',
    'The labels at "{id}" have {classes} classes, but the prediction has only {outputs} values.',
    'Give the last dense layer {classes} units.',
  ),
  placeholderUnset: entry(
    'ZL309',
    'error',
    'The placeholder "{id}" has no value.',
    'Set its value, or feed it while running.',
  ),
  valueShape: entry(
    'ZL310',
    'error',
    'The node "{id}" has {count} values, but its shape {shape} holds {size}.',
    'Give one value for each element, or one for all.',
  ),
  runSetting: entry(
    'ZL311',
    'error',
    'The run setting "{key}" must be {expected}, but is {found}.',
    'Change it in the graph settings.',
  ),
  batchTooLarge: entry(
    'ZL312',
    'error',
    'The batch size {batch} is larger than the {rows} training rows of "{id}".',
    'Set the batch size to {rows} or less.',
  ),
  tensorTooLarge: entry(
    'ZL313',
    'error',
    'The node "{id}" makes a tensor of {count} elements; the limit is {limit}.',
    'Use fewer units or a smaller batch.',
  ),
  windowTooLarge: entry(
    'ZL340',
    'error',
    'The window of "{id}" spans {window} pixels, but the image has {image}.',
    'Use a smaller window; with the padding "same" it may hang over the border.',
  ),
  groupsDivide: entry(
    'ZL341',
    'error',
    'The {groups} groups of "{id}" do not divide its {channels} channels.',
    'Use a number of groups that divides {channels}.',
  ),
  initializerShape: entry(
    'ZL332',
    'error',
    'The weight "{weight}" of "{id}" is {shape}, but its initializer needs {needs}.',
    'Choose another initializer for it.',
  ),

  labelOutside: entry(
    'ZL330',
    'error',
    'The labels at "{id}" hold {label}; they must be whole numbers from 0 to {last}.',
    'Number the classes from 0, or give the last layer a value for every class.',
  ),
  notBinary: entry(
    'ZL331',
    'error',
    'The labels at "{id}" have {classes} classes; sigmoid cross-entropy takes two.',
    'Use cross-entropy, or put a one-hot node between the labels and this input.',
  ),
  labelsNotClasses: entry(
    'ZL333',
    'error',
    'The labels at "{id}" are numbers to predict; they have no classes.',
    'Use mean squared error with mean absolute error or R², or choose “Classes” as what the labels of the data are.',
  ),

  // Lints
  uselessBias: entry(
    'ZL401',
    'warning',
    'The bias of "{id}" has no effect: the batch norm "{norm}" that follows subtracts the mean.',
    'Turn the bias off; the beta of the batch norm takes its place.',
  ),
  doubleSoftmax: entry(
    'ZL402',
    'warning',
    'The loss "{id}" expects logits, but its prediction comes from the softmax "{softmax}": softmax would be applied twice.',
    'Turn "fromLogits" off; the pair is compiled to the stable fused form.',
  ),
  batchOfOne: entry(
    'ZL403',
    'warning',
    'With a batch of one example, the batch norm "{id}" has zero variance: its output is beta for every input.',
    'Use a batch of two or more; dozens are usual.',
  ),
  lossNeedsProbabilities: entry(
    'ZL404',
    'warning',
    'The loss "{id}" expects probabilities, but its prediction comes from "{source}", which gives logits.',
    'Turn "fromLogits" on, or put a {activation} in between.',
  ),
  unusedClasses: entry(
    'ZL405',
    'info',
    'The prediction at "{id}" has {outputs} values for {classes} classes; the others will never be right.',
    'Give the last dense layer {classes} units.',
  ),

  doubleSigmoid: entry(
    'ZL430',
    'warning',
    'The loss "{id}" expects logits, but its prediction comes from the sigmoid "{sigmoid}": sigmoid would be applied twice.',
    'Turn "fromLogits" off; the pair is compiled to the stable form.',
  ),
  thresholdOfLogits: entry(
    'ZL431',
    'warning',
    'The metric "{id}" counts values above {threshold} as class 1, but "{source}" gives logits, whose middle is 0.',
    'Set the threshold to 0, or put a sigmoid in between.',
  ),
  softmaxIntoSigmoid: entry(
    'ZL432',
    'warning',
    'The loss "{id}" takes each column as a question of its own, but those of the softmax "{softmax}" share out one whole.',
    'Use cross-entropy after a softmax. For sigmoid cross-entropy, connect the logits and turn "fromLogits" on.',
  ),

  // Data
  dataFileMissing: entry(
    'ZL501',
    'error',
    'The data file "{path}" of "{id}" could not be read: {detail}.',
    'Put the file beside the graph, or choose it again.',
  ),
  csvSyntax: entry(
    'ZL502',
    'error',
    'The CSV of "{id}" is broken at line {line}, column {column}: {detail}.',
    'Correct the file at that place.',
  ),
  csvNoRows: entry('ZL503', 'error', 'The CSV of "{id}" has no rows of data.', 'Check the file and its header.'),
  csvNotNumber: entry(
    'ZL504',
    'error',
    'The CSV of "{id}" has {text} at line {line}, column {column} ("{name}"), where a number is needed.',
    'Correct the value, or choose that column as the label.',
  ),
  csvRaggedRow: entry(
    'ZL505',
    'error',
    'Line {line} of the CSV of "{id}" has {found} fields; the others have {expected}.',
    'Correct the line; a field with a delimiter in it needs quotes.',
  ),
  csvLabelUnknown: entry('ZL506', 'error', 'The CSV of "{id}" has no column "{label}".', 'Its columns are: {columns}.'),
  csvMissingLabel: entry(
    'ZL507',
    'error',
    'The CSV of "{id}" has no label in line {line}.',
    'Fill it in, or remove the line.',
  ),
  csvMissingValues: entry(
    'ZL508',
    'warning',
    'The CSV of "{id}" has {count} missing values; {action}.',
    'Fill them in, or choose another way to treat them in the inspector.',
  ),
  csvMissingValue: entry(
    'ZL509',
    'error',
    'The CSV of "{id}" has no value at line {line}, column {column} ("{name}").',
    'Fill it in, or choose how missing values are treated in the inspector.',
  ),
  dataParameter: entry('ZL510', 'error', 'The data of "{id}" cannot be made: {detail}.', 'Change its parameters.'),
  csvFeatures: entry(
    'ZL511',
    'error',
    'The input for "{id}" has {found} feature columns; the graph was made for {expected}: {names}.',
    'Give these columns, in this order or with these names as the header.',
  ),
  csvFeatureMissing: entry(
    'ZL512',
    'error',
    'The input for "{id}" has no column "{name}". Its columns are: {columns}.',
    'Correct the name in the header, or leave the header out and give the columns in the order of the data.',
  ),
  shiftUnfit: entry(
    'ZL513',
    'warning',
    'The shift "{kind}" of "{id}" has no effect: {detail}.',
    'Change the shift, or remove it.',
  ),
  npzBroken: entry(
    'ZL514',
    'error',
    'The NumPy file of "{id}" could not be read: {detail}.',
    'Write it again with numpy.savez or numpy.savez_compressed, with one array of features and one of labels.',
  ),
  imagesBroken: entry(
    'ZL515',
    'error',
    'The pictures of "{id}" could not be read: {detail}.',
    'Put PNG or JPEG pictures into one folder for each class, all inside the chosen folder.',
  ),
  inputUnfit: entry(
    'ZL516',
    'error',
    'The input for "{id}" has {found}; the graph was made for rows of {expected}.',
    'Give rows in the form of the data that the graph was trained on.',
  ),
  dataFileChanged: entry(
    'ZL517',
    'error',
    'The data file "{path}" of "{id}" can no longer be read: {detail}.',
    'It was moved, deleted or changed while it was in use: choose it again.',
  ),
  dataBeingRead: entry(
    'ZL518',
    'info',
    'The data of "{id}" is being read.',
    'The graph can run as soon as it is there.',
  ),

  // Running
  notFinite: entry(
    'ZL601',
    'error',
    '{what} became {value} at step {step}, first in "{id}".',
    'Lower the learning rate, scale the data, or choose another initializer; then reset.',
  ),
  hyperparameterUnknown: entry(
    'ZL603',
    'error',
    '"{path}" cannot be set: {detail}.',
    'Name a node and one of its parameters: nodeId.parameter=value.',
  ),
  feedUnknown: entry('ZL604', 'error', 'There is no placeholder "{id}" to feed.', 'The placeholders are: {known}.'),
  splitEmpty: entry(
    'ZL605',
    'error',
    'The data has no {split} rows.',
    'Set testFraction above 0, or use another split.',
  ),
  wasmMissing: entry(
    'ZL606',
    'error',
    'This computer cannot run WebAssembly with SIMD.',
    'Use a newer browser or Node, or the reference backend.',
  ),
  outOfMemory: entry(
    'ZL607',
    'error',
    'The graph needs {needed} of memory, more than can be had here.',
    'Make the batch smaller, or the layers.',
  ),
  dataDoesNotFit: entry(
    'ZL608',
    'error',
    'The data of "{id}" cannot be put in place of what is there: {detail}.',
    'Open the graph with it; weights of the same shapes are carried over.',
  ),
  stepUnreachable: entry(
    'ZL609',
    'error',
    'Step {step} is not in this history, which goes from {first} to {last}.',
    'Train that far, or choose an earlier step.',
  ),
  rowUnknown: entry('ZL610', 'error', 'The data of "{id}" has no row {row}.', 'Its rows go from 0 to {last}.'),
  sessionUnknown: entry('ZL611', 'error', 'There is no session "{name}".', 'Open it first.'),
  branchUnknown: entry('ZL612', 'error', 'There is no branch "{name}".', 'The branches are: {known}.'),

  // Weights
  weightsBroken: entry('ZL701', 'error', 'The weights file is broken: {detail}.', 'Save the weights again.'),
  weightsMissing: entry(
    'ZL702',
    'error',
    'The weights file has no tensor "{name}".',
    'Use weights that were saved from this graph.',
  ),
  weightsShape: entry(
    'ZL703',
    'error',
    'The tensor "{name}" of the weights file has shape {found}; the graph needs {expected}.',
    'Use weights that were saved from this graph.',
  ),
  weightsDtype: entry(
    'ZL704',
    'error',
    'The tensor "{name}" of the weights file has type {found}; F32 or F64 is needed.',
    'Convert it to F32.',
  ),
  weightsExtra: entry(
    'ZL705',
    'info',
    'The weights file has {count} tensors that the graph has not: {names}.',
    'They are left out. Their names begin with the id of a node.',
  ),

  // The command line
  fileUnreadable: entry('ZL801', 'error', 'The file "{path}" could not be read: {detail}.', 'Check the path.'),
  outputFolder: entry(
    'ZL802',
    'error',
    'Nothing can be written to "{path}": {detail}.',
    'Name a file in a folder that exists.',
  ),
  outputFailed: entry(
    'ZL803',
    'error',
    'The file "{path}" could not be written: {detail}.',
    'Nothing was written. Make room, or choose another place.',
  ),
  usage: entry('ZL804', 'error', '{detail}', '{hint}'),
} satisfies Record<string, Entry>;

export type DiagnosticName = keyof typeof DIAGNOSTICS;

/** Fills `{name}` slots; long or odd values are cut so that a message stays one readable line. */
function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => {
    const value = values[name];
    if (value === undefined) return slot;
    const shown = String(value);
    return shown.length > 200 ? `${shown.slice(0, 199)}…` : shown;
  });
}

/**
 * Makes a diagnostic from the table.
 *
 * @param values fills the slots of the texts; `id` defaults to the node's id.
 */
export function diagnose(
  name: DiagnosticName,
  where: DiagnosticPlace,
  values: Readonly<Record<string, string | number>> = {},
  fix?: Fix,
): Diagnostic {
  const { code, severity, message, hint } = DIAGNOSTICS[name];
  const all = where.nodeId === null ? values : { id: where.nodeId, ...values };
  return { code, severity, where, message: fill(message, all), hint: fill(hint, all), ...(fix ? { fix } : {}) };
}

/** A place that concerns no node. */
export const NOWHERE: DiagnosticPlace = { nodeId: null };

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';

/** Either a value with the warnings met on the way, or the errors that prevented it. */
export type Result<T> = { ok: true; value: T; diagnostics: Diagnostic[] } | { ok: false; diagnostics: Diagnostic[] };

export const success = <T>(value: T, diagnostics: Diagnostic[] = []): Result<T> => ({ ok: true, value, diagnostics });
export const failure = (diagnostics: Diagnostic[]): Result<never> => ({ ok: false, diagnostics });
