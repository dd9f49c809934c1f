// SPDX-License-Identifier: Apache-2.0
// The frame around the pages: navigation, theme, help.
(() => {
  'use strict';
  const SL = window.SL;
  const { html } = SL;
  const { useState, useEffect, useRef, useErrorBoundary } = SL.hooks;

  const NAV = [['traces', 'Traces', 't'], ['sessions', 'Sessions', 's'], ['stats', 'Stats', 'a'], ['live', 'Live', 'l']];
  const ONLY_SERVER = ['stats', 'live'];
  const nav = () => NAV.filter(([page]) => !SL.api.file || !ONLY_SERVER.includes(page));
  const parent = { trace: 'traces', compare: 'traces', session: 'sessions' };

  const Help = ({ close }) => {
    const ref = useRef();
    useEffect(() => { ref.current.showModal(); }, []);
    return html`<dialog ref=${ref} aria-labelledby="help-title" onClose=${close} onClick=${(e) => e.target === ref.current && close()}>
      <header><h2 id="help-title">Keys</h2><button class="plain" onClick=${close} aria-label="Close">✕</button></header>
      <div class="keys">${SL.keys.list().map((group) => html`<section><h3>${group.title}</h3><dl>
        ${group.entries.map((e) => html`<dt>${(e.show || e.keys).map((k, i) => html`${i ? ' ' : ''}<kbd>${SL.keys.name(k)}</kbd>`)}</dt><dd>${e.label}</dd>`)}
      </dl></section>`)}</div>
    </dialog>`;
  };

  const ThemeButton = () => {
    const [choice, setChoice] = useState(SL.theme.choice());
    useEffect(() => {
      const tell = () => setChoice(SL.theme.choice());
      window.addEventListener('sl-theme', tell);
      return () => window.removeEventListener('sl-theme', tell);
    }, []);
    return html`<button class="plain" onClick=${SL.theme.next} title="Colours: light, dark or as the system has them (T)" aria-label=${'Theme: ' + choice}>${{ system: '◐', light: '○', dark: '●' }[choice]}<span class="slim"> ${choice}</span></button>`;
  };

  const Page = ({ route }) => {
    const [error, again] = useErrorBoundary((e) => console.error(e));
    if (error) return html`<${SL.Failure} error=${{ message: 'This page could not be drawn: ' + error.message, hint: 'That is a fault of the viewer, not of your trace. The rest of it still works.', name: error.name }} retry=${again} />`;
    const Component = SL.pages[route.page];
    if (!Component) return html`<${SL.State} title=${'There is no page “' + route.page + '”.'}><p><a href="#/traces">All traces</a></p><//>`;
    return html`<${Component} parts=${route.parts} query=${route.query} />`;
  };

  const App = () => {
    const route = SL.useRoute();
    const [help, setHelp] = useState(false);
    const meta = SL.useData(() => SL.api.get('/meta'), []);
    SL.meta = meta.data;
    const main = useRef();
    const here = parent[route.page] || route.page;
    SL.useKeys('Everywhere', [
      ...nav().map(([page, title, key]) => ({ keys: ['g ' + key], show: ['g', key], label: title, run: () => SL.route.go(page) })),
      { keys: ['T'], label: 'Theme: light, dark, system', run: SL.theme.next },
      { keys: ['?'], label: 'These keys', run: () => setHelp(true) },
      { keys: ['typing Escape'], run: (e) => e.target.blur() },
    ]);
    useEffect(() => { main.current.scrollTop = 0; }, [route.page, ...route.parts]);
    return html`
      <a class="skip" href="#main" onClick=${(e) => { e.preventDefault(); main.current.focus(); }}>To the page</a>
      <header class="top">
        <a class="brand" href="#/traces">Spanledger</a>
        <nav aria-label="Pages">${nav().map(([page, title]) => html`<a href=${'#/' + page} aria-current=${here === page ? 'page' : undefined}>${title}</a>`)}</nav>
        <span class="where muted cut mono" title=${meta.data?.database}>${meta.data?.project ? meta.data.project + ' · ' : ''}${meta.data?.database}</span>
        <${ThemeButton} />
        <button class="plain" onClick=${() => setHelp(true)} aria-label="Keys" title="Keys (?)">?</button>
      </header>
      <main id="main" tabindex="-1" ref=${main}><${Page} key=${[route.page, ...route.parts].join('/')} route=${route} /></main>
      <div id="announcements" class="hidden" role="status" aria-live="polite"></div>
      ${help && html`<${Help} close=${() => setHelp(false)} />`}`;
  };
  SL.App = App;
})();
