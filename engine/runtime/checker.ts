/** Checks documents as the editor changes them: data is described once, the rest is fast enough for every keystroke. */
import { type Diagnostic, diagnose } from '../core/diagnostics';
import type { DataFile, DataFiles } from '../data/files';
import type { GraphDocument } from '../document/types';
import { checkGraph } from '../graph/check';
import { namingSubgraph } from '../graph/flatten';
import type { CheckedGraph, DataSignature } from '../graph/types';
import { nodeRegistry } from '../nodes/index';
import { INITIALIZERS } from '../nodes/initializers';
import { DataLoader, type DataNeed, dataNeeds, fileOf } from './load-data';
import { signatureOf } from './signature';

/** What the check of a graph needs of its data, and what is wrong with them. Plain data. */
export interface DescribedData {
  /** Null where the data cannot be had. */
  signature: DataSignature | null;
  diagnostics: readonly Diagnostic[];
}

/**
 * Describes the data of one dataset node, wherever they are read. Null: there was no answer, such as from a worker that
 * was ended; it is asked for again with the next check.
 */
export type DescribeData<F> = (need: DataNeed, files: DataFiles<F>) => Promise<DescribedData | null>;

export interface CheckedNow {
  /** What is known now. While data are being described it is not `ok`; the same source's last shapes stand in for them. */
  checked: CheckedGraph;
  /** Settles when some of what is missing has come; null: nothing is. */
  pending: Promise<void> | null;
}

/** @typeParam F what stands for a data file */
export interface DocumentChecker<F> {
  /** All problems of the document, those of its data included. */
  check(document: GraphDocument, files: DataFiles<F>): Promise<CheckedGraph>;
  /** The same without waiting for anything. */
  checkNow(document: GraphDocument, files: DataFiles<F>): CheckedNow;
}

/** Descriptions kept; each holds a few rows at most. */
const KEPT = 64;

interface Kept<F> {
  file: F | undefined;
  described: DescribedData | null;
  asked: Promise<void> | null;
}

/** Describes data that are read here. */
export function describeWith(loader: DataLoader): DescribeData<DataFile> {
  return async (need, files) => {
    const read = await loader.prepare(need, fileOf(need, files));
    return { signature: read.ok ? signatureOf(read.value) : null, diagnostics: read.diagnostics };
  };
}

/** Whether a check was made while its data were being described. */
export const isPending = ({ diagnostics }: CheckedGraph): boolean =>
  diagnostics.some(({ code }) => code === PENDING.code);

const sameSource = ({ settings: a }: DataNeed, { settings: b }: DataNeed): boolean =>
  a.source === b.source && a.path === b.path;

const PENDING = diagnose('dataBeingRead', { nodeId: '' });

export function createChecker(): DocumentChecker<DataFile>;
export function createChecker<F>(describe: DescribeData<F>): DocumentChecker<F>;
export function createChecker(describe: DescribeData<DataFile> = describeWith(new DataLoader())) {
  return new Checker(describe);
}

class Checker<F> implements DocumentChecker<F> {
  /** By what the data are made from; the last one used stands at the end. */
  private readonly known = new Map<string, Kept<F>>();
  /** What each node's data were last: it stands in while the same source is read with other settings. */
  private readonly shown = new Map<string, { need: DataNeed; signature: DataSignature }>();

  constructor(private readonly describe: DescribeData<F>) {}

  async check(document: GraphDocument, files: DataFiles<F>): Promise<CheckedGraph> {
    for (;;) {
      const { checked, pending } = this.checkNow(document, files);
      if (!pending) return checked;
      await pending;
    }
  }

  checkNow(document: GraphDocument, files: DataFiles<F>): CheckedNow {
    const { needs, diagnostics, nesting } = dataNeeds(document, files);
    const data = new Map<string, DataSignature>();
    const pending: Promise<void>[] = [];
    for (const need of needs) {
      const { described, asked } = this.ask(need, files);
      if (asked) pending.push(asked);
      if (!described) {
        diagnostics.push(diagnose('dataBeingRead', { nodeId: need.nodeId }));
        const before = this.shown.get(need.nodeId);
        if (before && sameSource(before.need, need)) data.set(need.nodeId, before.signature);
        continue;
      }
      diagnostics.push(...described.diagnostics);
      const { signature } = described;
      if (!signature) continue;
      data.set(need.nodeId, signature);
      this.shown.set(need.nodeId, { need, signature });
    }
    const checked = checkGraph(document, { registry: nodeRegistry, initializers: INITIALIZERS, data });
    const ofData = diagnostics.map((diagnostic) => namingSubgraph(diagnostic, nesting));
    const all = [...ofData, ...checked.diagnostics];
    const ok = checked.ok && pending.length === 0 && !all.some(({ severity }) => severity === 'error');
    return {
      checked: { ...checked, diagnostics: all, ok },
      pending: pending.length > 0 ? Promise.race(pending) : null,
    };
  }

  private ask(need: DataNeed, files: DataFiles<F>): Kept<F> {
    const key = JSON.stringify(need);
    const file = fileOf(need, files);
    let kept = this.known.get(key);
    this.known.delete(key);
    if (!kept || kept.file !== file) kept = this.begin(key, need, files);
    this.known.set(key, kept);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= KEPT) break;
      this.known.delete(oldest);
    }
    return kept;
  }

  private begin(key: string, need: DataNeed, files: DataFiles<F>): Kept<F> {
    const kept: Kept<F> = { file: fileOf(need, files), described: null, asked: null };
    kept.asked = this.describe(need, files).then((described) => {
      kept.asked = null;
      kept.described = described;
      if (!described && this.known.get(key) === kept) this.known.delete(key);
    });
    return kept;
  }
}
