/** Changing parameters of one node or of several, as one step. */
import { withDefaults, withParameter } from '../../engine';
import { texts } from '../texts';
import { definitionOf } from './actions';
import * as edits from './edits';
import { findNode } from './lookup';
import { currentDocument, edit } from './store';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Gives a parameter of these nodes a value. What stands at it already stays untouched, and a value that changes nothing is
 * no step.
 *
 * @param gesture changes with the same key are one step; by default those of the same parameter that follow each other
 */
export function setParameters(
  ids: readonly string[],
  parameter: string,
  value: unknown,
  gesture = `parameter ${ids.join(' ')} ${parameter}`,
): void {
  const titles = ids.flatMap((id) => {
    const node = findNode(currentDocument(), id);
    return (node && definitionOf(node)?.parameters[parameter]?.title) ?? [];
  });
  const name = ids.length === 1 ? texts.undo.parameter : texts.undo.parameters;
  edit(
    name(titles[0] ?? parameter, ids.length === 1 ? (ids[0] as string) : texts.count(ids.length, 'node')),
    (document) =>
      ids.reduce((current, id) => {
        const node = findNode(current, id);
        const specs = node && definitionOf(node)?.parameters;
        if (!node || !specs?.[parameter] || same(withDefaults(specs, node.data)[parameter], value)) return current;
        return edits.setData(current, id, withParameter(specs, node.data, parameter, value));
      }, document),
    gesture,
  );
}

/** Puts parameters of a node back to their defaults, as one step. */
export function resetParameters(id: string, parameters: Readonly<Record<string, unknown>>): void {
  edit(texts.undo.resetParameters(id), (document) =>
    Object.entries(parameters).reduce((current, [parameter, value]) => {
      const node = findNode(current, id);
      const specs = node && definitionOf(node)?.parameters;
      return node && specs ? edits.setData(current, id, withParameter(specs, node.data, parameter, value)) : current;
    }, document),
  );
}
