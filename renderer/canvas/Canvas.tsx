/** The canvas: React Flow shows the document's nodes and edges; every gesture becomes an action of the document. */
import {
  Background,
  type EdgeChange,
  type FinalConnectionState,
  type IsValidConnection,
  type NodeChange,
  type OnConnect,
  type OnConnectStart,
  type OnNodeDrag,
  ReactFlow,
  type ReactFlowInstance,
  SelectionMode,
  useStoreApi,
} from '@xyflow/react';
import { type CSSProperties, useCallback, useEffect, useMemo, useRef } from 'react';
import '@xyflow/react/dist/base.css';
import { runCommand, tooltip } from '../app/commands';
import { closeAddSearch, openAddSearch } from '../app/dialog-store';
import { useLayout } from '../app/layout';
import type { PortPlace } from '../document/connections';
import type { Connection, Position } from '../document/edits';
import { GRID } from '../document/placing';
import { select, selectedEdges, selectedNodes, useSelection } from '../document/selection';
import { currentDocument, useDocument } from '../document/store';
import { canInsertType, connect } from '../document/wiring';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import './canvas.css';
import './card.css';
import './structure.css';
import './wires.css';
import { AddNode } from './AddNode';
import { addAt } from './adding';
import { boxedSelection, endBox, rememberForBox, startBox } from './boxing';
import { ConnectionLine } from './ConnectionLine';
import { ContextMenu } from './ContextMenu';
import { startCanvasKeys } from './canvas-keys';
import { startClipboard } from './clipboard-events';
import { fitsHere, startConnecting, stopConnecting, useConnecting } from './connecting';
import { openContextMenu } from './context-menu';
import { dragOver, dragTo, endDrag, startDrag } from './dragging';
import { DRAG_TYPE, draggedType, setDropTarget } from './drop';
import { type FlowEdge, type FlowNode, flowEdge, flowNodes } from './flow-elements';
import { Minimap } from './Minimap';
import { NodeCard } from './NodeCard';
import { addRoutePoint } from './rerouting';
import { startRouting, wireUnder } from './routes';
import { Frame, Note, Stack } from './Structure';
import {
  cardPlace,
  detailAt,
  MIN_ZOOM,
  setFlow,
  setPointer,
  setZoom,
  showView,
  toGraph,
  useView,
  viewCenter,
} from './viewport';
import { Wire } from './Wire';

const NODE_TYPES = { card: NodeCard, frame: Frame, note: Note, stack: Stack };
const EDGE_TYPES = { wire: Wire };
const SNAP: [number, number] = [GRID, GRID];
/** With more nodes than this, only those in view are in the page. */
const MANY = 150;

const asConnection = ({ source, sourceHandle, target, targetHandle }: Parameters<OnConnect>[0]): Connection => ({
  source,
  sourceHandle: sourceHandle ?? '',
  target,
  targetHandle: targetHandle ?? '',
});

/** Whether nothing lies here but the canvas, or the inside of a frame. React Flow's pane holds the nodes as well. */
const isEmpty = (element: Element): boolean =>
  element.closest('.react-flow__pane') !== null &&
  element.closest('.react-flow__node:not(.react-flow__node-frame), .react-flow__edge, .frame-head') === null;

/** The wire that a node of this type would be led into, dropped with its corner here. */
const wireFor = (type: string | null, place: Position): string | null =>
  type === null ? null : wireUnder(place, (edgeId) => canInsertType(currentDocument(), edgeId, type));

export function Canvas() {
  return (
    <section className="graph" aria-label={texts.regions.graph} tabIndex={-1}>
      <Flow />
      <ZoomBar />
      <AddNode />
      <ContextMenu />
      <Empty />
    </section>
  );
}

