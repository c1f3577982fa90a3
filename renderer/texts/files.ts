/** Texts of files: tabs, drafts, saving, comparing, links and exports. */
import { count } from './count';

const MARKS: Readonly<Record<string, readonly [on: string, off: string]>> = {
  bypassed: ['bypassed', 'no longer bypassed'],
  frozen: ['frozen', 'no longer frozen'],
  probed: ['statistics shown', 'statistics no longer shown'],
};

const list = (ids: readonly string[]): string =>
  ids.length > 4 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ');

export const fileTexts = {
  tabs: {
    name: 'Open graphs',
    close: (name: string): string => `Close ${name}`,
    add: 'New graph',
    unsaved: 'not saved',
    running: (step: string): string => `Trains on out of sight, step ${step}`,
    runningShown: 'Training',
    paused: (step: string): string => `Paused at step ${step}`,
    finished: (step: string): string => `Finished at step ${step}`,
    failed: 'The run stopped with a problem',
    chooseTitle: 'Go to graph',
    chooseSearch: 'Search open graphs',
    reopened: (name: string): string => `Opened “${name}” again`,
  },
  commands: {
    close: 'Close graph',
    reopen: 'Open closed graph again',
    next: 'Next graph',
    previous: 'Previous graph',
    choose: 'Go to graph…',
    moveLeft: 'Move tab left',
    moveRight: 'Move tab right',
    saveAll: 'Save all',
    revert: 'Revert to saved',
    compare: 'Compare with saved…',
    recent: (name: string): string => `Open ${name}`,
    share: 'Share as link…',
    exportSvg: 'Export graph as SVG…',
    exportPng: 'Export graph as PNG…',
  },
  undo: { revert: 'revert to saved', dropData: (name: string): string => `data of ${name}` },
  conflict: {
    title: (name: string): string => `“${name}” has changed on disk`,
    text: 'Another program has written the file since it was opened here. Nothing has been overwritten.',
    overwrite: 'Overwrite',
    load: 'Load from disk',
    saveAs: 'Save as…',
    loaded: 'Loaded from disk. Undo brings back what was here.',
    staleDraft: (name: string): string =>
      `“${name}” has changed on disk. Your unsaved changes are here; saving will ask first.`,
    newer: (name: string): string => `“${name}” was opened as it is on disk now.`,
  },
  compare: {
    title: (name: string): string => `“${name}” and its saved version`,
    example: 'Compared with the graph as it was opened.',
    file: (name: string): string => `Compared with ${name}.`,
    none: 'Nothing has changed.',
    sections: { nodes: 'Nodes', parameters: 'Parameters', wires: 'Wires', graph: 'Graph' },
    added: (id: string, type: string): string => `${id} added (${type})`,
    removed: (id: string, type: string): string => `${id} removed (${type})`,
    renamed: (from: string, to: string): string => `${from} is now called ${to}`,
    type: (id: string, from: string, to: string): string => `${id}: ${from} became ${to}`,
    change: (what: string, from: string, to: string): string => `${what}: ${from} → ${to}`,
    mark: (id: string, mark: string, on: boolean): string => `${id}: ${MARKS[mark]?.[on ? 0 : 1] ?? mark}`,
    inside: (id: string, container: string): string => `${id} moved into ${container}`,
    outside: (id: string, container: string): string => `${id} moved out of ${container}`,
    moved: (ids: readonly string[]): string => `${count(ids.length, 'node')} moved: ${list(ids)}`,
    wireAdded: (from: string, to: string): string => `Wire from ${from} to ${to} added`,
    wireRemoved: (from: string, to: string): string => `Wire from ${from} to ${to} removed`,
    wireRouted: (from: string, to: string): string => `Wire from ${from} to ${to} takes another way`,
    nothing: 'not set',
    on: 'on',
    off: 'off',
    settings: {
      name: 'Name',
      seed: 'Seed',
      notes: 'Notes',
      'run.batchSize': 'Batch size',
      'run.steps': 'Steps',
      'run.epochs': 'Epochs',
      'run.shuffle': 'Shuffle',
      'run.evaluateEvery': 'Evaluate every',
      'run.probeEvery': 'z-statistics every',
    } as Readonly<Record<string, string>>,
  },
  share: {
    title: 'Share as link',
    text: 'The link holds the whole graph. Nothing is uploaded; whoever opens it gets a copy.',
    link: 'Link',
    copy: 'Copy link',
    copied: 'Copied',
    denied: 'The clipboard cannot be written here. Select the link and copy it.',
    size: (characters: number): string => `${characters.toLocaleString('en')} characters.`,
    long: 'Some programs cut links as long as this one. A file is safer.',
    tooLong: 'The graph is too large for a link. Save it as a file and send that.',
    local: 'This page is served by your own computer, so the link works only there.',
    data: (paths: readonly string[]): string => `Data files stay here: ${list(paths)}.`,
    name: 'The link',
    broken: 'The link is broken or was cut off. Ask for it again, or for the file.',
  },
  data: {
    title: (name: string): string => `Use “${name}”`,
    search: 'Search dataset nodes',
    fresh: 'New Dataset node',
    into: (id: string): string => `Dataset node ${id}`,
    instead: (path: string): string => (path === '' ? 'reads no file yet' : `instead of ${path}`),
    none: 'No Dataset node of that name.',
    added: (name: string): string => `“${name}” is the data now`,
    leftOut: (names: readonly string[]): string => {
      const some = `${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`;
      return names.length === 1
        ? `One file is no picture and was left out: ${some}`
        : `${names.length} files are no pictures and were left out: ${some}`;
    },
    wrong: (name: string): string => `“${name}” is no graph and no data that Zlens reads`,
    wrongText: 'Zlens opens graphs (.json) and data (.csv, .tsv, .txt, .npz).',
    tooMuch: (name: string): string =>
      `“${name}” is too large to be kept for the next time. It will have to be chosen again.`,
  },
  drafts: {
    restored: 'Brought back what was open last time.',
    notKept: 'Changes cannot be kept for the next time here. Save them.',
  },
  export: {
    title: (what: string): string => `Export ${what}`,
    search: 'Search formats',
    button: 'Export…',
    statistics: 'the z-statistics',
    training: 'the training charts',
    formats: {
      svg: { title: 'SVG', detail: 'Picture of lines, sharp at any size' },
      png: { title: 'PNG', detail: 'Picture of pixels' },
      csv: { title: 'CSV', detail: 'The numbers, for other programs' },
    },
  },
} as const;
