import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { isDirty, useDocument } from '../document/store';
import { formatCount } from '../run/format';
import { type RunGlance, useRuns } from '../run/store';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { runCommand, tooltip } from './commands';
import { closeTab } from './session';
import { activate, goBy, moveShownBy, moveTab, type Tab, useTabs } from './tabs';
import './tab-strip.css';

const words = texts.files.tabs;

/** How far a press has to move before it drags the tab. */
const SLACK = 4;

/** The open graphs, as soon as there are several. */
export function TabStrip() {
  const { tabs, active } = useTabs();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-tab="${active}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);
  if (tabs.length < 2) return null;

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0 && event.shiftKey) moveShownBy(step);
    else if (step !== 0) goBy(step);
    else if (event.key === 'Delete') void closeTab();
    else return;
    event.preventDefault();
    event.stopPropagation();
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };

  /** A tab that is dragged over the middle of another takes its place. */
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const id = (event.target as Element).closest<HTMLElement>('[data-tab]')?.dataset.tab;
    if (event.button !== 0 || id === undefined || !list.current) return;
    const strip = list.current;
    const start = event.clientX;
    let dragging = false;
    const move = ({ clientX }: globalThis.PointerEvent) => {
      if (!dragging && Math.abs(clientX - start) < SLACK) return;
      dragging = true;
      strip.dataset.dragging = id;
      const place = [...strip.children].findIndex((other) => {
        const { left, right } = other.getBoundingClientRect();
        return clientX >= left && clientX < right;
      });
      const own = useTabs.getState().tabs.findIndex((tab) => tab.id === id);
      if (place < 0 || place === own) return;
      const { left, width } = (strip.children[place] as Element).getBoundingClientRect();
      if (place > own ? clientX > left + width / 2 : clientX < left + width / 2) moveTab(id, place);
    };
    const end = () => {
      delete strip.dataset.dragging;
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
  };

  return (
    <div className="tab-strip">
      <div
        ref={list}
        className="document-tabs"
        role="tablist"
        aria-label={words.name}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
      >
        {tabs.map((tab) => (
          <DocumentTab key={tab.id} tab={tab} active={tab.id === active} />
        ))}
      </div>
      <button
        type="button"
        className="button small icon-only"
        aria-label={words.add}
        title={tooltip('file.new')}
        onClick={() => runCommand('file.new')}
      >
        <Icon name="plus" size={14} />
      </button>
    </div>
  );
}

/** What the tab says of its run: a word for its tooltip and, while out of sight, a mark. */
function runInWords(run: RunGlance | undefined, active: boolean): string {
  if (!run || (run.step === 0 && run.state !== 'running' && run.state !== 'failed')) return '';
  const step = formatCount(run.step);
  switch (run.state) {
    case 'running':
      return active ? words.runningShown : words.running(step);
    case 'finished':
      return words.finished(step);
    case 'failed':
      return words.failed;
    default:
      return words.paused(step);
  }
}

function DocumentTab({ tab, active }: { tab: Tab; active: boolean }) {
  const shownName = useDocument((state) => state.document.name);
  const shownDirty = useDocument(isDirty);
  const shownFile = useDocument((state) => state.file.name);
  const name = tab.parked?.state.document.name ?? shownName;
  const file = tab.parked ? tab.parked.state.file.name : shownFile;
  const dirty = tab.parked ? isDirty(tab.parked.state) : shownDirty;
  const state = useRuns((runs) => runs[tab.id]?.state);
  const run = () => runInWords(useRuns.getState()[tab.id], active);
  const tip = () => [name, file, dirty ? words.unsaved : '', run()].filter(Boolean).join(' – ');
  return (
    <div className="document-tab" role="presentation" data-tab={tab.id} data-active={active || undefined}>
      <button
        type="button"
        role="tab"
        aria-selected={active}
        aria-label={[name, dirty ? words.unsaved : '', state === 'running' ? run() : ''].filter(Boolean).join(', ')}
        tabIndex={active ? 0 : -1}
        title={tip()}
        onPointerEnter={(event) => {
          // The step of a run that goes on out of sight moves; the tab is not drawn anew for it.
          event.currentTarget.title = tip();
        }}
        onPointerDown={(event) => event.button === 0 && activate(tab.id)}
        onClick={() => activate(tab.id)}
        onAuxClick={(event) => event.button === 1 && void closeTab(tab.id)}
        onMouseDown={(event) => event.button === 1 && event.preventDefault()}
      >
        {!active && state === 'running' && <span className="tab-running" aria-hidden="true" />}
        {state === 'failed' && <Icon name="warning" size={12} />}
        <span className="tab-name">{name}</span>
      </button>
      <button
        type="button"
        className="tab-close"
        tabIndex={-1}
        aria-hidden="true"
        title={words.close(name)}
        data-dirty={dirty || undefined}
        onClick={() => void closeTab(tab.id)}
      >
        <Icon name="close" size={12} />
      </button>
    </div>
  );
}
