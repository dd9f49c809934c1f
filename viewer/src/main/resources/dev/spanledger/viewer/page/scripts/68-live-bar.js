// SPDX-License-Identifier: Apache-2.0
// Follow, pause, and how much is new, of a run that goes on.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html } = SL;

  /** Follow, pause, “n new”: for a run that is running. */
  trace.LiveBar = ({ view, live }) => {
    trace.useView(view, 'live', 'model');
    if (SL.api.file || !live || (!view.model.goesOn() && !view.paused && !view.unseen)) return null;
    const waiting = view.paused ? live.queue.length : 0;
    const pause = () => { view.set({ paused: !view.paused }, 'live'); if (!view.paused) live.soon(0); };
    return html`<span class="row live-bar">
      ${live.state === 'lost' && html`<span class="badge warn" title="The connection broke; it is opened again by itself and misses nothing">reconnecting</span>`}
      <button aria-pressed=${String(view.follow)} title="Follow new spans (f)" aria-keyshortcuts="f" onClick=${() => trace.follow(view, !view.follow)}>Follow</button>
      <button aria-pressed=${String(view.paused)} title="Take in nothing new for now; it is kept" onClick=${pause}>${view.paused ? `Resume${waiting ? ` (${SL.fmt.short(waiting)})` : ''}` : 'Pause'}</button>
      ${!view.follow && view.unseen > 0 && html`<button class="primary" onClick=${() => trace.follow(view, true)}>${SL.fmt.count(view.unseen)} new ↓</button>`}
    </span>`;
  };

  trace.follow = (view, follow) => {
    view.set({ follow, unseen: 0 }, 'live');
    if (follow) view.grid?.toEnd();
  };
})();
