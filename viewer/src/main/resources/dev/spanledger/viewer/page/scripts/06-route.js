// SPDX-License-Identifier: Apache-2.0
// Where the person is lives in the hash, so that every view is a link: #/trace/ID?span=…&tab=…
(() => {
  'use strict';
  const SL = window.SL;
  const { useState, useEffect } = SL.hooks;

  const decode = (text) => { try { return decodeURIComponent(text.replace(/\+/g, ' ')); } catch { return text; } };
  const parse = (hash) => {
    const [path, search = ''] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
    const [page, ...parts] = path.split('/').map(decode);
    const query = Object.create(null);
    for (const pair of search.split('&')) {
      if (!pair) continue;
      const [name, value = ''] = pair.split(/=(.*)/s);
      query[decode(name)] = decode(value);
    }
    return { page: page || 'traces', parts, query };
  };
  const search = (query) => {
    const pairs = Object.entries(query || {}).filter(([, v]) => v != null && v !== '' && v !== false);
    return pairs.map(([k, v]) => encodeURIComponent(k) + '=' + encodeURIComponent(v)).join('&');
  };
  const href = (page, parts = [], query = {}) => {
    const q = search(query);
    return '#/' + [page, ...[].concat(parts)].map(encodeURIComponent).join('/') + (q ? '?' + q : '');
  };
  const listeners = new Set();
  const changed = () => { SL.route.now = parse(location.hash); listeners.forEach((tell) => tell(SL.route.now)); };
  const move = (to, replace) => {
    if (to === location.hash) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', to);
    changed();
  };
  SL.route = {
    now: parse(location.hash), parse, href, search,
    /** Goes to a page; {replace: true} leaves no entry in the history. */
    go: (page, parts, query, options = {}) => move(href(page, parts, query), options.replace),
    /** Changes some values of the query and stays on the page; null removes one. */
    set: (values, options = { replace: true }) => {
      const { page, parts, query } = SL.route.now;
      move(href(page, parts, { ...query, ...values }), options.replace);
    },
    /** The address of this view, to be handed on. */
    link: () => location.href,
  };
  window.addEventListener('hashchange', changed);
  window.addEventListener('popstate', changed);
  /** The route of now: {page, parts, query}. */
  SL.useRoute = () => {
    const [route, setRoute] = useState(SL.route.now);
    useEffect(() => { listeners.add(setRoute); setRoute(SL.route.now); return () => listeners.delete(setRoute); }, []);
    return route;
  };
})();
