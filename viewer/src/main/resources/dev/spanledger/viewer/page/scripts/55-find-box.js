// SPDX-License-Identifier: Apache-2.0
// The find box: what to look for, how, and how many were found. Ctrl-F cannot see rows that are out of sight.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const PAUSE_MS = 200;

  trace.FindBox = ({ view }) => {
    const { html, hooks } = SL;
    const box = hooks.useRef(), timer = hooks.useRef(0);
    trace.useView(view, 'find');
    hooks.useEffect(() => { view.findBox = box.current; return () => clearTimeout(timer.current); }, [view]);
    const { find } = view;
    const start = (values) => {
      Object.assign(find, values, { state: 'busy' });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => trace.search(view), find.text ? PAUSE_MS : 0);
      view.changed('find');
    };
    // Enter goes to a match and leaves the box, so that n and N go on from there.
    const enter = async (back) => {
      clearTimeout(timer.current);
      if (find.state !== 'done') await trace.search(view);
      if (!find.hits.length) return;
      trace.nextHit(view, back ? -1 : 1);
      trace.focusRows(view);
    };
    const key = (event) => {
      if (event.key === 'Enter') enter(event.shiftKey);
      else if (event.key === 'Escape') trace.focusRows(view);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    const said = {
      idle: '', busy: '…',
      done: find.hits?.length ? `${find.at >= 0 ? find.at + 1 + ' of ' : ''}${find.hits.length}${find.partial ? '+' : ''}` : 'none',
      failed: find.error?.name === 'SyntaxError' ? 'not a pattern' : find.error?.message,
    }[find.state];
    return html`<div class="find row" role="search">
      <input ref=${box} type="search" placeholder="Find in this run  /" aria-label="Find in this run, payloads too" value=${find.text} spellcheck=${false}
        aria-keyshortcuts="/" onInput=${(e) => start({ text: e.target.value })} onKeyDown=${key} />
      <button class="plain mono" title="Regular expression" aria-label="Regular expression" aria-pressed=${String(find.regex)} onClick=${() => start({ regex: !find.regex })}>.*</button>
      <button class="plain mono" title="Match case" aria-label="Match case" aria-pressed=${String(find.caseful)} onClick=${() => start({ caseful: !find.caseful })}>Aa</button>
      <button class="plain" aria-label="Previous match" title="Previous match (N)" disabled=${!find.hits.length} onClick=${() => trace.nextHit(view, -1)}>↑</button>
      <button class="plain" aria-label="Next match" title="Next match (n)" disabled=${!find.hits.length} onClick=${() => trace.nextHit(view, 1)}>↓</button>
      <span class=${'find-count ' + (find.state === 'failed' ? 'error' : 'muted')} title=${find.error?.message || ''}>${said}</span>
    </div>`;
  };
})();