function Flow() {
  const document = useDocument((state) => state.document);
  const opened = useDocument((state) => state.opened);
  const selection = useSelection();
  const wrapper = useRef<HTMLDivElement>(null);
  const snap = useLayout((layout) => layout.snap);
  const connecting = useConnecting(({ from }) => from !== null);

  const nodes = useMemo(() => {
    return flowNodes(document, new Set(selection.nodeIds));
  }, [document, selection.nodeIds]);
  const edges = useMemo(() => {
    const chosen = new Set(selection.edgeIds);
    return document.edges.flatMap((edge) => flowEdge(document, edge, chosen.has(edge.id)) ?? []);
  }, [document, selection.edgeIds]);

  useEffect(startRouting, []);
  useEffect(startCanvasKeys, []);
  useEffect(startClipboard, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document is shown whole, or where it was left.
  useEffect(() => {
    const frame = requestAnimationFrame(showView);
    return () => cancelAnimationFrame(frame);
  }, [opened]);

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    const places = new Map<string, Position>();
    const chosen = new Set(selectedNodes());
    for (const change of changes) {
      if (change.type === 'position' && change.position) places.set(change.id, change.position);
      if (change.type === 'select') {
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
    }
    if (changes.some(({ type }) => type === 'select')) select(boxedSelection([...chosen]), selectedEdges());
    if (places.size > 0) dragTo(places);
  }, []);

  const onEdgesChange = useCallback((changes: EdgeChange<FlowEdge>[]) => {
    const chosen = new Set(selectedEdges());
    for (const change of changes) {
      if (change.type !== 'select') continue;
      if (change.selected) chosen.add(change.id);
      else chosen.delete(change.id);
    }
    select(selectedNodes(), [...chosen]);
  }, []);

  const onDragStart = useCallback<OnNodeDrag<FlowNode>>((_, __, nodes) => startDrag(nodes.map(({ id }) => id)), []);
  const onSelectionDragStart = useCallback((_: unknown, nodes: FlowNode[]) => startDrag(nodes.map(({ id }) => id)), []);

  const onConnect = useCallback<OnConnect>((connection) => connect(asConnection(connection)), []);
  const isValidConnection = useCallback<IsValidConnection<FlowEdge>>((connection) => {
    const { from } = useConnecting.getState();
    if (!from) return false;
    const other: PortPlace =
      from.side === 'output'
        ? { nodeId: connection.target, port: connection.targetHandle ?? '', side: 'input' }
        : { nodeId: connection.source, port: connection.sourceHandle ?? '', side: 'output' };
    return fitsHere(other);
  }, []);
  const onConnectStart = useCallback<OnConnectStart>((_, { nodeId, handleId, handleType }) => {
    closeAddSearch();
    if (nodeId === null || handleType === null) return;
    startConnecting({ nodeId, port: handleId ?? '', side: handleType === 'source' ? 'output' : 'input' });
  }, []);
  const onConnectEnd = useCallback((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const { from } = useConnecting.getState();
    stopConnecting();
    if (!from || state.toNode || state.toHandle) return;
    const point = 'changedTouches' in event ? event.changedTouches[0] : event;
    const over = point && window.document.elementFromPoint(point.clientX, point.clientY);
    if (over && isEmpty(over)) openAddSearch({ x: point?.clientX ?? 0, y: point?.clientY ?? 0, from });
  }, []);
  const onClickConnectEnd = useCallback(() => stopConnecting(), []);

  const showZoom = useCallback((zoom: number) => {
    setZoom(zoom);
    if (wrapper.current) wrapper.current.dataset.detail = detailAt(zoom);
    wrapper.current?.style.setProperty('--unzoom', String(1 / zoom));
    wrapper.current?.style.setProperty('--text', String(Math.min(2, Math.max(1, 0.94 / zoom))));
  }, []);
  const onInit = useCallback(
    (instance: ReactFlowInstance<FlowNode, FlowEdge>) => {
      setFlow(instance as unknown as ReactFlowInstance);
      showView();
      showZoom(instance.getZoom());
    },
    [showZoom],
  );
  useEffect(() => () => setFlow(null), []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer's gestures all have commands as well.
    <div
      className="graph-flow"
      ref={wrapper}
      style={{ '--unzoom': 1, '--text': 1 } as CSSProperties}
      onPointerMove={(event) => setPointer({ x: event.clientX, y: event.clientY })}
      onPointerLeave={() => setPointer(null)}
      onPointerDownCapture={(event) => rememberForBox(event.shiftKey)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        const place = cardPlace({ x: event.clientX, y: event.clientY });
        setDropTarget({ wire: wireFor(draggedType(), place), frame: null });
      }}
      onDragLeave={() => setDropTarget()}
      onDrop={(event) => {
        const type = event.dataTransfer.getData(DRAG_TYPE);
        if (type === '') return;
        event.preventDefault();
        setDropTarget();
        const place = cardPlace({ x: event.clientX, y: event.clientY });
        addAt(type, place, { wire: wireFor(type, place) });
      }}
      onDoubleClick={(event) => {
        if (!isEmpty(event.target as Element)) return;
        openAddSearch({ x: event.clientX, y: event.clientY, from: null });
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        openContextMenu(event.target as Element, { x: event.clientX, y: event.clientY });
      }}
      data-connecting={connecting || undefined}
    >
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStart={onDragStart}
        onNodeClick={(event, { id }) => {
          // React Flow leaves the others selected when one of several is clicked.
          if (!event.shiftKey && !event.ctrlKey && !event.metaKey) select([id]);
        }}
        onNodeDrag={dragOver}
        onNodeDragStop={endDrag}
        onSelectionDragStart={onSelectionDragStart}
        onSelectionDragStop={endDrag}
        onSelectionStart={startBox}
        onSelectionEnd={endBox}
        onEdgeDoubleClick={(event, { id }) => addRoutePoint(id, toGraph({ x: event.clientX, y: event.clientY }))}
        onConnect={onConnect}
        onConnectStart={onConnectStart}
        onConnectEnd={onConnectEnd}
        onClickConnectStart={onConnectStart}
        onClickConnectEnd={onClickConnectEnd}
        isValidConnection={isValidConnection}
        connectionLineComponent={ConnectionLine}
        connectionRadius={24}
        onInit={onInit}
        onMove={(_, { zoom }) => showZoom(zoom)}
        onPaneClick={stopConnecting}
        minZoom={MIN_ZOOM}
        maxZoom={2}
        snapToGrid={snap}
        snapGrid={SNAP}
        deleteKeyCode={null}
        disableKeyboardA11y
        edgesFocusable={false}
        elevateNodesOnSelect
        zoomOnDoubleClick={false}
        panOnDrag={[0, 1]}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        onlyRenderVisibleElements={nodes.length > MANY}
      >
        <Background gap={24} size={2} color="var(--grid)" bgColor="transparent" />
        <Minimap />
        <ClickConnection />
      </ReactFlow>
    </div>
  );
}

