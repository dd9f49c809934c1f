// SPDX-License-Identifier: Apache-2.0
// One list of keys: what is pressed is looked up in it, and the help is it.
(() => {
  'use strict';
  const SL = window.SL;
  const { useLayoutEffect, useRef } = SL.hooks;
  const groups = [];
  let pending = null;

  const typing = (target) => target instanceof Element && target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]');
  const onControl = (event) => (event.key === 'Enter' || event.key === ' ') && event.target instanceof Element && event.target.closest('a, button, summary, input, [role=separator]');
  const find = (key) => {
    for (const group of [...groups].reverse()) {
      const entry = group.entries().find((e) => !e.off && e.keys.includes(key));
      if (entry) return entry;
    }
    return null;
  };
  const starts = (key) => groups.some((g) => g.entries().some((e) => e.keys.some((k) => k.startsWith(key + ' '))));

  const pressed = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const dialog = document.querySelector('dialog[open]');
    if (dialog && !dialog.contains(document.activeElement)) return;
    if (onControl(event)) return;
    const sequence = pending ? pending + ' ' + event.key : event.key;
    pending = null;
    let entry = typing(event.target) ? find('typing ' + event.key) : dialog ? null : find(sequence) || find(event.key);
    if (!entry && !typing(event.target) && !dialog && starts(event.key)) {
      pending = event.key;
      setTimeout(() => { pending = null; }, 1200);
      return;
    }
    if (entry && entry.run(event) !== false) event.preventDefault();
  };
  document.addEventListener('keydown', pressed);

  SL.keys = {
    /** Adds a group; entry = {keys: ['j', 'ArrowDown', 'g t'], label, show, off, run(event)}. Returns how to remove it. Later groups win. */
    add(title, entries) {
      const group = { title, entries };
      groups.push(group);
      return () => groups.splice(groups.indexOf(group), 1);
    },
    /** For the help: the groups of now, each entry with a label. */
    list: () => groups.map((g) => ({ title: g.title, entries: g.entries().filter((e) => e.label && !e.off) })).filter((g) => g.entries.length),
    name: (key) => ({ ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', ' ': 'Space' }[key] || key),
  };
  /** The keys of a component, while it is there. `entries` may close over state: the latest is used. */
  SL.useKeys = (title, entries) => {
    const latest = useRef(entries);
    latest.current = entries;
    useLayoutEffect(() => SL.keys.add(title, () => latest.current), [title]); // what is seen can be typed at
  };
})();
