/** The type of data that a node type carries while it is dragged from the palette. */
export const DRAG_TYPE = 'application/x-zlens-node';
