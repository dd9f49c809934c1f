// SPDX-License-Identifier: Apache-2.0
// Which spans have a row: what is collapsed and what is folded stays out.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  const OPEN_ALL = 10000; // more spans than this open collapsed
  const OPEN_DEPTH = 5;
  const FOLD_FROM = 3; // identical calls in a row

  class Rows {
    constructor(model) {
      this.model = model;
      this.shut = new Uint8Array(model.capacity);
      this.opened = new Set(); // runs that somebody unfolded
      this.slots = new Int32Array(0);
      this.count = 0;
      if (model.n > OPEN_ALL) this.shutDeep();
      this.list();
    }

    // Deep subtrees are shut, but for those that hold an error or the critical path.
    shutDeep() {
      const { model } = this, matters = new Uint8Array(model.capacity);
      for (let at = model.placed - 1; at >= 0; at--) {
        const i = model.order[at], above = model.parent[i];
        if (above >= 0 && (matters[i] || model.failed[i] || model.isCritical(i))) matters[above] = 1;
        if (model.depth[i] >= OPEN_DEPTH - 1 && model.first[i] >= 0 && !matters[i]) this.shut[i] = 1;
      }
    }

    list() {
      const { model } = this;
      if (this.shut.length < model.capacity) {
        const wider = new Uint8Array(model.capacity);
        wider.set(this.shut);
        this.shut = wider;
      }
      if (this.slots.length < model.capacity) this.slots = new Int32Array(model.capacity);
      let count = 0;
      for (let at = 0; at < model.placed;) {
        const i = model.order[at];
        if (this.isFoldedAway(i)) { at = model.end[i]; continue; }
        this.slots[count++] = i;
        at = this.shut[i] ? model.end[i] : at + 1;
      }
      this.count = count;
      this.places = null;
    }

    /** The row of a span, or -1 where it has none. */
    rowOf(slot) {
      if (!this.places) {
        this.places = new Int32Array(this.model.capacity).fill(-1);
        for (let row = 0; row < this.count; row++) this.places[this.slots[row]] = row;
      }
      return slot < 0 ? -1 : this.places[slot];
    }

    isFolded(i) {
      return this.model.run[this.model.head[i]] >= FOLD_FROM && !this.opened.has(this.model.head[i]);
    }
    isFoldedAway(i) { return this.model.head[i] !== i && this.isFolded(i); }
    isRun(i) { return this.model.run[i] >= FOLD_FROM; }

    toggleRun(i) {
      const head = this.model.head[i];
      if (!this.opened.delete(head)) this.opened.add(head);
      this.list();
    }

    set(i, shut) {
      this.shut[i] = shut && this.model.first[i] >= 0 ? 1 : 0;
      this.list();
    }

    setAll(shut) {
      const { model } = this;
      for (let i = 0; i < model.n; i++) this.shut[i] = shut && model.first[i] >= 0 ? 1 : 0;
      // Collapsed means that the roots are seen with what is right below them, or there is nothing to see.
      if (shut) for (let i = model.firstRoot; i >= 0; i = model.next[i]) this.shut[i] = 0;
      this.list();
    }

    setSubtree(slot, shut) {
      const { model } = this;
      for (let at = model.position[slot]; at < model.end[slot]; at++) {
        const i = model.order[at];
        this.shut[i] = shut && model.first[i] >= 0 ? 1 : 0;
      }
      this.list();
    }

    /** Opens and unfolds all that hides a span, and says whether something did. */
    reveal(slot) {
      if (this.rowOf(slot) >= 0) return false;
      for (let i = slot; i >= 0; i = this.model.parent[i]) {
        if (i !== slot) this.shut[i] = 0;
        if (this.isFoldedAway(i)) this.opened.add(this.model.head[i]);
      }
      this.list();
      return true;
    }
  }

  trace.Rows = Rows;
})();
