/**
 * Hands every new version of the document to the run: compiled anew shortly after a change, with the weights kept where
 * they fit; or, where only live parameters of a compiled graph changed, set in the running program.
 */
import { type GraphDocument, isLiveChange, nodeRegistry, withDefaults } from '../../engine';
import { setSeed } from '../document/actions';
import { findNode } from '../document/lookup';
import { sameNode, sameProgram } from '../document/meaning';
import { currentDocument, useDocument } from '../document/store';
import { openRun, run, setLive, useRun } from '../run/store';
import { texts } from '../texts';
import { activeTab, useTabs } from './tabs';

const DELAY_MS = 300;

export interface LiveChange {
  nodeId: string;
  parameter: string;
  value: unknown;
}

/** The live parameters in which two versions differ; null when they differ in anything else. */
export function liveChanges(from: GraphDocument, to: GraphDocument): LiveChange[] | null {
  if (from.edges !== to.edges || from.run !== to.run || from.seed !== to.seed) return null;
  if (from.nodes.length !== to.nodes.length) return null;
  const changes: LiveChange[] = [];
  for (const node of to.nodes) {
    const old = findNode(from, node.id);
    if (!old) return null;
    if (sameNode(old, node)) continue;
    const specs = nodeRegistry.get(node.type)?.parameters;
    if (!specs || !sameNode({ ...old, data: node.data }, node)) return null;
    const before = withDefaults(specs, old.data);
    const after = withDefaults(specs, node.data);
    for (const [parameter, spec] of Object.entries(specs)) {
      if (JSON.stringify(before[parameter]) === JSON.stringify(after[parameter])) continue;
      if (!isLiveChange(spec, before[parameter], after[parameter])) return null;
      changes.push({ nodeId: node.id, parameter, value: after[parameter] });
    }
  }
  return changes;
}

interface Link {
  /** The version that the worker has, with the live parameters that were set since. */
  given: { document: GraphDocument; opened: number } | null;
  /** Which opening of a document the worker's program belongs to. */
  held: number | null;
}

/** Start the open graph as soon as it is compiled: the very first sight of the app is a graph that trains. */
let runWhenCompiled: number | null = null;

export function runNext(): void {
  runWhenCompiled = useDocument.getState().opened;
}

/** Another seed: other weights, other order of the data. */
export function newSeed(): void {
  const seed = crypto.getRandomValues(new Uint32Array(1))[0] as number;
  setSeed(seed % 1_000_000, texts.undo.newSeed, null);
}

/** Compiles what is open from now on; the function that comes back ends it. */
export function startRunLink(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What the worker of each tab has. */
  const links = new Map<string, Link>();
  const linkOf = (tab: string): Link => {
    let link = links.get(tab);
    if (!link) {
      link = { given: null, held: null };
      links.set(tab, link);
    }
    return link;
  };

  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };

  const compile = async (): Promise<void> => {
    timer = undefined;
    const { document, files, opened, checked } = useDocument.getState();
    if (!checked?.ok) return;
    const link = linkOf(activeTab());
    const keepState = link.given?.opened === opened && link.given.document.seed === document.seed;
    const goesOn = link.held === opened;
    link.given = { document, opened };
    link.held = opened;
    const compiled = await openRun(document, { ...files }, { keepState, goesOn });
    if (!compiled || runWhenCompiled !== opened || useDocument.getState().opened !== opened) return;
    runWhenCompiled = null;
    void run();
  };

  const schedule = (delay: number): void => {
    cancel();
    timer = setTimeout(() => void compile(), delay);
  };

  const setAll = async (changes: readonly LiveChange[]): Promise<void> => {
    for (const { nodeId, parameter, value } of changes) {
      if (!(await setLive(nodeId, parameter, value))) schedule(0);
    }
  };

  /** Called with every result of the checker. */
  const consider = (): void => {
    const { document, opened, checked } = useDocument.getState();
    if (!checked) return;
    const link = linkOf(activeTab());
    const { given } = link;
    if (!checked.ok) {
      cancel();
      // Another document that cannot be compiled still ends the run of the one before it.
      if (link.held !== null && link.held !== opened) {
        link.held = opened;
        link.given = null;
        void openRun(document, { ...useDocument.getState().files }, { keepState: false, goesOn: false });
      }
      return;
    }
    if (given?.opened !== opened) {
      schedule(0);
      return;
    }
    const compiled = useRun.getState().info !== null;
    if (compiled && sameProgram(given.document, document)) {
      cancel();
      link.given = { document, opened };
      return;
    }
    const changes = compiled && timer === undefined ? liveChanges(given.document, document) : null;
    if (changes) {
      link.given = { document, opened };
      void setAll(changes);
    } else schedule(DELAY_MS);
  };

  const stop = useDocument.subscribe((state, before) => {
    // What waited for its turn was about another document; that one is considered again once it is on show.
    if (state.opened !== before.opened) cancel();
    else if (state.files !== before.files) linkOf(activeTab()).given = null;
    if (state.checked !== before.checked) consider();
  });
  const forget = useTabs.subscribe(({ tabs }) => {
    for (const id of links.keys()) if (!tabs.some((tab) => tab.id === id)) links.delete(id);
  });
  return () => {
    cancel();
    stop();
    forget();
  };
}

/** Compiles the open document again, after the worker broke. */
export function recompile(): void {
  const { files } = useDocument.getState();
  void openRun(currentDocument(), { ...files }, { keepState: false, goesOn: false });
}
