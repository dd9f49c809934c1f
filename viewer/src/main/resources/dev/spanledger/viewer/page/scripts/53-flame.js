// SPDX-License-Identifier: Apache-2.0
// The tab “Flame”. A click shows a span's subtree in full width; the way back is a click on what is above it.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const LEVEL = 20;
  const METRICS = [['time', 'Time'], ['tokens', 'Tokens'], ['cost', 'Cost']];
  const say = { time: (v) => SL.fmt.duration(v), tokens: (v) => SL.fmt.tokens(v) + ' tokens', cost: (v) => SL.fmt.cost(v) };

  class Flame {
    constructor(place, view) {
      Object.assign(this, { place, view, root: -1 });
      [this.canvas, this.sizer, this.tip] = ['canvas', '.fl-size', '.fl-tip'].map((name) => place.querySelector(name));
      this.soon = trace.inFrame(() => this.draw());
      this.again = () => { this.layout = null; this.soon(); };
      this.stop = view.on((what) => (what.has('model') || what.has('options') ? this.again() : this.soon()));
      this.watcher = new ResizeObserver(this.soon);
      this.watcher.observe(place);
      place.addEventListener('scroll', this.soon, { passive: true });
      window.addEventListener('sl-theme', this.soon);
      this.soon();
    }

    close() {
      this.stop();
      this.watcher.disconnect();
      window.removeEventListener('sl-theme', this.soon);
      this.soon.cancel();
    }

    draw() {
      const { view, place } = this, { model } = view;
      this.layout ||= trace.flameLayout(model, view.metric);
      const width = place.clientWidth, height = place.clientHeight, { layout, root } = this;
      this.sizer.style.height = layout.levels * LEVEL + 'px';
      this.from = root < 0 ? 0 : layout.left[root];
      this.length = (root < 0 ? layout.whole : layout.value[root]) || 1;
      const c = trace.surface(this.canvas, width, height), top = place.scrollTop;
      c.font = '11px ' + SL.color('--sans');
      const hits = view.find.hit, ink = SL.color('--bg');
      trace.flameWalk(model, layout, {
        from: this.from, length: this.length, width,
        levelFrom: Math.floor(top / LEVEL), levelTo: Math.ceil((top + height) / LEVEL),
        smear: (x, w, level, i) => {
          c.fillStyle = trace.colorOf(model, i);
          c.globalAlpha = 0.55;
          c.fillRect(x, level * LEVEL - top, w, LEVEL - 2);
          c.globalAlpha = 1;
        },
        draw: (i, x, w, level) => {
          const y = level * LEVEL - top, left = Math.max(0, x), right = Math.min(width, x + w);
          const color = model.failed[i] ? SL.color('--error') : trace.colorOf(model, i);
          c.globalAlpha = hits.size && !hits.has(i) ? 0.35 : view.critical && !model.isCritical(i) ? 0.35 : 1;
          c.fillStyle = model.isRunning(i) ? trace.hatched(c, color) : color;
          c.fillRect(left, y, Math.max(1, right - left - 0.5), LEVEL - 2);
          if (i === view.selected) { c.strokeStyle = SL.color('--fg'); c.lineWidth = 2; c.strokeRect(left + 1, y + 1, Math.max(1, right - left - 2), LEVEL - 4); c.lineWidth = 1; }
          if (right - left > 30) { c.fillStyle = ink; c.fillText(fitting(c, model.nameOf(i), right - left - 8), left + 4, y + 13); }
          c.globalAlpha = 1;
        },
      });
    }

    at(event) {
      const box = this.place.getBoundingClientRect(), { model } = this.view, { layout } = this;
      if (!layout) return -1;
      const level = Math.floor((event.clientY - box.top + this.place.scrollTop) / LEVEL);
      const v = this.from + ((event.clientX - box.left) / this.place.clientWidth) * this.length;
      let i = model.firstRoot;
      while (i >= 0) {
        if (v >= layout.left[i] + layout.value[i]) { i = model.next[i]; continue; }
        if (v < layout.left[i]) return -1;
        if (model.depth[i] === level) return i;
        i = model.first[i];
      }
      return -1;
    }

    click(event) {
      const i = this.at(event);
      if (i < 0) { this.root = -1; this.soon(); return; }
      this.root = this.view.model.parent[i] < 0 ? -1 : i;
      this.view.select(i);
      this.soon();
    }

    hover(event) {
      const i = this.at(event), { tip, view } = this, { model } = view;
      tip.hidden = i < 0;
      if (i < 0) return;
      const share = (100 * this.layout.value[i]) / (this.layout.whole || 1);
      tip.textContent = `${model.nameOf(i)} · ${say[view.metric](this.layout.value[i])} (${share.toFixed(1)} %)`;
      const box = this.place.getBoundingClientRect();
      tip.style.left = Math.min(event.clientX - box.left + 12, box.width - tip.offsetWidth - 4) + 'px';
      tip.style.top = event.clientY - box.top + this.place.scrollTop + 16 + 'px';
    }
  }

  function fitting(c, text, width) {
    const most = Math.floor(width / 5.2); // letters are seldom narrower
    return text.length <= most ? text : text.slice(0, Math.max(1, most - 1)) + '…';
  }

  trace.FlameTab = ({ view }) => {
    const { html, hooks } = SL;
    const place = hooks.useRef(), flame = hooks.useRef();
    trace.useView(view, 'options', 'model');
    hooks.useLayoutEffect(() => {
      flame.current = new Flame(place.current, view);
      return () => flame.current.close();
    }, [view]);
    const { sum } = view.model;
    const nothing = (view.metric === 'tokens' && !(sum.in + sum.out)) || (view.metric === 'cost' && !sum.priced);
    return html`<div class="fl-wrap">
      <div class="row fl-bar" role="group" aria-label="Width means">
        ${METRICS.map(([name, label]) => html`<button aria-pressed=${String(view.metric === name)} onClick=${() => view.set({ metric: name })}>${label}</button>`)}
        <span class="muted cut">${nothing ? 'No span of this run states it.' : 'Width is the share of the whole. What ran at the same time stands side by side. Click a span to see its part alone.'}</span>
      </div>
      <div class="fl" ref=${place} tabindex="0" role="group" aria-label="Flame graph; the tab Table has the same in words"
        onClick=${(e) => flame.current.click(e)} onMouseMove=${(e) => flame.current.hover(e)} onMouseLeave=${() => { flame.current.tip.hidden = true; }}>
        <canvas aria-hidden="true"></canvas><div class="fl-size"></div><div class="fl-tip" hidden></div>
      </div></div>`;
  };
})();