/** Forgets the port that was clicked first when the wire is given up. */
function ClickConnection() {
  const store = useStoreApi();
  useEffect(
    () =>
      useConnecting.subscribe(({ from }) => {
        if (from === null) store.setState({ connectionClickStartHandle: null });
      }),
    [store],
  );
  return null;
}

function ZoomBar() {
  const percent = useView((view) => Math.round(view.zoom * 100));
  const { canvas } = texts;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is a group of buttons.
    <div className="zoom-bar" role="group" aria-label={canvas.zoomLevel}>
      <button
        type="button"
        aria-label={canvas.zoomOut}
        title={tooltip('view.zoomOut')}
        onClick={() => runCommand('view.zoomOut')}
      >
        <Icon name="minus" size={14} />
      </button>
      <button
        type="button"
        className="zoom-level number"
        aria-label={canvas.zoomActual(percent)}
        title={tooltip('view.zoomActual')}
        onClick={() => runCommand('view.zoomActual')}
      >
        {percent} %
      </button>
      <button
        type="button"
        aria-label={canvas.zoomIn}
        title={tooltip('view.zoomIn')}
        onClick={() => runCommand('view.zoomIn')}
      >
        <Icon name="plus" size={14} />
      </button>
      <button type="button" aria-label={canvas.fit} title={tooltip('view.fit')} onClick={() => runCommand('view.fit')}>
        <Icon name="fit" size={14} />
      </button>
    </div>
  );
}

function Empty() {
  const empty = useDocument((state) => state.document.nodes.length === 0);
  if (!empty) return null;
  return (
    <div className="graph-empty">
      <p>{texts.canvas.empty}</p>
      <button type="button" className="button bordered" onClick={() => openAddSearch({ ...viewCenter(), from: null })}>
        <Icon name="plus" />
        {texts.canvas.emptyAction}
      </button>
    </div>
  );
}
