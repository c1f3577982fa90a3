/** The add-node search at the pointer. Dropped from a port it shows what fits, and wires it. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { nodeCategories, nodeRegistry } from '../../engine';
import { type AddSearch, closeAddSearch, useAddSearch } from '../app/dialog-store';
import { fittingPort } from '../document/connections';
import { currentDocument } from '../document/store';
import { texts } from '../texts';
import { SearchList } from '../ui/SearchList';
import { addAt, canAdd, cornerAtPort } from './adding';
import { cardPlace, focusNode, toGraph } from './viewport';

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
          .filter((definition) => definition.category === category.id && canAdd(currentDocument(), definition))
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
    if (from) addAt(type, cornerAtPort(type, from, toGraph(search)), { from });
    else addAt(type, cardPlace(search));
  };

  const title = from ? texts.canvas.addFits(`${from.nodeId} ${from.port}`) : texts.canvas.addTitle;
  return (
    <div
      ref={panel}
      className="add-node"
      role="dialog"
      aria-label={title}
      style={place}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Tab') {
          event.preventDefault();
          closeAddSearch();
          focusNode(from?.nodeId ?? null);
        }
        event.stopPropagation();
      }}
    >
      <SearchList
        items={items}
        label={texts.canvas.addSearch}
        placeholder={from ? title : texts.canvas.addSearch}
        empty={texts.canvas.addNone}
        choose={(item) => choose(item.id)}
      />
    </div>
  );
}
