/** The node types, by category: to be dragged onto the canvas, or clicked. Narrow windows get a rail with fly-outs. */
import { type DragEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type NodeCategory, type NodeDefinition, nodeCategories, nodeRegistry } from '../../engine';
import { tooltip } from '../app/commands';
import { addFromPalette } from '../app/commands-node';
import { openAddSearch } from '../app/dialog-store';
import { toggleFolded, useLayout } from '../app/layout';
import { DRAG_TYPE, setDraggedType, setDropTarget } from '../canvas/drop';
import { viewCenter } from '../canvas/viewport';
import { texts } from '../texts';
import { Icon } from '../ui/icons';
import { searchItems } from '../ui/search';
import './palette.css';

interface Category {
  id: NodeCategory;
  title: string;
  types: NodeDefinition[];
}

const categories: Category[] = nodeCategories
  .map(({ id, title }) => ({
    id,
    title,
    // A port is of use inside a subgraph only, and that is made from what is selected.
    types: [...nodeRegistry.values()].filter(
      ({ category, structure }) => category === id && !structure?.startsWith('subgraph'),
    ),
  }))
  .filter(({ types }) => types.length > 0);

export function Palette() {
  const [query, setQuery] = useState('');
  const folded = useLayout((layout) => layout.folded);
  const shown = useMemo(() => {
    if (query.trim() === '') return categories;
    return categories
      .map((category) => ({
        ...category,
        types: searchItems(category.types, query, ({ title, type }) => ({
          title,
          keywords: `${type} ${category.title}`,
        })),
      }))
      .filter(({ types }) => types.length > 0);
  }, [query]);
  const first = shown[0]?.types[0];
  return (
    <nav className="palette" aria-label={texts.regions.palette}>
      <label className="field palette-search">
        <Icon name="search" size={14} />
        <input
          type="search"
          value={query}
          placeholder={texts.palette.find}
          aria-label={texts.palette.find}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && first && query !== '') {
              event.preventDefault();
              addFromPalette(first.type);
              setQuery('');
            }
            if (event.key === 'Escape') setQuery('');
          }}
        />
        <span className="key" aria-hidden="true">
          {texts.palette.key}
        </span>
      </label>
      {shown.map((category) => {
        const open = query !== '' || !folded.includes(category.id);
        return (
          <div key={category.id} className="palette-category">
            <button
              type="button"
              className="palette-heading"
              aria-expanded={open}
              onClick={() => toggleFolded(category.id)}
            >
              <Icon name={open ? 'down' : 'right'} size={12} />
              {category.title}
              {!open && <span className="palette-count">{category.types.length}</span>}
            </button>
            {open && <Types types={category.types} />}
          </div>
        );
      })}
      {shown.length === 0 && <p className="help">{texts.palette.none}</p>}
    </nav>
  );
}

function Types({ types, added }: { types: readonly NodeDefinition[]; added?: () => void }) {
  const drag = (event: DragEvent, type: string) => {
    event.dataTransfer.setData(DRAG_TYPE, type);
    event.dataTransfer.effectAllowed = 'copy';
    setDraggedType(type);
  };
  return (
    <ul>
      {types.map(({ type, title, icon, documentation }) => (
        <li key={type}>
          <button
            type="button"
            className="palette-item"
            draggable
            title={documentation.text}
            aria-label={texts.palette.add(title)}
            onDragStart={(event) => drag(event, type)}
            onDragEnd={() => {
              setDraggedType(null);
              setDropTarget();
            }}
            onClick={() => {
              added?.();
              addFromPalette(type);
            }}
          >
            <Icon name={icon} />
            <span>{title}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The palette of narrow windows. */
export function PaletteRail() {
  const [open, setOpen] = useState<NodeCategory | null>(null);
  const rail = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open === null) return;
    const outside = (event: PointerEvent) => {
      if (!rail.current?.contains(event.target as Element)) setOpen(null);
    };
    addEventListener('pointerdown', outside, true);
    return () => removeEventListener('pointerdown', outside, true);
  }, [open]);
  return (
    <nav
      className="palette-rail"
      aria-label={texts.regions.palette}
      ref={rail}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || open === null) return;
        event.stopPropagation();
        rail.current?.querySelector<HTMLElement>(`[data-category="${open}"]`)?.focus();
        setOpen(null);
      }}
    >
      <button
        type="button"
        className="button icon-only"
        aria-label={texts.palette.find}
        title={tooltip('node.add')}
        onClick={() => openAddSearch({ ...viewCenter(), from: null })}
      >
        <Icon name="search" />
      </button>
      <hr />
      {categories.map(({ id, title, types }) => (
        <div key={id} className="palette-flyout-place">
          <button
            type="button"
            className="button icon-only"
            aria-label={title}
            title={title}
            aria-expanded={open === id}
            data-category={id}
            onClick={() => setOpen(open === id ? null : id)}
          >
            <Icon name={types[0]?.icon ?? 'node'} />
          </button>
          {open === id && (
            <div className="palette-flyout">
              <h3>{title}</h3>
              <Types types={types} added={() => setOpen(null)} />
            </div>
          )}
        </div>
      ))}
    </nav>
  );
}
