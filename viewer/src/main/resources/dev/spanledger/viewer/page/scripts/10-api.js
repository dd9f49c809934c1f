// SPDX-License-Identifier: Apache-2.0
// Where data comes from: the server's /api, or, in a file, what is embedded in it (12-file.js).
(() => {
  'use strict';
  const SL = window.SL;

  class ApiError extends Error {
    constructor(code, message, hint, status) { super(message); Object.assign(this, { code, hint, status }); }
  }
  const OPEN = 'Open the address that the server printed when it started: it carries the token of this start.';
  const refused = async (response) => {
    let said = {};
    try { said = await response.json(); } catch { /* not ours: a proxy's page, say */ }
    if (response.status === 401) said = { error: said.error, message: 'This browser has not been let in since the server started.', hint: OPEN };
    throw new ApiError(said.error || 'http', said.message || 'The server answered ' + response.status + '.', said.hint || (response.status === 403 && OPEN), response.status);
  };
  const unreachable = (cause) => {
    if (cause.name === 'AbortError') throw cause;
    throw new ApiError('unreachable', 'The server does not answer.', 'Is it still running? Start it again with “spanledger serve” and open the address that it prints.');
  };
  const address = (path, params) => {
    const query = SL.route.search(params);
    return 'api' + path + (query ? '?' + query : '');
  };
  const fetchJson = async (path, params, options) => {
    const response = await fetch(address(path, params), { credentials: 'same-origin', ...options }).catch(unreachable);
    return response.ok ? response.json() : refused(response);
  };

  const embedded = document.getElementById('data');
  SL.ApiError = ApiError;
  SL.api = {
    /** True where this page is a file that carries its data: no request is made. */
    file: !!embedded || location.protocol === 'file:',
    embedded, refused, address,
    /** SL.api.get('/traces', {status: 'ERROR'}) → the answer's JSON; rejects with an ApiError {code, message, hint, status}. */
    get: (path, params = {}, options = {}) => (SL.api.file ? SL.api.answer(path, params) : fetchJson(path, params, options)),
    path: (...parts) => '/' + parts.map(encodeURIComponent).join('/'),
  };
})();
