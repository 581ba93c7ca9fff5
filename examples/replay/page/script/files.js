// Files and folders that are dropped or chosen, as {path, file}.

import {byId} from './dom.js';

async function filesOfEntry(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{path: entry.fullPath.slice(1), file}];
  }
  const reader = entry.createReader();
  const files = [];
  for (;;) { // a reader gives a hundred entries at a time
    const entries = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return files;
    for (const one of entries) files.push(...await filesOfEntry(one));
  }
}

async function filesOfDrop(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return [...transfer.files].map((file) => ({path: file.name, file}));
  const files = [];
  for (const entry of entries) files.push(...await filesOfEntry(entry));
  return files;
}

/** Calls `open(files)` for each drop and choice, wherever on the page something is dropped. */
export function acceptFiles(open) {
  const zone = byId('drop');
  let depth = 0;
  const mark = (change) => zone.classList.toggle('over', (depth += change) > 0);
  addEventListener('dragenter', () => mark(1));
  addEventListener('dragleave', () => mark(-1));
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', async (event) => {
    event.preventDefault();
    mark(-depth);
    open(await filesOfDrop(event.dataTransfer));
  });
  for (const id of ['files', 'folder'])
    byId(id).addEventListener('change', ({target}) => {
      open([...target.files].map((file) => ({path: file.webkitRelativePath || file.name, file})));
      target.value = '';
    });
}
