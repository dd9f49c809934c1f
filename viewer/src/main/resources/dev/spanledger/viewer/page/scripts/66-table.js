// SPDX-License-Identifier: Apache-2.0
// The tab “Table”: every span in words and figures, sorted by any column. It says all that the canvases draw.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html, hooks } = SL;

  const text = (column) => ({ of: (m, i) => (m[column][i] < 0 ? '' : m.dict[m[column][i]]), text: true });
  const figure = (column, show) => ({ of: (m, i) => m[column][i], show });
  const tokens = (n) => SL.fmt.tokens(n), known = (n) => (n < 0 ? '' : tokens(n));
  // `of` gives what is sorted by, `show` how it is written.
  const COLUMNS = [
    { name: 'place', label: '#', of: (m, i) => m.position[i] + 1, show: String },
    { name: 'name', label: 'Name', wide: true, ...text('name') },
    { name: 'kind', label: 'Kind', ...text('kind'), show: (word) => word.toLowerCase() },
    { name: 'status', label: 'Status', ...text('status'), show: SL.statusWord },
    { name: 'model', label: 'Model', ...text('model') },
    { name: 'agent', label: 'Agent', ...text('agent') },
    { name: 'start', label: 'Start', ...figure('start', (ms) => '+' + SL.fmt.duration(ms)) },
    { name: 'duration', label: 'Time', of: (m, i) => trace.durationOf(m, i), show: (ms) => SL.fmt.duration(ms) },
    { name: 'in', label: 'In', title: 'Input tokens of the span itself', ...figure('in', known) },
    { name: 'out', label: 'Out', title: 'Output tokens of the span itself', ...figure('out', known) },
    { name: 'cacheRead', label: 'Cache', title: 'Input tokens read from a cache', ...figure('cacheRead', known) },
    { name: 'reasoning', label: 'Reasoning', title: 'Output tokens spent on reasoning', ...figure('reasoning', known) },
    { name: 'cost', label: 'Cost', of: (m, i) => (Number.isNaN(m.cost[i]) ? -1 : m.cost[i]), show: (usd) => (usd < 0 ? '' : SL.fmt.cost(usd)) },
    { name: 'error', label: 'Error', wide: true, of: (m, i) => m.errors.get(i) || '', text: true },
  ];

  /** The slots in the order of a column. Equal ones keep the tree's order. */
  trace.sortedSlots = (model, name, down) => {
    const column = COLUMNS.find((each) => each.name === name) || COLUMNS[0];
    const slots = model.order.slice(0, model.placed);
    if (column.name === 'place') return down ? slots.reverse() : slots;
    const keys = new Array(model.n);
    for (const i of slots) keys[i] = column.of(model, i);
    const sign = down ? -1 : 1;
    return slots.sort((a, b) => sign * (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : 0) || model.position[a] - model.position[b]);
  };

  const makeRow = () => {
    const row = document.createElement('div');
    row.setAttribute('role', 'row');
    for (const column of COLUMNS) {
      const cell = row.appendChild(document.createElement('div'));
      cell.setAttribute('role', 'cell');
      cell.className = 'st-' + column.name + (column.text ? '' : ' num') + (column.wide ? ' wide' : '');
    }
    return row;
  };

  class Table {
    constructor(place, view) {
      Object.assign(this, { place, view, by: 'place', down: false });
      this.list = new trace.VirtualList({
        scroller: place, sizer: place.querySelector('.st-body'), layer: place.querySelector('.st-pin'), rowHeight: trace.rowHeight(),
        make: makeRow, fill: (row, index) => this.fill(row, this.slots[index], index),
      });
      place.style.setProperty('--row', this.list.rowHeight + 'px');
      this.watcher = new ResizeObserver(() => this.resize());
      this.watcher.observe(place);
      this.stop = view.on((what) => this.changed(what));
      view.table = this;
      this.sort();
      this.resize();
      this.reveal();
    }

    close() { this.watcher.disconnect(); this.stop(); this.list.close(); this.view.table = null; }

    get count() { return this.slots.length; }
    rowOf(slot) { return this.slots.indexOf(slot); }

    sort() {
      this.slots = trace.sortedSlots(this.view.model, this.by, this.down);
      this.list.setCount(this.slots.length);
      this.place.setAttribute('aria-rowcount', this.slots.length + 1);
      this.list.refresh();
    }

    changed(what) {
      if (what.has('model')) this.sort();
      else if (!['select', 'find', 'options'].some((each) => what.has(each))) return;
      this.list.invalidate();
      if (what.has('select')) this.reveal();
      this.list.draw();
    }

    reveal() {
      const row = this.rowOf(this.view.selected);
      if (row >= 0 && this.list.height > 0) this.list.scrollToRow(row);
    }

    resize() {
      this.list.setHeight(this.place.clientHeight - 26);
      this.list.draw();
    }

    fill(row, i, index) {
      const { model } = this.view;
      row.spanSlot = i;
      row.setAttribute('aria-rowindex', index + 2);
      row.className = 'st-row' + (i === this.view.selected ? ' selected' : '') + (model.failed[i] ? ' failed' : '') + (this.view.find.hit.has(i) ? ' hit' : '');
      COLUMNS.forEach((column, at) => {
        const value = column.of(model, i);
        row.children[at].textContent = column.show ? column.show(value) : value;
      });
    }
  }

  trace.TableTab = ({ view }) => {
    const place = hooks.useRef(), table = hooks.useRef();
    const [sort, setSort] = hooks.useState({ by: 'place', down: false });
    hooks.useLayoutEffect(() => {
      table.current = new Table(place.current, view);
      return () => table.current.close();
    }, [view]);
    const sortBy = (name) => {
      const next = { by: name, down: sort.by === name ? !sort.down : !COLUMNS.find((each) => each.name === name).text && name !== 'place' && name !== 'start' };
      setSort(next);
      Object.assign(table.current, next).sort();
    };
    return html`<div class="st" ref=${place} role="table" aria-label="Spans of this run" tabindex="0"
      onClick=${(e) => { const row = e.target.closest('.st-row'); if (row) view.select(row.spanSlot); }}>
      <div role="rowgroup" class="st-head"><div role="row" class="st-row" aria-rowindex="1">${COLUMNS.map((column) => html`<div role="columnheader" title=${column.title || ''}
        class=${'st-' + column.name + (column.text ? '' : ' num') + (column.wide ? ' wide' : '')} aria-sort=${sort.by === column.name ? (sort.down ? 'descending' : 'ascending') : 'none'}>
        <button class="plain" onClick=${() => sortBy(column.name)}>${column.label}${sort.by === column.name ? (sort.down ? ' ↓' : ' ↑') : ''}</button></div>`)}</div></div>
      <div role="rowgroup" class="st-body"><div class="st-pin"></div></div>
    </div>`;
  };
})();
