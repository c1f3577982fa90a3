/** Every text that the desktop shows by itself. What the page shows is in the page's own catalogue. */
export const texts = {
  appName: 'Zlens',
  graphFiles: 'Zlens graph',
  tableFiles: 'Table',
  anyFile: 'All files',
  unsavedTitle: 'Unsaved changes',
  unsavedMessage: 'Save your changes before closing?',
  unsavedDetail: 'Without saving, they are lost.',
  save: 'Save',
  dontSave: "Don't save",
  cancel: 'Cancel',
  openFailedTitle: 'The file could not be opened',
  window: 'Window',
} as const;
