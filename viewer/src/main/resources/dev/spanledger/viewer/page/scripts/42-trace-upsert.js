// SPDX-License-Identifier: Apache-2.0
// Takes spans of the live feed into a run: new ones find their place, known ones change.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  /** Applies spans in any order; a child may come before its parent. Returns the slots that are new. */
  trace.upsert = (model, spans) => {
    const fresh = [];
    for (const span of spans) {
      let slot = model.slot(span.id);
      // Runs no more, and its end is not stored: news only of what is thought to run.
      if (span.gone && (slot < 0 || !model.isRunning(slot))) continue;
      // What has ended stays so: an answer that says otherwise is older, and only came later.
      if (slot >= 0 && !model.isRunning(slot) && (span.running || span.flags & trace.FLAG.RUNNING)) continue;
      if (slot < 0) {
        slot = model.add(span.id);
        fresh.push(slot);
        fill(model, slot, span);
        place(model, slot, span.parentId);
      } else {
        fill(model, slot, span);
      }
    }
    if (spans.length) model.arrange();
    return fresh;
  };

  function fill(model, slot, span) {
    const known = (value, name) => { if (value !== null && value !== undefined) model[name][slot] = value; };
    known(span.start === undefined ? undefined : span.start - model.base, 'start');
    known(span.durationMs, 'duration');
    for (const name of ['name', 'kind', 'status', 'model', 'agent']) {
      if (span[name] !== null && span[name] !== undefined) model[name][slot] = model.intern(span[name]);
    }
    if (span.callId) model.call[slot] = model.intern(span.callId);
    for (const name of ['in', 'out', 'cacheRead', 'reasoning', 'cost']) known(span[name], name);
    known(span.counted === undefined ? undefined : +span.counted, 'counted');
    const stays = model.flags[slot] & ~(trace.FLAG.RUNNING | trace.FLAG.HANGING);
    model.flags[slot] = stays | (span.running ? trace.FLAG.RUNNING : 0) | (span.hanging ? trace.FLAG.HANGING : 0);
    if (span.flags !== undefined) model.flags[slot] = span.flags;
    if (span.error) model.errors.set(slot, typeof span.error === 'string' ? span.error : span.error.message || '');
  }

  // A span whose parent is unknown stands at the top until the parent comes.
  function place(model, slot, parentId) {
    const waiting = (model.waiting ||= new Map());
    const parent = parentId ? model.slot(parentId) : -1;
    model.attach(slot, parent === slot ? -1 : parent);
    if (parentId && parent < 0) waiting.set(parentId, (waiting.get(parentId) || []).concat(slot));
    for (const child of waiting.get(model.id[slot]) || []) {
      if (isBelow(model, slot, child)) continue; // spans that name each other as parents
      model.detach(child);
      model.attach(child, slot);
    }
    waiting.delete(model.id[slot]);
  }

  function isBelow(model, slot, above) {
    if (slot === above) return true;
    for (const each of trace.ancestors(model, slot)) if (each === above) return true;
    return false;
  }
})();
