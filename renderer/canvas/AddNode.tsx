/** The add-node search at the pointer. Dropped from a port it shows what fits, and wires it. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { nodeCategories, nodeRegistry } from '../../engine';
import { type AddSearch, closeAddSearch, useAddSearch } from '../app/dialog-store';
import { addNode, CARD, freePlace } from '../document/actions';
import { fittingPort, type PortPlace, wireBetween } from '../document/connections';
import { connect } from '../document/edits';
import { currentDocument } from '../document/store';
import { texts } from '../texts';
import { SearchList } from '../ui/SearchList';
import { portHeight } from './geometry';
import { cardPlace, focusNode, keepInView, toGraph } from './viewport';

const MARGIN = 8;

export function AddNode() {
  const open = useAddSearch((state) => state.open);
  return open ? <AddNodeAt key={`${open.x} ${open.y}`} search={open} /> : null;
}

function AddNodeAt({ search }: { search: AddSearch }) {
  const { from } = search;
  const panel = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: search.x, top: search.y });

  useLayoutEffect(() => {
    const box = panel.current?.getBoundingClientRect();
    if (!box) return;
    setPlace({
      left: Math.max(MARGIN, Math.min(search.x, innerWidth - box.width - MARGIN)),
      top: Math.max(MARGIN, Math.min(search.y, innerHeight - box.height - MARGIN)),
    });
  }, [search]);

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!panel.current?.contains(event.target as Element)) closeAddSearch();
    };
    addEventListener('pointerdown', outside, true);
    return () => removeEventListener('pointerdown', outside, true);
  }, []);

  const items = useMemo(
    () =>
      nodeCategories.flatMap((category) =>
        [...nodeRegistry.values()]
          .filter((definition) => definition.category === category.id)
          .filter((definition) => from === null || fittingPort(from, definition.type) !== null)
          .map((definition) => ({
            id: definition.type,
            title: definition.title,
            icon: definition.icon,
            detail: category.title,
            keywords: `${category.title} ${definition.type}`,
          })),
      ),
    [from],
  );

  const choose = (type: string) => {
    closeAddSearch();
    const id = from ? addWired(type, from, search) : addFree(type, search);
    if (id) {
      keepInView(id);
      focusNode(id);
    }
  };

  return (
    <div
      ref={panel}
      className="add-node"
      role="dialog"
      aria-label={from ? texts.canvas.addFits(`${from.nodeId} ${from.port}`) : texts.canvas.addTitle}
      style={place}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Tab') {
          event.preventDefault();
          closeAddSearch();
          if (from) focusNode(from.nodeId);
        }
        event.stopPropagation();
      }}
    >
      <SearchList
        items={items}
        label={texts.canvas.addSearch}
        placeholder={from ? texts.canvas.addFits(`${from.nodeId} ${from.port}`) : texts.canvas.addSearch}
        empty={texts.canvas.addNone}
        choose={(item) => choose(item.id)}
      />
    </div>
  );
}

function addFree(type: string, place: { x: number; y: number }): string | null {
  return addNode(type, freePlace(currentDocument(), cardPlace(place)));
}

/** Adds a node so that its fitting port lies where the wire was dropped. */
function addWired(type: string, from: PortPlace, place: { x: number; y: number }): string | null {
  const port = fittingPort(from, type);
  const definition = nodeRegistry.get(type);
  if (!port || !definition) return null;
  const side = from.side === 'output' ? 'input' : 'output';
  const ports = side === 'input' ? definition.inputs : definition.outputs;
  const drop = toGraph(place);
  const corner = {
    x: drop.x - (side === 'output' ? CARD.width : 0),
    y: drop.y - portHeight(side, ports.indexOf(port), ports.length),
  };
  return addNode(type, freePlace(currentDocument(), corner), (document, nodeId) => {
    const wire = wireBetween(from, { nodeId, port: port.name, side });
    return wire ? connect(document, wire) : document;
  });
}
