// SPDX-License-Identifier: Apache-2.0
// What somebody looks at in a run: the selected span, the stretch of time, the tab. Parts of the page
// listen to what changed and draw in the next frame.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  trace.TABS = [['tree', 'Timeline'], ['flame', 'Flame'], ['transcript', 'Transcript'], ['graph', 'Graph'], ['table', 'Table']];
  trace.PANES = [['messages', 'Messages'], ['io', 'I/O'], ['attributes', 'Attributes'], ['events', 'Events'],
    ['raw', 'Raw'], ['links', 'Links'], ['why', 'Why']];

  class View {
    constructor(model, traceId) {
      this.model = model;
      this.traceId = traceId;
      this.rows = new trace.Rows(model);
      this.selected = model.firstRoot;
      this.tab = 'tree';
      this.pane = 'why';
      this.metric = 'time';
      this.critical = false;
      this.compressed = false;
      this.follow = model.goesOn();
      this.paused = false;
      this.unseen = 0;
      this.playhead = null;
      this.find = { text: '', regex: false, caseful: false, hits: [], hit: new Set(), at: -1, state: 'idle' };
      this.listeners = new Set();
      this.measure();
    }

    /** What is worked out from all spans and is not needed for every frame. */
    measure() {
      const whole = !this.axis || (this.from === 0 && this.to === this.axis.length);
      this.axis = new trace.Axis(this.model, this.compressed);
      if (whole) { this.from = 0; this.to = this.axis.length; }
      this.longFor = trace.longFor(this.model);
    }

    on(listener) {
      this.listeners.add(listener);
      return () => this.listeners.delete(listener);
    }

    /** Tells what changed: model, rows, select, scroll, zoom, tab, find, play, options, live. */
    changed(...what) {
      const set = new Set(what);
      for (const listener of [...this.listeners]) listener(set);
    }

    select(slot, { reveal = true, pane } = {}) {
      if (slot < 0) return;
      this.selected = slot;
      this.chosen = true;
      if (pane) this.pane = pane;
      else if (this.pane === 'why' && !this.keepWhy) this.pane = 'messages';
      if (reveal && this.rows.reveal(slot)) this.changed('select', 'rows', 'scroll');
      else this.changed('select', 'scroll');
      const m = this.model;
      SL.announce?.(`${m.nameOf(slot)}, ${m.kindOf(slot)}, ${SL.fmt.duration(trace.durationOf(m, slot))}${m.failed[slot] ? ', failed' : ''}`);
    }

    step(by) {
      const row = this.rows.rowOf(this.selected);
      const to = Math.min(this.rows.count - 1, Math.max(0, row < 0 ? 0 : row + by));
      this.select(this.rows.slots[to], { reveal: false });
    }

    zoom(from, to) {
      const least = this.axis.length / 1e7;
      const length = Math.min(this.axis.length, Math.max(least, to - from));
      this.from = Math.max(0, Math.min(from, this.axis.length - length));
      this.to = this.from + length;
      this.changed('zoom');
    }

    zoomTo(slot) {
      const { model, axis } = this;
      const from = axis.at(model.start[slot]), to = axis.at(model.start[slot] + trace.durationOf(model, slot));
      const room = Math.max((to - from) * 0.05, axis.length / 1e6);
      this.zoom(from - room, to + room);
    }

    unzoom() { this.zoom(0, this.axis.length); }
    isZoomed() { return this.to - this.from < this.axis.length * 0.9999; }

    set(values, ...what) {
      Object.assign(this, values);
      if ('compressed' in values) {
        const from = this.axis.time(this.from), to = this.axis.time(this.to), zoomed = this.isZoomed();
        this.axis = null;
        this.measure();
        if (zoomed) { this.from = this.axis.at(from); this.to = this.axis.at(to); } else { this.from = 0; this.to = this.axis.length; }
        what.push('zoom');
      }
      this.changed(...(what.length ? what : ['options']));
    }
  }

  trace.View = View;

  /** Draws in the next frame, once, however often it is asked to. */
  trace.inFrame = (draw) => {
    let asked = 0;
    const ask = () => { asked ||= requestAnimationFrame(() => { asked = 0; draw(); }); };
    ask.cancel = () => { cancelAnimationFrame(asked); asked = 0; };
    return ask;
  };

  /** Renders a component again when one of these things changed. */
  trace.useView = (view, ...what) => {
    const [, again] = SL.hooks.useReducer((n) => n + 1, 0);
    SL.hooks.useEffect(() => view.on((changes) => { if (what.some((each) => changes.has(each))) again(); }), [view]);
  };
})();
