/** The open graph as a picture file. */
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { nodeRegistry, withDefaults } from '../../engine';
import { cardNote, cardShape, cardTitle } from '../canvas/card-title';
import { portHeight } from '../canvas/geometry';
import { carriedKind, isProbed } from '../canvas/Port';
import { lookOf, rectsOf } from '../canvas/places';
import { useRoutes, wireLabel } from '../canvas/routes';
import { edgeInto, portsOf } from '../document/lookup';
import { type DocumentState, useDocument } from '../document/store';
import { Icon } from '../ui/icons';
import { type GraphLook, type GraphScene, graphSvg } from './graph-svg';
import { exportPng, exportSvg } from './picture';

const PEN = {
  width: '16',
  height: '16',
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '1.5',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
};

/** The icons' own drawings, as markup. */
function iconMarkup(names: readonly string[]): Map<string, string> {
  const place = document.createElement('div');
  const root = createRoot(place);
  flushSync(() => root.render(names.map((name) => <Icon key={name} name={name} />)));
  const found = new Map(
    names.map((name, at) => {
      const drawn = place.children[at];
      // In the page its size and pen come from a style sheet.
      for (const [key, value] of Object.entries(PEN)) drawn?.setAttribute(key, value);
      return [name, drawn ? new XMLSerializer().serializeToString(drawn) : ''] as const;
    }),
  );
  root.unmount();
  return found;
}

const outputLook = (state: DocumentState, nodeId: string, port: string): string =>
  isProbed(state, nodeId, port) ? 'z' : carriedKind(state, nodeId, port);

function inputLook(state: DocumentState, nodeId: string, port: string, own: string): string {
  const edge = edgeInto(state.document, nodeId, port);
  return edge ? outputLook(state, edge.source, edge.sourceHandle) : own;
}

export function graphScene(state: DocumentState): GraphScene {
  const { document, checked } = state;
  const rects = rectsOf(document);
  const scene: GraphScene = { frames: [], notes: [], wires: [], cards: [] };
  const iconOf = (type: string): string => nodeRegistry.get(type)?.icon ?? 'node';
  const icons = iconMarkup([...new Set(document.nodes.map(({ type }) => iconOf(type)))]);
  for (const node of document.nodes) {
    const rect = rects.get(node.id);
    if (!rect) continue;
    const definition = nodeRegistry.get(node.type);
    const look = lookOf(node);
    const values = withDefaults(definition?.parameters ?? {}, node.data);
    if (look === 'frame') {
      scene.frames.push({ ...rect, id: node.id, title: String(values.title ?? node.id) });
      continue;
    }
    if (look === 'note') {
      scene.notes.push({ ...rect, text: String(values.text ?? '') });
      continue;
    }
    const own = checked?.byId.get(node.id);
    const { inputs, outputs } = portsOf(document, node.id);
    scene.cards.push({
      ...rect,
      id: node.id,
      title: cardTitle(node),
      shape: own ? cardShape(own) : '',
      note: own && checked ? cardNote(own, checked) : '',
      formula: definition?.documentation.formula ?? '',
      icon: icons.get(iconOf(node.type)) ?? '',
      faint: node.bypassed === true,
      ports: [
        ...inputs.map(({ name, kinds }, place) => ({
          x: rect.x,
          y: rect.y + portHeight('input', place, inputs.length),
          look: inputLook(state, node.id, name, kinds[0] ?? 'tensor'),
        })),
        ...outputs.map(({ name }, place) => ({
          x: rect.x + rect.width,
          y: rect.y + portHeight('output', place, outputs.length),
          look: outputLook(state, node.id, name),
        })),
      ],
    });
  }
  const { wires } = useRoutes.getState();
  for (const edge of document.edges) {
    const drawn = wires.get(edge.id);
    if (!drawn) continue;
    const label = wireLabel(state, edge.source, edge.sourceHandle);
    scene.wires.push({
      path: drawn.path,
      look: outputLook(state, edge.source, edge.sourceHandle),
      label: drawn.label && label !== '' ? { x: drawn.label.x, y: drawn.label.y, text: label } : null,
    });
  }
  return scene;
}

/** The theme's colours and letters, as the page has them now. */
function graphLook(): GraphLook {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    canvas: token('canvas'),
    raised: token('raised'),
    panel: token('panel'),
    line: token('line-2'),
    edge: token('line-2'),
    ink: token('ink'),
    ink2: token('ink-2'),
    ink3: token('ink-3'),
    sans: token('sans'),
    mono: token('mono'),
    formula: token('formula'),
    ports: {
      tensor: token('edge'),
      z: token('port-z'),
      labels: token('port-labels'),
      scalar: token('port-scalar'),
    },
  };
}

function drawn(): { markup: string; width: number; height: number } {
  const state = useDocument.getState();
  return graphSvg(graphScene(state), graphLook(), state.document.name);
}

export const exportGraphSvg = (): Promise<void> => exportSvg('graph', drawn().markup);

export function exportGraphPng(): Promise<void> {
  const { markup, width, height } = drawn();
  return exportPng('graph', markup, width, height);
}
