// SPDX-License-Identifier: Apache-2.0
// Server-sent events by fetch: the cursor survives a connection that breaks, and a refusal is seen as one.
(() => {
  'use strict';
  const SL = window.SL;

  const lines = async function* (body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const parts = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop();
      yield* parts;
    }
  };

  /**
   * Follows an event stream until the returned function is called. `on` = {init(data), spans(data), reset(), state('open' | 'lost' | 'refused', error)}.
   * A dropped connection is opened again after 0.5 s, then up to 10 s, with Last-Event-ID: nothing between is missed.
   * A tab that nobody sees holds none: a browser opens six for all tabs of a host together. It goes on where it was once it is seen.
   */
  SL.follow = (path, on) => {
    let cursor = null, failures = 0, stopped = false, line = null, wake = null;

    const read = async (body) => {
      let event = '', data = [];
      for await (const line of lines(body)) {
        if (line === '') {
          if (data.length) on[event || 'message']?.(JSON.parse(data.join('\n')));
          else if (event) on[event]?.();
          event = ''; data = [];
          continue;
        }
        const [field, value] = line.split(/: ?(.*)/s);
        if (field === 'event') event = value;
        else if (field === 'data') data.push(value);
        else if (field === 'id') { if (!cursor) on.state?.('open'); cursor = value; }
      }
    };
    const connect = async (signal) => {
      const headers = { Accept: 'text/event-stream', ...(cursor && { 'Last-Event-ID': cursor }) };
      const response = await fetch(SL.api.address(path), { headers, credentials: 'same-origin', cache: 'no-store', signal });
      if (!response.ok) await SL.api.refused(response);
      failures = 0;
      if (cursor) on.state?.('open'); // else with the first event: what ended before is not told
      await read(response.body);
    };
    const run = async () => {
      while (!stopped) {
        if (document.hidden) { await new Promise((seen) => { wake = seen; }); continue; }
        const mine = line = new AbortController();
        try { await connect(mine.signal); on.state?.('lost'); } catch (error) {
          if (mine.signal.aborted) continue;
          if (error.status && error.status < 500) { on.state?.('refused', error); return; }
          on.state?.('lost', error);
        }
        await new Promise((done) => setTimeout(done, Math.min(10000, 500 * 2 ** failures++)));
      }
    };
    const look = () => (document.hidden ? line?.abort() : wake?.());
    document.addEventListener('visibilitychange', look);
    run();
    return () => { stopped = true; line?.abort(); document.removeEventListener('visibilitychange', look); };
  };
})();
