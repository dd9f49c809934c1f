// SPDX-License-Identifier: Apache-2.0
// SL is all that the page's scripts share. What a span says becomes text by html`…`, never markup.
(() => {
  'use strict';
  const SL = window.SL ||= {};
  const { html, h, render, useState, useEffect, useLayoutEffect, useMemo, useRef, useCallback, useReducer, useErrorBoundary } = window.htmPreact;
  SL.html = html;
  SL.h = h;
  SL.render = render;
  SL.hooks = { useState, useEffect, useLayoutEffect, useMemo, useRef, useCallback, useReducer, useErrorBoundary };
  SL.pages = {};

  /** Asks for data: {data, error, loading, reload}. What came is kept while the next answer is awaited; answers that are late are ignored. */
  SL.useData = (ask, inputs) => {
    const [state, setState] = useState({ loading: true });
    const [round, setRound] = useState(0);
    useEffect(() => {
      let wanted = true;
      setState((old) => ({ ...old, loading: true }));
      Promise.resolve().then(ask).then(
        (data) => wanted && setState({ data, loading: false }),
        (error) => wanted && setState((old) => ({ data: old.data, error, loading: false })));
      return () => { wanted = false; };
    }, [...inputs, round]);
    return { ...state, reload: useCallback(() => setRound((n) => n + 1), []) };
  };

  /** Sets the document's title while the component is there. */
  SL.useTitle = (title) => useEffect(() => { document.title = title ? title + ' · Spanledger' : 'Spanledger'; }, [title]);

  /** Tells a screen reader, at most once in two seconds; what comes in between is replaced by the last. */
  let said = 0, waiting = null, next = '';
  SL.announce = (text) => {
    next = text;
    if (waiting) return;
    waiting = setTimeout(() => {
      waiting = null;
      said = Date.now();
      const region = document.getElementById('announcements');
      if (region) region.textContent = next;
    }, Math.max(50, said + 2000 - Date.now()));
  };
})();
