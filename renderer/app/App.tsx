import { type CSSProperties, useSyncExternalStore } from 'react';
import { Canvas } from '../canvas/Canvas';
import { Inspector } from '../inspector/Inspector';
import { Palette, PaletteRail } from '../palette/Palette';
import { RunStatus } from '../run/RunStatus';
import { texts } from '../texts';
import { Dialogs } from './Dialogs';
import { Dock } from './Dock';
import { useFileDrop } from './file-drop';
import { useKeyBindings } from './key-bindings';
import { DOCK_SHARE, useLayout } from './layout';
import { StatusBar } from './StatusBar';
import { TabStrip } from './TabStrip';
import { TopBar } from './TopBar';
import { useNarrow } from './use-media';
import './app.css';

export function App() {
  const rail = useNarrow(1200);
  const overlay = useNarrow(900);
  const height = useWindowHeight();
  const chosen = useLayout((layout) => layout.dockHeight);
  const inspectorOpen = useLayout((layout) => layout.inspectorOpen);
  const dropping = useFileDrop();
  // Keys stand in tooltips and beside buttons all over the window.
  useKeyBindings();
  const dock = chosen === null ? null : Math.min(chosen, Math.floor(height * DOCK_SHARE));
  return (
    <div className="app" style={dock === null ? undefined : ({ '--dock-height': `${dock}px` } as CSSProperties)}>
      <TopBar />
      <TabStrip />
      <main className="frame" data-overlay={overlay || undefined}>
        {rail ? <PaletteRail /> : <Palette />}
        <Canvas />
        {(!overlay || inspectorOpen) && <Inspector overlay={overlay} />}
        <Dock />
      </main>
      <StatusBar />
      <RunStatus />
      <Dialogs />
      {dropping && <div className="drop-hint">{texts.dialogs.drop}</div>}
    </div>
  );
}

function useWindowHeight(): number {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('resize', changed);
      return () => removeEventListener('resize', changed);
    },
    () => innerHeight,
  );
}
