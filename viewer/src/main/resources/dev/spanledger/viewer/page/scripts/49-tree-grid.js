// SPDX-License-Identifier: Apache-2.0
// Tree and timeline side by side: a treegrid whose rows are virtual, with a canvas pinned behind them.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const HEAD = 26;

  /** The grid's parts, put together once; preact leaves them alone. */
  class TreeGrid {
    constructor(scroller, view) {
      Object.assign(this, { scroller, view });
      this.rowHeight = trace.rowHeight();
      const find = (name) => scroller.querySelector('.' + name);
      this.ruler = find('tg-ruler');
      this.canvas = find('tg-time');
      this.head = find('tg-head');
      this.list = new trace.VirtualList({
        scroller, sizer: find('tg-body'), layer: find('tg-pin'), rowHeight: this.rowHeight,
        make: trace.makeRow,
        fill: (row, index) => trace.fillRow(row, view, view.rows.slots[index], index),
        moved: () => this.moved(),
      });
      this.list.userMoved = () => this.userMoved();
      scroller.style.setProperty('--row', this.rowHeight + 'px');
      this.drawSoon = trace.inFrame(() => this.draw());
      this.watcher = new ResizeObserver(() => this.resize());
      this.watcher.observe(scroller);
      this.stopListening = view.on((what) => this.changed(what));
      this.onTheme = () => { this.list.refresh(); this.draw(); };
      window.addEventListener('sl-theme', this.onTheme);
      trace.pointAtTimeline(this);
      this.count();
      this.resize();
      this.reveal();
      this.list.draw();
      this.point();
    }

    close() {
      this.watcher.disconnect();
      this.stopListening();
      window.removeEventListener('sl-theme', this.onTheme);
      this.list.close();
      this.drawSoon.cancel();
    }

    // First where to scroll, then what the rows show: the other way round the browser would lay out twice.
    changed(what) {
      const { view, list } = this, has = (...names) => names.some((each) => what.has(each));
      if (has('rows', 'model')) this.count();
      if (has('rows', 'model', 'second')) list.invalidate();
      if (has('scroll')) this.reveal();
      else if (view.follow && view.stick) this.toEnd();
      if (has('rows', 'model', 'second', 'select', 'find', 'options', 'play')) {
        list.draw();
        for (const row of list.pool) if (!row.hidden) trace.markRow(row, view);
        this.point();
      }
      if (!has('select') || has('rows', 'model')) this.drawSoon();
    }

    count() {
      this.list.setCount(this.view.rows.count);
      this.scroller.setAttribute('aria-rowcount', this.view.rows.count + 1);
    }

    toEnd() {
      this.list.scrollTo(this.list.full);
    }

    reveal() {
      const row = this.view.rows.rowOf(this.view.selected);
      if (row >= 0 && this.list.height > 0) this.list.scrollToRow(row);
    }

    // A row that is out of sight does not exist, so nothing may point at it.
    point() {
      const id = document.getElementById('row-' + this.view.selected) ? 'row-' + this.view.selected : '';
      if (id === this.pointed) return;
      this.pointed = id;
      if (id) this.scroller.setAttribute('aria-activedescendant', id);
      else this.scroller.removeAttribute('aria-activedescendant');
    }

    moved() {
      this.point();
      this.drawSoon.cancel();
      this.draw(); // in the frame that moves the rows, or bars would lag behind them
    }

    userMoved() {
      if (this.view.follow) this.view.set({ follow: false }, 'live');
    }

    resize() {
      const width = this.scroller.clientWidth;
      this.left = this.head.firstElementChild.offsetWidth + [...this.head.querySelectorAll('.tg-num')].reduce((sum, cell) => sum + cell.offsetWidth, 0);
      this.width = Math.max(40, width - this.left);
      this.list.setHeight(this.scroller.clientHeight - HEAD);
      this.list.draw();
      this.draw();
    }

    draw() {
      const { view, width, list } = this;
      if (list.height === 0) return;
      const c = trace.surface(this.canvas, width, list.height);
      trace.drawGrid(c, view, width, list.height, false);
      trace.drawBars(c, view, list, width, this.rowHeight);
      trace.drawPlayhead(c, view, width, list.height);
      const r = trace.surface(this.ruler, width, HEAD - 1);
      trace.drawGrid(r, view, width, HEAD - 1, true);
      if (this.brush) {
        r.fillStyle = c.fillStyle = SL.color('--shade');
        for (const [surface, h] of [[r, HEAD], [c, list.height]]) surface.fillRect(this.brush[0], 0, this.brush[1] - this.brush[0], h);
      }
    }
  }

  trace.TreeGrid = TreeGrid;

  /** The tab “Timeline”. */
  trace.TreeTab = ({ view }) => {
    const { html, hooks } = SL;
    const place = hooks.useRef(), grid = hooks.useRef();
    hooks.useLayoutEffect(() => {
      grid.current = new trace.TreeGrid(place.current, view);
      view.grid = grid.current;
      return () => { grid.current.close(); view.grid = null; };
    }, [view]);
    const resized = (width) => { place.current.style.setProperty('--tree', width + 'px'); grid.current.resize(); };
    return html`<div class="tg-wrap">
      <div class="tg" ref=${place} role="treegrid" aria-label="Spans of this run" aria-multiselectable="false" tabindex="0">
        <div class="tg-head" role="row" aria-rowindex="1">
          <div class="tg-name" role="columnheader">Span</div>
          <div class="tg-num" role="columnheader" title="From start to end">Time</div>
          <div class="tg-num" role="columnheader" title="In→out of the span and all below it, each call counted once">Tokens</div>
          <div class="tg-num" role="columnheader" title="Of the span and all below it, each call counted once">Cost</div>
          <canvas class="tg-ruler" aria-hidden="true"></canvas>
        </div>
        <div class="tg-body" role="rowgroup"><div class="tg-pin"><canvas class="tg-time" aria-hidden="true"></canvas></div></div>
      </div>
      <${trace.Splitter} label="Width of the tree" value=${view.treeWidth || Math.min(380, Math.round(window.innerWidth * 0.62))} least=${160} most=${1000} edge="--tree" onMove=${(w) => { view.treeWidth = w; resized(w); }} />
    </div>`;
  };
})();
