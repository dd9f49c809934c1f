// SPDX-License-Identifier: Apache-2.0
// A run as columns. A span keeps its slot for ever; where it stands in the tree is worked out
// again when spans come in, so that a selection never moves while a run grows.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  const RUNNING = 1, HANGING = 2, CRITICAL = 4, FIRST_ERROR = 8, REPEATS = 16;
  trace.FLAG = { RUNNING, HANGING, CRITICAL, FIRST_ERROR, REPEATS };

  // Name → type of array, and what an empty place holds.
  const STATED = {
    parent: [Int32Array, -1], start: [Float64Array, 0], duration: [Float64Array, 0], kind: [Int32Array, -1],
    status: [Int32Array, -1], name: [Int32Array, -1], model: [Int32Array, -1], agent: [Int32Array, -1],
    call: [Int32Array, -1], in: [Float64Array, -1], out: [Float64Array, -1], cacheRead: [Float64Array, -1],
    reasoning: [Float64Array, -1], cost: [Float64Array, NaN], counted: [Uint8Array, 0], flags: [Uint8Array, 0],
  };
  const DERIVED = {
    first: [Int32Array, -1], last: [Int32Array, -1], next: [Int32Array, -1], previous: [Int32Array, -1],
    order: [Int32Array, -1], position: [Int32Array, -1], end: [Int32Array, 0], depth: [Int32Array, 0],
    nth: [Int32Array, 0], children: [Int32Array, 0], head: [Int32Array, -1], run: [Int32Array, 0],
    allIn: [Float64Array, 0], allOut: [Float64Array, 0], allCost: [Float64Array, 0], allErrors: [Int32Array, 0],
    priced: [Int32Array, 0], failed: [Uint8Array, 0], inLoop: [Uint8Array, 0],
  };
  const COLUMNS = { ...STATED, ...DERIVED };

  class Model {
    constructor(skeleton) {
      this.trace = skeleton.trace || {};
      this.base = skeleton.base;
      this.dict = skeleton.dict.slice();
      this.words = new Map(this.dict.map((word, i) => [word, i]));
      this.id = skeleton.id.slice();
      this.n = skeleton.n;
      this.errors = new Map(Object.entries(skeleton.error || {}).map(([slot, text]) => [+slot, text]));
      this.scores = skeleton.scores || [];
      this.capacity = Math.max(16, this.n);
      for (const [name, [Type, empty]] of Object.entries(COLUMNS)) {
        this[name] = new Type(this.capacity).fill(empty);
        if (!(name in STATED) || !skeleton[name]) continue;
        const from = skeleton[name];
        for (let i = 0; i < this.n; i++) if (from[i] !== null && from[i] !== undefined) this[name][i] = from[i];
      }
      this.firstRoot = this.lastRoot = -1;
      this.roots = 0;
      for (let i = 0; i < this.n; i++) this.attach(i, this.parent[i]);
      this.arrange();
    }

    word(i) { return i < 0 ? null : this.dict[i]; }
    nameOf(i) { return this.word(this.name[i]) || '(no name)'; }
    kindOf(i) { return this.word(this.kind[i]) || 'INTERNAL'; }
    statusOf(i) { return this.word(this.status[i]) || 'UNSET'; }
    /** Whether the run goes on; between two steps no span of it need be running. */
    goesOn() { return this.runningCount > 0 || (this.trace.running ?? this.trace.status === 'RUNNING'); }
    isRunning(i) { return (this.flags[i] & RUNNING) !== 0; }
    isCritical(i) { return (this.flags[i] & CRITICAL) !== 0; }

    /** The slot of a span id, or -1. The index is made at its first use: opening a run needs none. */
    slot(id) {
      if (!this.slots) this.slots = new Map(this.id.slice(0, this.n).map((each, i) => [each, i]));
      return this.slots.get(id) ?? -1;
    }

    /** The tool spans that answer a call of a model. */
    slotOfCall(callId) {
      const word = this.words.get(callId);
      if (word === undefined) return -1;
      let found = -1;
      for (let i = 0; i < this.n; i++) if (this.call[i] === word && (found < 0 || this.kindOf(i) === 'TOOL')) found = i;
      return found;
    }

    intern(word) {
      if (word === null || word === undefined) return -1;
      let i = this.words.get(word);
      if (i === undefined) {
        i = this.dict.push(word) - 1;
        this.words.set(word, i);
      }
      return i;
    }

    /** Makes room for one more span, and says its slot. */
    add(id) {
      if (this.n === this.capacity) this.grow(this.capacity * 2);
      const slot = this.n++;
      this.id[slot] = id;
      if (this.slots) this.slots.set(id, slot);
      return slot;
    }

    grow(capacity) {
      for (const [name, [Type, empty]] of Object.entries(COLUMNS)) {
        const wider = new Type(capacity).fill(empty);
        wider.set(this[name]);
        this[name] = wider;
      }
      this.capacity = capacity;
    }

    /** Puts a span among its siblings by start. Late ones are late by little: looked for from the end. */
    attach(i, parent) {
      this.parent[i] = parent;
      let before = parent < 0 ? this.lastRoot : this.last[parent];
      while (before >= 0 && this.start[before] > this.start[i]) before = this.previous[before];
      const after = before >= 0 ? this.next[before] : parent < 0 ? this.firstRoot : this.first[parent];
      this.previous[i] = before;
      this.next[i] = after;
      if (before >= 0) this.next[before] = i; else this.setFirst(parent, i);
      if (after >= 0) this.previous[after] = i; else this.setLast(parent, i);
      if (parent < 0) this.roots++; else this.children[parent]++;
    }

    detach(i) {
      const parent = this.parent[i], before = this.previous[i], after = this.next[i];
      if (before >= 0) this.next[before] = after; else this.setFirst(parent, after);
      if (after >= 0) this.previous[after] = before; else this.setLast(parent, before);
      if (parent < 0) this.roots--; else this.children[parent]--;
    }

    setFirst(parent, i) { if (parent < 0) this.firstRoot = i; else this.first[parent] = i; }
    setLast(parent, i) { if (parent < 0) this.lastRoot = i; else this.last[parent] = i; }

    /** Works out what follows from the tree: order, depth, runs of identical calls, sums. */
    arrange() {
      trace.order(this);
      trace.sums(this);
    }
  }

  trace.Model = Model;
})();
