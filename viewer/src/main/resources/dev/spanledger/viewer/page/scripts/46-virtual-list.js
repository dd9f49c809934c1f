// SPDX-License-Identifier: Apache-2.0
// A long list of rows of one height, of which only those that are seen exist. Rows and canvases stand in
// a pinned layer, so that both move in the same frame. Where the list is higher than a browser lets an
// element be, the scroll bar stands for it in proportion.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  trace.MAX_HEIGHT = 8000000; // Firefox stops at 17.8 million pixels, Chromium at 33 million
  const FAR = 10000; // rows
  trace.rowHeight = SL.rowHeight;

  class VirtualList {
    /** `make()` makes a row's element; `fill(element, index)` says what it shows; `moved()` is called after each scroll. */
    constructor({ scroller, sizer, layer, rowHeight, make, fill, moved }) {
      Object.assign(this, { scroller, sizer, rowHeight, make, fill, moved });
      this.layer = layer.appendChild(document.createElement('div'));
      this.origin = 0; // the row from which the layer's rows are placed; scrolling moves the layer, not each row
      this.count = 0;
      this.top = 0; // of the whole list, in pixels
      this.pool = [];
      this.shown = [];
      this.height = 0;
      this.onScroll = () => this.scrolled();
      this.onWheel = (event) => this.wheel(event);
      scroller.addEventListener('scroll', this.onScroll, { passive: true });
      scroller.addEventListener('wheel', this.onWheel, { passive: false });
    }

    close() {
      this.scroller.removeEventListener('scroll', this.onScroll);
      this.scroller.removeEventListener('wheel', this.onWheel);
    }

    setHeight(height) {
      this.height = Math.max(0, height);
      this.fit();
    }

    setCount(count) {
      this.count = count;
      this.fit();
    }

    fit() {
      this.full = this.count * this.rowHeight;
      this.tall = Math.min(this.full, trace.MAX_HEIGHT);
      const height = this.tall + 'px';
      if (this.sizer.style.height !== height) this.sizer.style.height = height;
      this.scaled = this.full > this.tall;
      this.top = Math.min(this.top, this.most());
    }

    most() { return Math.max(0, this.full - this.height); }
    ratio() { return this.scaled ? this.most() / Math.max(1, this.tall - this.height) : 1; }

    scrolled() {
      const bar = this.scroller.scrollTop;
      // What we set ourselves comes back rounded; the exact place is known then.
      if (Math.abs(bar - (this.setBar ?? -9)) >= 1) this.top = Math.min(this.most(), bar * this.ratio());
      this.setBar = null;
      this.draw();
      this.moved?.();
    }

    // In proportion, a notch of the wheel would jump over rows: it moves as far as it does in short lists.
    wheel(event) {
      if (!this.scaled || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      this.userMoved?.();
      this.scrollTo(this.top + event.deltaY * (event.deltaMode === 1 ? this.rowHeight : 1));
    }

    scrollTo(top) {
      this.top = Math.max(0, Math.min(top, this.most()));
      this.setBar = Math.round(this.top / this.ratio());
      this.scroller.scrollTop = this.setBar;
      this.draw();
      this.moved?.();
    }

    scrollToRow(row, where = 'near') {
      const top = row * this.rowHeight;
      if (where === 'near' && top >= this.top && top + this.rowHeight <= this.top + this.height) return;
      if (where === 'near' && Math.abs(top - this.top) < this.height * 2) {
        this.scrollTo(top < this.top ? top : top + this.rowHeight - this.height);
      } else {
        this.scrollTo(top - this.height / 3);
      }
    }

    first() { return Math.floor(this.top / this.rowHeight); }
    last() { return Math.min(this.count, Math.ceil((this.top + this.height) / this.rowHeight)); }
    y(row) { return row * this.rowHeight - this.top; }
    rowAt(y) {
      const row = Math.floor((y + this.top) / this.rowHeight);
      return row >= 0 && row < this.count ? row : -1;
    }

    /** What the rows show has changed: each is filled anew when it is drawn. */
    invalidate() {
      this.shown.fill(-1);
    }

    refresh() {
      this.invalidate();
      this.draw();
    }

    draw() {
      const first = this.first(), last = this.last();
      const needed = Math.ceil(this.height / this.rowHeight) + 1;
      while (this.pool.length < needed) {
        const element = this.make();
        this.pool.push(element);
        this.shown.push(-1);
        this.layer.appendChild(element);
      }
      if (Math.abs(first - this.origin) > FAR) { this.origin = first; this.invalidate(); }
      this.layer.style.transform = `translateY(${this.y(this.origin)}px)`;
      const size = this.pool.length;
      for (let place = 0; place < size; place++) {
        const row = first + ((place - first) % size + size) % size;
        const element = this.pool[place];
        if (row >= last) {
          if (this.shown[place] !== -2) { element.hidden = true; element.removeAttribute('id'); this.shown[place] = -2; }
          continue;
        }
        if (this.shown[place] === row) continue;
        element.hidden = false;
        element.style.transform = `translateY(${(row - this.origin) * this.rowHeight}px)`;
        this.shown[place] = row;
        this.fill(element, row);
      }
    }
  }

  trace.VirtualList = VirtualList;
})();
