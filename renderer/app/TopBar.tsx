import { useEffect, useState } from 'react';
import { isDirty, useDocument } from '../document/store';
import { RunChips } from '../run/RunChips';
import { RunControls } from '../run/RunControls';
import { RunProgress } from '../run/RunProgress';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { findCommand, runCommand, shownKey, tooltip } from './commands';
import { useLayout } from './layout';
import { MainMenu } from './MainMenu';
import { useNarrow } from './use-media';

export function TopBar() {
  const overlay = useNarrow(900);
  const inspectorOpen = useLayout((layout) => layout.inspectorOpen);
  return (
    <header className="top-bar">
      <div className="document-title">
        <MainMenu />
        <div className="document-names">
          <DocumentName />
          <SavedState />
        </div>
      </div>
      <RunControls />
      <RunProgress />
      <RunChips />
      <div className="top-bar-end">
        <button
          type="button"
          className="command-search"
          onClick={() => runCommand('view.commands')}
          title={tooltip('view.commands')}
        >
          <Icon name="search" size={14} />
          <span className="wide-only">{texts.commands.palette}</span>
          <span className="key wide-only" aria-hidden="true">
            {shownKey(findCommand('view.commands'))}
          </span>
          <span className="visually-hidden small-only">{texts.commands.palette}</span>
        </button>
        {overlay && (
          <button
            type="button"
            className="button icon-only"
            aria-pressed={inspectorOpen}
            aria-label={texts.commands.toggleInspector}
            title={tooltip('view.inspector')}
            onClick={() => runCommand('view.inspector')}
          >
            <Icon name="panel" />
          </button>
        )}
      </div>
    </header>
  );
}

function DocumentName() {
  const name = useDocument((state) => state.document.name);
  return (
    <h1 className="document-name" title={name}>
      {name}
    </h1>
  );
}

const words = texts.document;

function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return words.seconds(seconds);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? words.minutes(minutes) : words.hours(Math.floor(minutes / 60));
}

function SavedState() {
  const dirty = useDocument(isDirty);
  const file = useDocument((state) => state.file);
  const [now, setNow] = useState(Date.now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new file starts the clock anew.
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, [file]);
  const state = dirty
    ? words.unsaved
    : file.id === null
      ? words.notYetSaved
      : file.savedAt === null
        ? words.saved
        : words.savedAgo(ago(now - file.savedAt));
  return (
    <div className="document-state">
      {state}
      {file.name !== null && <span className="wide-only"> · {file.name}</span>}
    </div>
  );
}
