// SPDX-License-Identifier: Apache-2.0
// A run that grows: spans come in by the server's feed and are taken in at most ten times a second.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  const BEAT_MS = 100; // at most ten times a second, and never more than a fifth of the time
  const MEASURE_MS = 2000;

  /** A skeleton's spans in the form of the feed. */
  function* spansOf(skeleton) {
    const word = (i) => (i < 0 ? null : skeleton.dict[i]);
    for (let i = 0; i < skeleton.n; i++) {
      yield {
        id: skeleton.id[i], parentId: skeleton.parent[i] < 0 ? null : skeleton.id[skeleton.parent[i]],
        start: skeleton.base + skeleton.start[i], durationMs: skeleton.duration[i], name: word(skeleton.name[i]), kind: word(skeleton.kind[i]),
        status: word(skeleton.status[i]), model: word(skeleton.model[i]), agent: word(skeleton.agent[i]), callId: word(skeleton.call[i]),
        in: skeleton.in[i], out: skeleton.out[i], cacheRead: skeleton.cacheRead[i], reasoning: skeleton.reasoning[i], cost: skeleton.cost[i],
        counted: skeleton.counted[i], flags: skeleton.flags[i], error: skeleton.error?.[i],
      };
    }
  }

  class Live {
    constructor(view) {
      this.view = view;
      this.queue = [];
      this.timer = 0;
      this.measuredAt = 0;
      this.beats = 0;
      this.nextAt = 0;
      this.ticker = setInterval(() => this.tick(), BEAT_MS);
      const { trace: run } = view.model;
      // A run that ended long ago gets no feed: browsers allow a host few connections.
      const recent = Date.now() - (run.start + (run.durationMs || 0)) < 120000;
      if (!SL.api.file && (view.model.goesOn() || recent)) this.open();
    }

    open() {
      this.state = 'connecting';
      let first = true;
      this.stop = SL.follow(SL.api.path('traces', this.view.traceId, 'live'), {
        init: (data) => {
          if (data?.now) this.view.model.clockAhead = data.now - Date.now();
          this.take(data?.running || []);
          // What ended between the skeleton and the feed is in neither: read it once more.
          if (first) this.readAgain();
          first = false;
        },
        spans: (data) => { this.rowIs((data.traces || []).find((each) => each.id === this.view.traceId)); this.take(data.spans || []); },
        reset: () => this.readAgain(),
        state: (state) => { this.state = state; this.view.changed('live'); },
      });
    }

    close() {
      this.stop?.();
      clearInterval(this.ticker);
      clearTimeout(this.timer);
      this.closed = true;
    }

    // As with spans: an end stays, whatever an older answer says that comes later.
    rowIs(row) {
      const known = this.row || this.view.model.trace;
      if (row && !(row.running && known.running === false)) this.row = row;
    }

    take(spans) {
      for (const span of spans) if (!span.traceId || span.traceId === this.view.traceId) this.queue.push(span);
      if (this.view.paused) this.view.changed('live');
      else this.soon(this.nextAt - performance.now()); // at once, where nothing came lately
    }

    soon(wait) {
      this.timer ||= setTimeout(() => { this.timer = 0; this.apply(); }, Math.max(0, wait));
    }

    /** Takes in what has come. Nothing that is selected or opened changes by it. */
    apply() {
      const { view, queue } = this, { model } = view;
      if (this.closed || view.paused || (!queue.length && (!this.row || this.row === model.trace))) return;
      const begun = performance.now(), errors = model.errorCount, went = model.goesOn();
      this.queue = [];
      const fresh = trace.upsert(model, queue);
      if (this.row) model.trace = this.row;
      for (const span of queue) view.details?.delete(span.id);
      view.rows.list();
      if (view.selected < 0) view.selected = model.firstRoot;
      if (!view.follow) view.unseen += fresh.length;
      this.measure(!model.goesOn());
      view.stick = view.follow && fresh.length > 0;
      view.changed('model', 'rows');
      view.stick = false;
      if (model.errorCount > errors) SL.announce('An error: ' + model.errorCount + ' now');
      if (went && !model.goesOn()) this.ended();
      this.nextAt = performance.now() + Math.max(BEAT_MS, (performance.now() - begun) * 4);
    }

    /** Limits by name and idle gaps need all spans: not ten times a second. */
    measure(now) {
      const { view } = this, time = performance.now();
      if (now || time - this.measuredAt > MEASURE_MS) {
        this.measuredAt = time;
        view.measure();
      } else {
        this.stretch();
      }
    }

    // The axis ends where the run is now; a view of the whole run stays one.
    stretch() {
      const { axis } = this.view, whole = this.view.from === 0 && this.view.to === axis.length;
      axis.until = Math.max(axis.until, this.view.model.sum.until, this.view.model.runningCount ? trace.now(this.view.model) : 0);
      axis.length = axis.at(axis.until);
      if (whole) this.view.to = axis.length;
    }

    tick() {
      const { view } = this;
      if (!view.model.runningCount || view.paused || SL.api.file || document.hidden) return;
      this.stretch();
      view.changed(...(++this.beats % 10 ? ['tick'] : ['tick', 'second']));
    }

    // The critical path and identical calls are known when the run is: read it once more.
    ended() {
      SL.announce('The run has ended: ' + (this.view.model.trace.status || '').toLowerCase());
      setTimeout(() => this.readAgain(), 1500);
    }

    async readAgain() {
      try {
        const skeleton = await SL.api.get(SL.api.path('traces', this.view.traceId, 'skeleton'));
        if (this.closed) return;
        this.rowIs(skeleton.trace);
        this.view.model.scores = skeleton.scores || [];
        this.take(spansOf(skeleton));
      } catch (error) {
        if (!this.closed) SL.toast(error.message);
      }
    }
  }

  trace.Live = Live;
})();
