// SPDX-License-Identifier: Apache-2.0
// Payloads: short ones whole, long ones as plain text a page at a time, bytes as a chip.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html, hooks } = SL;

  trace.LONG = 150000; // characters; longer ones are not parsed, but paged
  const PAGE = 50000;
  const BASE64 = /^(?:data:([\w.+-]+\/[\w.+-]+)[;\w=.-]*;base64,)?[A-Za-z0-9+/_=-]{256,}$/;

  /** Says of a string that is nothing but bytes what it is, or null. */
  trace.bytesIn = (text) => {
    if (text.length < 256) return null;
    const m = BASE64.exec(text);
    if (!m || (!m[1] && !/\d/.test(text.slice(0, 256)))) return null;
    return `${m[1] || 'base64'} · ${size(((text.length - (m[1] ? text.indexOf(',') + 1 : 0)) * 3) / 4)}`;
  };
  const size = (bytes) => (bytes < 1000 ? Math.round(bytes) + ' B' : bytes < 1e6 ? (bytes / 1000).toFixed(1) + ' kB' : (bytes / 1e6).toFixed(1) + ' MB');

  trace.Chip = ({ label }) => html`<span class="chip"><span aria-hidden="true">▦</span> ${label}</span>`;

  /** JSON as people read it; strings that are bytes are told, not shown. */
  trace.pretty = (value) => {
    if (typeof value === 'string') return value;
    return JSON.stringify(value, (key, each) => {
      const bytes = typeof each === 'string' ? trace.bytesIn(each) : null;
      return bytes ? `[${bytes}]` : each;
    }, 2) ?? '';
  };

  /** Text of any length. `length` and `more(offset)` are there where the server has kept the rest back. */
  trace.PagedText = ({ text, length, more }) => {
    const [page, setPage] = hooks.useState(0);
    const [known, setKnown] = hooks.useState(text);
    const [busy, setBusy] = hooks.useState(false);
    hooks.useEffect(() => { setKnown(text); setPage(0); }, [text]);
    const whole = length || known.length;
    if (whole <= trace.LONG) return html`<pre class="payload">${known}</pre>`;
    const pages = Math.ceil(whole / PAGE);
    const turn = async (to) => {
      if ((to + 1) * PAGE > known.length && known.length < whole && more) {
        setBusy(true);
        try {
          let all = known;
          while (all.length < Math.min(whole, (to + 1) * PAGE)) {
            const answer = await more(all.length);
            if (!answer.text) break;
            all += answer.text;
          }
          setKnown(all);
        } catch (error) { SL.toast(error.message); }
        setBusy(false);
      }
      setPage(to);
    };
    return html`<div class="paged"><div class="row">
        <button disabled=${page === 0 || busy} onClick=${() => turn(page - 1)}>Earlier</button>
        <span class="muted" role="status">Page ${page + 1} of ${pages} · ${SL.fmt.count(whole)} characters</span>
        <button disabled=${page + 1 >= pages || busy} onClick=${() => turn(page + 1)}>${busy ? 'Loading…' : 'Later'}</button>
      </div><pre class="payload">${known.slice(page * PAGE, (page + 1) * PAGE)}</pre></div>`;
  };

  /** A field of a span, whatever it is. */
  trace.Payload = ({ value, cut, field, view, span }) => {
    if (value === null || value === undefined || value === '') return html`<p class="muted">Nothing was recorded.</p>`;
    const bytes = typeof value === 'string' ? trace.bytesIn(value) : null;
    if (bytes) return html`<${trace.Chip} label=${bytes} />`;
    const more = cut && ((offset) => SL.api.get(SL.api.path('traces', view.traceId, 'spans', span, 'text'), { field, offset, limit: trace.LONG }));
    return html`<${trace.PagedText} text=${trace.pretty(value)} length=${cut?.length} more=${more} />`;
  };

  /** Text that is shown in part until somebody wants all of it. */
  trace.Clipped = ({ text, children }) => {
    const [all, setAll] = hooks.useState(false);
    const limit = 6000;
    if (text.length <= limit || all) return children(text);
    return html`${children(text.slice(0, limit) + '…')}<button class="plain more" onClick=${() => setAll(true)}>Show all ${SL.fmt.count(text.length)} characters</button>`;
  };
})();
