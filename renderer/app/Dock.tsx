import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { DataPanel } from '../data/DataPanel';
import { DataTools } from '../data/DataTools';
import { TableWizard } from '../data/TableWizard';
import { ProblemsPanel } from '../problems/ProblemsPanel';
import { useProblems } from '../problems/use-problems';
import { useRun } from '../run/store';
import { RunsPanel } from '../runs/RunsPanel';
import { StatisticsPanel } from '../statistics/StatisticsPanel';
import { StatisticsTools } from '../statistics/StatisticsTools';
import { texts } from '../texts';
import { TrainingPanel } from '../training/TrainingPanel';
import { TrainingTools } from '../training/TrainingTools';
import { tooltip } from './commands';
import { DOCK_MIN, DOCK_SHARE, setDockHeight, showTab, TABS, type Tab, useLayout } from './layout';

export function Dock() {
  const tab = useLayout((layout) => layout.tab);
  const compiling = useRun((run) => run.compiling);
  return (
    <div className="dock">
      <Resizer />
      <div className="dock-tabs">
        <Tabs tab={tab} />
        {tab === 'statistics' && <StatisticsTools />}
        {tab === 'training' && <TrainingTools />}
        {tab === 'data' && <DataTools />}
        {compiling && <div className="dock-compiling" />}
      </div>
      <div className="dock-panel" role="tabpanel" id="dock-panel" aria-labelledby={`tab-${tab}`}>
        {tab === 'training' && <TrainingPanel />}
        {tab === 'statistics' && <StatisticsPanel />}
        {tab === 'data' && <DataPanel />}
        {tab === 'runs' && <RunsPanel />}
        {tab === 'problems' && <ProblemsPanel />}
      </div>
      <TableWizard />
    </div>
  );
}

function Tabs({ tab }: { tab: Tab }) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const place = TABS.indexOf(tab);
    const to: Record<string, number> = {
      ArrowRight: (place + 1) % TABS.length,
      ArrowLeft: (place + TABS.length - 1) % TABS.length,
      Home: 0,
      End: TABS.length - 1,
    };
    const next = to[event.key];
    const name = next === undefined ? undefined : TABS[next];
    if (!name) return;
    event.preventDefault();
    showTab(name);
    list.current?.querySelector<HTMLElement>(`#tab-${name}`)?.focus();
  };
  return (
    <div className="dock-tab-list" role="tablist" aria-label={texts.regions.dock} ref={list} onKeyDown={onKeyDown}>
      {TABS.map((name) => (
        <button
          key={name}
          id={`tab-${name}`}
          type="button"
          role="tab"
          className="dock-tab"
          aria-selected={tab === name}
          aria-controls={tab === name ? 'dock-panel' : undefined}
          tabIndex={tab === name ? 0 : -1}
          title={tooltip(`view.${name}`)}
          onClick={() => showTab(name)}
        >
          {texts.tabs[name]}
          {name === 'problems' && <ProblemCount />}
        </button>
      ))}
    </div>
  );
}

function ProblemCount() {
  const problems = useProblems();
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  if (errors + warnings === 0) return null;
  return (
    <span className="badge" data-severity={errors > 0 ? 'error' : 'warning'}>
      {errors + warnings}
    </span>
  );
}

const KEY_STEP = 16;

function Resizer() {
  const height = useLayout((layout) => layout.dockHeight);
  const bar = useRef<HTMLDivElement>(null);
  const now = (): number => bar.current?.parentElement?.getBoundingClientRect().height ?? 0;
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const handle = event.currentTarget;
    const start = now() + event.clientY;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (moved) => setDockHeight(start - moved.clientY, innerHeight);
    handle.onpointerup = () => {
      handle.onpointermove = null;
    };
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; this separator can.
    <div
      ref={bar}
      className="dock-resizer"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={texts.regions.resizeDock}
      aria-valuemin={DOCK_MIN}
      aria-valuemax={Math.floor(innerHeight * DOCK_SHARE)}
      aria-valuenow={Math.round(height ?? 332)}
      onPointerDown={onPointerDown}
      onDoubleClick={() => useLayout.setState({ dockHeight: null })}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowUp' ? KEY_STEP : event.key === 'ArrowDown' ? -KEY_STEP : 0;
        if (step === 0) return;
        event.preventDefault();
        setDockHeight(now() + step, innerHeight);
      }}
    />
  );
}
